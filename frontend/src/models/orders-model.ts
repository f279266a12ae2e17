/** What a person orders for an uplink, and asks about it. */
import { createModel, signal } from "@preact/signals";
import type { UseAction } from "../../../shared/queries.ts";
import { delay } from "../api/host.ts";
import type { Host } from "../api/host.ts";
import type { RouterApi } from "../api/router-api.ts";
import { describeFailure, failureOf } from "./failure.ts";
import type { StatusModel } from "./status-model.ts";

/** Something about an uplink that is explained before it is done, or answered. */
type Topic = Exclude<UseAction, "auto"> | "what_if";

interface Open {
  section: string;
  topic: Topic;
  /** To `what_if`; null until it has come. */
  answer: string | null;
}

/** A check of a line that answers has ended by then. */
const checkMs = 1000;

const OrdersModel = createModel((router: RouterApi, host: Host, status: StatusModel) => {
  /** What is explained now; one thing on the whole page. */
  const open = signal<Open | null>(null);
  /** Section for which the router is doing something at our word. */
  const busy = signal<string | null>(null);

  const perform = async (section: string, work: () => Promise<void>): Promise<void> => {
    busy.value = section;
    host.clearNotices();
    try {
      await work();
      await status.refresh();
    } catch (error) {
      host.notify(describeFailure(host.translate, failureOf(error)), "danger");
    }
    busy.value = null;
  };

  const close = (): void => {
    open.value = null;
  };

  return {
    open,
    busy,
    close,
    /** Opens a topic, or closes it when it is open already. */
    async toggle(section: string, topic: Topic): Promise<void> {
      const current = open.peek();
      if (current?.section === section && current.topic === topic) return close();
      open.value = { section, topic, answer: null };
      if (topic !== "what_if") return;
      await perform(section, async () => {
        const answer = status.tell(await router.readWhatIf(section));
        const now = open.peek();
        if (now?.section === section && now.topic === topic) open.value = { ...now, answer };
      });
      if (open.peek()?.topic === topic && open.peek()?.answer === null) close();
    },
    /** For so many seconds, or until it is taken back with `auto`. */
    async use(section: string, action: UseAction, forS?: number): Promise<void> {
      await perform(section, () => router.use(section, action, forS));
      close();
    },
    check: (section: string) =>
      perform(section, async () => {
        await router.probe(section);
        await delay(checkMs);
      }),
  };
});

type OrdersModel = InstanceType<typeof OrdersModel>;

export { OrdersModel };
export type { Topic };
