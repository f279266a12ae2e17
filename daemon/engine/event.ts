/** What goes into the engine and what comes out. Times are monotonic milliseconds. */
import type { Config, Family, InterfaceFacts } from "../../shared/domain.ts";
import type { RoutePlan } from "./plan.ts";
import type { PacketCounters } from "./stall.ts";
import type { Slots } from "./slots.ts";
import type { State } from "./state.ts";

type Event =
  /** A new configuration; `slots` are those a predecessor used, for sections not known yet. */
  | { kind: "config"; nowMs: number; config: Config; slots: Slots }
  /** All that netifd knows, by logical interface. */
  | { kind: "facts"; nowMs: number; facts: { [name: string]: InterfaceFacts } }
  | {
      kind: "reply";
      nowMs: number;
      section: string;
      family: Family;
      sequence: number;
      rttUs: number;
    }
  /** The probe could not be sent; it counts as lost at once. */
  | { kind: "sendFailed"; nowMs: number; section: string; family: Family; sequence: number }
  /** Counters of the watched device, about once a second. */
  | ({ kind: "counters"; nowMs: number; section: string; family: Family } & PacketCounters)
  /** The plan was carried out, but for the tables named. */
  | { kind: "applied"; nowMs: number; failedTables: number[] }
  /** Somebody else removed routes or rules of ours. */
  | { kind: "kernelChanged"; nowMs: number }
  /** The time asked for by `wakeAt` has come. */
  | { kind: "tick"; nowMs: number };

type Effect =
  | {
      kind: "sendProbe";
      section: string;
      family: Family;
      device: string;
      /** Source address of the probe. */
      address: string;
      target: string;
      sequence: number;
    }
  | { kind: "applyPlan"; plan: RoutePlan }
  | { kind: "log"; level: "notice" | "warning"; text: string }
  /** The state that others may see has changed, or is due to be shown again. */
  | { kind: "publish" }
  /** Read this device's packet counters every second from now on; null ends it. */
  | { kind: "watchTraffic"; section: string | null; family: Family; device: string | null }
  /** Send a `tick` at this time; replaces the one asked for before. */
  | { kind: "wakeAt"; atMs: number };

/** One step under way: counters and effects it gathers before it becomes a new state. */
interface Turn {
  nowMs: number;
  effects: Effect[];
  lastSequence: number;
  lastRound: number;
  /** Section whose path the event is about; null when it may be any. */
  section: string | null;
  /** Whether every path must be looked at, not only those concerned or due. */
  sweeping: boolean;
  /** Whether something to be published at once has changed. */
  changed: boolean;
  /** Whether there are new measurements to publish soon. */
  measured: boolean;
  /** Whether something that choice and plan depend on may have changed: most steps only count. */
  decisive: boolean;
}

function turnOf(state: State, nowMs: number): Turn {
  return {
    nowMs,
    effects: [],
    lastSequence: state.lastSequence,
    lastRound: state.lastRound,
    section: null,
    sweeping: false,
    changed: false,
    measured: false,
    decisive: false,
  };
}

export { turnOf };
export type { Event, Effect, Turn };
