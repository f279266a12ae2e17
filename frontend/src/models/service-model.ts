/** Starts the service where it is missed. */
import { createModel, signal } from "@preact/signals";
import { delay } from "../api/host.ts";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import { describeFailure, failureOf } from "./failure.ts";

const lookEveryMs = 1000;

/** A daemon that starts publishes within a second or two; after this many looks it has failed. */
const startLooks = 6;

/** `look` tells whether it runs now. */
const ServiceModel = createModel((router: RouterApi, host: Host, look: () => Promise<boolean>) => {
  const starting = signal(false);
  return {
    /** It was told to start and has not published anything yet. */
    starting,
    /** Starts it and looks until it runs; what went wrong is told to the user. */
    async start(): Promise<void> {
      starting.value = true;
      try {
        await router.control("start");
        for (let looks = 0; looks < startLooks; looks += 1) {
          await delay(lookEveryMs);
          if (await look()) break;
        }
      } catch (error) {
        host.notify(describeFailure(host.translate, failureOf(error)), "danger");
      }
      starting.value = false;
    },
  };
});

export { ServiceModel };
