/** What the page is doing with the router at the user's word, one thing at a time. */
import { createModel, signal } from "@preact/signals";
import type { Host } from "../api/host.ts";
import { describeFailure, failureOf } from "./failure.ts";

type Activity = "saving" | "applying";

const ActivityModel = createModel((host: Host) => {
  const current = signal<Activity | null>(null);
  return {
    current,
    /** Does it, and says whether it was done; a failure is told to the user and gives false. */
    async perform(activity: Activity, work: () => Promise<boolean>): Promise<boolean> {
      current.value = activity;
      host.clearNotices();
      try {
        return await work();
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
