/** The router's status as the page knows it, its course until now, and how old that knowledge is. */
import { batch, computed, createModel, effect, signal, untracked } from "@preact/signals";
import type { StatusReply } from "../../../shared/contract.ts";
import type { EventReply, HistorySpan } from "../../../shared/queries.ts";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import { deriveRates } from "./derive-rates.ts";
import type { Rates } from "./derive-rates.ts";
import { mergeEvents } from "./derive-timeline.ts";
import { failureOf } from "./failure.ts";
import type { Failure } from "./failure.ts";
import { HistoryModel } from "./history-model.ts";
import { translateSentence } from "./router-words.ts";
import { ServiceModel } from "./service-model.ts";

interface Reading {
  status: StatusReply;
  /** When it came, by the browser's monotonic clock: good for differences only. */
  receivedAtMs: number;
}

/** How often ages are counted on. */
const tickMs = 1000;

/** Words that are names in what the router says. */
function namesIn(status: StatusReply | null): string[] {
  const { uplinks = [] } = status ?? {};
  return uplinks.flatMap((one) => [one.label, one.section, one.interface, one.device ?? ""]);
}

const StatusModel = createModel((router: RouterApi, host: Host) => {
  const history = new HistoryModel(router);
  const reading = signal<Reading | null>(null);
  const nowMs = signal(performance.now());
  const failure = signal<Failure | null>(null);
  /** The last status did not come: what is shown is from before. */
  const isOld = signal(false);
  /** Whether the configuration lets the service run; null while that is not known. */
  const isEnabled = signal<boolean | null>(null);
  const events = signal<EventReply[]>([]);
  /** By section. */
  const rates = signal<Record<string, Rates>>({});

  const status = computed(() => reading.value?.status ?? null);
  /** Seconds since the status came. */
  const ageS = computed(() =>
    reading.value === null ? 0 : Math.max(0, nowMs.value - reading.value.receivedAtMs) / 1000
  );
  /** The router's clock now, seconds since 1970: what it was, and the time since. */
  const routerNowS = computed(() => (status.value === null ? 0 : status.value.now + ageS.value));

  const readStatus = async (): Promise<StatusReply> => {
    const next = await router.readStatus(events.peek().at(-1)?.id ?? 0);
    if (next.service === "stopped") {
      const { global } = await router.readConfig();
      isEnabled.value = global.options["enabled"]?.value === true;
    }
    return next;
  };

  const take = (next: StatusReply): void => {
    const before = status.peek();
    if (next.timestamp !== before?.timestamp) rates.value = deriveRates(before, next);
    history.append(next);
    events.value = mergeEvents(events.peek(), next.events, next.last_event);
    reading.value = { status: next, receivedAtMs: performance.now() };
  };

  /** Status and history at once; what one of them lacks does not hide the other. */
  const refresh = async (): Promise<void> => {
    const [current, ...past] = await Promise.allSettled([readStatus(), ...history.refresh()]);
    batch(() => {
      if (current.status === "fulfilled") take(current.value);
      const failed = [current, ...past].find((one) => one.status === "rejected");
      failure.value = failed ? failureOf(failed.reason) : null;
      isOld.value = current.status === "rejected";
      nowMs.value = performance.now();
    });
  };

  effect(() => untracked(() => host.poll(refresh)));

  effect(() => {
    const timer = setInterval(() => {
      nowMs.value = performance.now();
    }, tickMs);
    return () => clearInterval(timer);
  });

  const service = new ServiceModel(router, host, async () => {
    await refresh();
    return status.peek()?.service === "running";
  });

  /** Lets the charts show the last ten minutes or the last day. */
  const show = (span: HistorySpan): void => {
    history.span.value = span;
    void refresh();
  };

  return {
    status,
    ageS,
    routerNowS,
    failure,
    isOld,
    isEnabled,
    history,
    events,
    rates,
    service,
    /** What the router says, in the user's language. */
    tell: (sentence: string) => translateSentence(host.translate, sentence, namesIn(status.value)),
    show,
    refresh,
  };
});

type StatusModel = InstanceType<typeof StatusModel>;

export { StatusModel };
