/** The course of every path that the charts show: read once, then gone on with from each status. */
import { computed, createModel, signal } from "@preact/signals";
import type { StatusReply } from "../../../shared/contract.ts";
import type { HistorySpan } from "../../../shared/queries.ts";
import type { RouterApi } from "../api/router-api.ts";
import { appendStatus, historyOf } from "./history.ts";
import type { History } from "./history.ts";

/**
 * After so long a history is read anew: the last ten minutes when no status came meanwhile, the last
 * day while it is shown.
 */
const staleMs: Record<HistorySpan, number> = { recent: 60_000, day: 300_000 };

const HistoryModel = createModel((router: RouterApi) => {
  /** What the charts show. */
  const span = signal<HistorySpan>("recent");
  const histories = signal<Record<HistorySpan, History>>({ recent: {}, day: {} });
  const freshAtMs: Record<HistorySpan, number> = { recent: -Infinity, day: -Infinity };

  const put = (kind: HistorySpan, history: History): void => {
    histories.value = { ...histories.peek(), [kind]: history };
    freshAtMs[kind] = performance.now();
  };

  const read = async (kind: HistorySpan): Promise<void> => {
    if (performance.now() - freshAtMs[kind] < staleMs[kind]) return;
    put(kind, historyOf(await router.readHistory(kind)));
  };

  return {
    span,
    /** By path, of the span that is shown. */
    shown: computed(() => histories.value[span.value]),
    /** Reads what is shown as far as it is stale, and the last ten minutes in any case. */
    refresh: (): Promise<void>[] => [
      read("recent"),
      ...(span.peek() === "day" ? [read("day")] : []),
    ],
    append(status: StatusReply): void {
      // Before the past has come there is nothing to go on with.
      const isKnown = freshAtMs.recent > 0;
      const recent = appendStatus(histories.peek().recent, status);
      if (isKnown) put("recent", recent);
      else histories.value = { ...histories.peek(), recent };
    },
  };
});

type HistoryModel = InstanceType<typeof HistoryModel>;

export { HistoryModel };
