/**
 * Somebody is using the line and nothing comes back: a reason to probe now instead of at the next
 * round. So an outage is noticed fast while it matters, and probes stay rare while nobody cares.
 */
import { ratio } from "../../shared/router/number.ts";
import type { PathState, Stall } from "./state.ts";

/** Packets went out for this long with none coming in. */
const stallMs = 2000;

/** Between two probes for this reason: a stalled flow to one dead server must not become a flood. */
const againAfterMs = 5000;

/** With rounds this close there is nothing to gain. */
const worthwhileIntervalMs = 2000;

/** Packets that came in since the last round and prove a metered line; fewer may be mere chatter. */
const provingPackets = 20;

/** Packets through a device since it was made, as read at a time. */
interface PacketCounters {
  atMs: number;
  rxPackets: number;
  txPackets: number;
}

/** Packets that came in each second between the two readings; what it was before is forgotten by halves. */
function rxPerS(stall: Stall | null, counters: PacketCounters): number {
  const lastedMs = stall == null ? 0 : counters.atMs - stall.countedAtMs;
  if (stall == null || lastedMs <= 0) {
    return stall?.rxPerS ?? 0;
  }
  const now = ratio((counters.rxPackets - stall.rxPackets) * 1000, lastedMs);
  return max(now, stall.rxPerS * 0.5);
}

function nextStall(stall: Stall | null, counters: PacketCounters): Stall {
  const quiet = {
    rxPackets: counters.rxPackets,
    txPackets: counters.txPackets,
    countedAtMs: counters.atMs,
    rxPerS: rxPerS(stall, counters),
    sinceMs: null,
    actedAtMs: stall?.actedAtMs ?? null,
    roundRxPackets: stall?.roundRxPackets ?? counters.rxPackets,
  };
  if (stall == null || counters.rxPackets != stall.rxPackets) {
    return quiet;
  }
  const sending = counters.txPackets != stall.txPackets;
  return { ...quiet, sinceMs: stall.sinceMs ?? (sending ? stall.countedAtMs : null) };
}

/** The path after its device's counters were read; a stall makes its next round due at once. */
function withCounters(
  path: PathState,
  readings: readonly PacketCounters[],
  nowMs: number
): PathState {
  let stall = path.stall;
  for (let i = 0; i < length(readings); i++) {
    stall = nextStall(stall, readings[i] as PacketCounters);
  }
  if (stall == null) {
    return path;
  }
  const stalled = stall.sinceMs != null && nowMs - stall.sinceMs >= stallMs;
  const rested = stall.actedAtMs == null || nowMs - stall.actedAtMs >= againAfterMs;
  if (!stalled || !rested) {
    return { ...path, stall };
  }
  return { ...path, stall: { ...stall, actedAtMs: nowMs }, nextRoundAtMs: nowMs };
}

/** Whether traffic itself has shown since the last round that the line works, and nothing stalls. */
function isProvenByTraffic(path: PathState): boolean {
  const stall = path.stall;
  return (
    stall != null &&
    stall.sinceMs == null &&
    stall.rxPackets - stall.roundRxPackets >= provingPackets
  );
}

/** What is known of a path's traffic, counted from here on. */
function stallCountedAnew(stall: Stall | null): Stall | null {
  return stall == null || stall.roundRxPackets == stall.rxPackets
    ? stall
    : { ...stall, roundRxPackets: stall.rxPackets };
}

export { isProvenByTraffic, stallCountedAnew, withCounters, worthwhileIntervalMs };
export type { PacketCounters };
