/** The router's status as the page knows it, and how old that knowledge is. */
import { computed, createModel, effect, signal, untracked } from "@preact/signals";
import type { StatusReply } from "../../../shared/contract.ts";
import { delay } from "../api/host.ts";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import { describeFailure, failureOf } from "./failure.ts";
import type { Failure } from "./failure.ts";

interface Reading {
  status: StatusReply;
  /** When it came, by the browser's monotonic clock: good for differences only. */
  receivedAtMs: number;
}

/** How often ages are counted on. */
const tickMs = 1000;

/** A daemon that starts publishes within a second or two; after this many looks it has failed. */
const startLooks = 6;

const StatusModel = createModel((router: RouterApi, host: Host) => {
  const reading = signal<Reading | null>(null);
  const nowMs = signal(performance.now());
  const failure = signal<Failure | null>(null);
  /** Whether the configuration lets the service run; null while that is not known. */
  const isEnabled = signal<boolean | null>(null);
  /** The service was told to start and has not published anything yet. */
  const starting = signal(false);

  const status = computed(() => reading.value?.status ?? null);
  /** Seconds since the status came. */
  const ageS = computed(() =>
    reading.value === null ? 0 : Math.max(0, nowMs.value - reading.value.receivedAtMs) / 1000
  );
  /** The router's clock now, seconds since 1970: what it was, and the time since. */
  const routerNowS = computed(() => (status.value === null ? 0 : status.value.now + ageS.value));

  const readEnabled = async (): Promise<void> => {
    const { global } = await router.readConfig();
    isEnabled.value = global.options["enabled"]?.value === true;
  };

  const refresh = async (): Promise<void> => {
    try {
      const next = await router.readStatus();
      if (next.service === "stopped") await readEnabled();
      reading.value = { status: next, receivedAtMs: performance.now() };
      failure.value = null;
    } catch (error) {
      failure.value = failureOf(error);
    }
    nowMs.value = performance.now();
  };

  effect(() => untracked(() => host.poll(refresh)));

  effect(() => {
    const timer = setInterval(() => {
      nowMs.value = performance.now();
    }, tickMs);
    return () => clearInterval(timer);
  });

  /** Starts the service and looks until it runs; what went wrong is told to the user. */
  const start = async (): Promise<void> => {
    starting.value = true;
    try {
      await router.control("start");
      for (let look = 0; look < startLooks; look += 1) {
        await delay(tickMs);
        await refresh();
        if (status.peek()?.service === "running") break;
      }
    } catch (error) {
      host.notify(describeFailure(host.translate, failureOf(error)), "danger");
    }
    starting.value = false;
  };

  return { status, ageS, routerNowS, failure, isEnabled, starting, start };
});

type StatusModel = InstanceType<typeof StatusModel>;

export { StatusModel };
