/** What the page is doing with the router at the user's word, one thing at a time. */
import { createModel, signal } from "@preact/signals";
import type { Host } from "../api/host.ts";
import { describeFailure, failureOf } from "./failure.ts";

type Activity = "saving" | "applying";

const ActivityModel = createModel((host: Host) => {
  const current = signal<Activity | null>(null);
  return {
    current,
    /** Does it; a failure is told to the user and gives false. */
    async perform(activity: Activity, work: () => Promise<void>): Promise<boolean> {
      current.value = activity;
      host.clearNotices();
      try {
        await work();
        return true;
      } catch (error) {
        host.notify(describeFailure(host.translate, failureOf(error)), "danger");
        return false;
      } finally {
        current.value = null;
      }
    },
  };
});

export { ActivityModel };
