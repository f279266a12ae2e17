/**
 * Whether packets still come in on a line whose probes go unanswered. Then it is not dead: its buffer is
 * full, or its replies take long.
 */
import type { PathState, Silence } from "./state.ts";
import { ratio } from "../../shared/router/number.ts";
import type { PacketCounters } from "./stall.ts";

/** Packets that say nothing, and in each second: ARP, neighbour discovery and the like go on on a dead line. */
const chatterPackets = 2;
const chatterPerS = 4;

/** A line that has been used may be much less so when its buffer is full, but not by more than this. */
const leastShare = 0.03;

/** Packets are counted at least so long before they decide. */
const leastMs = 150;

/** The suspected path after its device's counters were read; `reading` is null where it has none. */
function withInflow(path: PathState, reading: PacketCounters | null, nowMs: number): PathState {
  const silence = path.silence as Silence;
  const now = { atMs: nowMs, packets: reading?.rxPackets ?? 0 };
  const inflow =
    reading == null || silence.inflow == null
      ? {
          fromMs: reading == null ? 0 : nowMs,
          fromPackets: now.packets,
          perSBefore: path.stall?.rxPerS ?? 0,
          ...now,
        }
      : { ...silence.inflow, ...now };
  return { ...path, silence: { ...silence, inflow } };
}

/** Whether the counters have been read right now. */
function isInflowKnown(silence: Silence, nowMs: number): boolean {
  return silence.inflow?.atMs == nowMs;
}

/** Whether more comes in than on a dead line, or it is too early to tell. */
function isFlowing(silence: Silence): boolean {
  const inflow = silence.inflow;
  const lastedMs = inflow == null ? 0 : inflow.atMs - inflow.fromMs;
  if (inflow == null || lastedMs < leastMs) {
    return true;
  }
  const perS = max(chatterPerS, inflow.perSBefore * leastShare);
  return inflow.packets - inflow.fromPackets > chatterPackets + ratio(perS * lastedMs, 1000);
}

export { isFlowing, isInflowKnown, withInflow };
