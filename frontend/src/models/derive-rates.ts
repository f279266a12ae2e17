/** How much an uplink carries now, from two readings of its counters. Pure. */
import type { StatusReply } from "../../../shared/contract.ts";

/** Bytes in a second. */
interface Rates {
  rx: number | null;
  tx: number | null;
}

/** By section; those of devices that are new or were made anew are not there. */
function deriveRates(before: StatusReply | null, after: StatusReply): Record<string, Rates> {
  const seconds = (after.timestamp ?? 0) - (before?.timestamp ?? 0);
  if (before === null || seconds <= 0) return {};
  const rate = (from: number | null | undefined, to: number | null): number | null =>
    from == null || to === null || to < from ? null : (to - from) / seconds;
  const entries = after.uplinks.map(({ section, rx_bytes: rx, tx_bytes: tx }) => {
    const old = before.uplinks.find((uplink) => uplink.section === section);
    return [section, { rx: rate(old?.rx_bytes, rx), tx: rate(old?.tx_bytes, tx) }] as const;
  });
  return Object.fromEntries(entries);
}

export { deriveRates };
export type { Rates };
