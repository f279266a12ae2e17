/** What goes into the engine and what comes out. Times are monotonic milliseconds. */
import type {
  Config,
  Family,
  FamilyFacts,
  OverrideKind,
  ProbeMethod,
  Transition,
  Warning,
} from "../../shared/domain.ts";
import type { MarkingPlan } from "./marking.ts";
import type { RoutePlan } from "./plan.ts";
import type { PacketCounters } from "./stall.ts";
import type { Slots } from "./slots.ts";
import type { Neighbours, Overrides, State } from "./state.ts";

/** What can be ordered for an uplink; `auto` takes an order back. */
type OverrideAction = OverrideKind | "auto";

/** One answered probe. */
interface Reply {
  sequence: number;
  rttUs: number;
}

type Event =
  /** A new configuration; `slots` are those a predecessor used, for sections not known yet. */
  | { kind: "config"; nowMs: number; config: Config; slots: Slots }
  /** All that netifd knows, by logical interface. */
  | { kind: "facts"; nowMs: number; facts: { [name: string]: FamilyFacts } }
  /** Orders that were given to a predecessor. */
  | { kind: "overrides"; nowMs: number; overrides: Overrides }
  /** An order of a person; `forMs` null means until further notice. */
  | {
      kind: "override";
      nowMs: number;
      section: string;
      action: OverrideAction;
      forMs: number | null;
    }
  /** Somebody wants this uplink, or all of them, to be checked now. */
  | { kind: "check"; nowMs: number; section: string | null }
  /** Probes of one path were answered. */
  | { kind: "replies"; nowMs: number; section: string; family: Family; replies: Reply[] }
  /** The probe could not be sent, or what came is no good answer, as `reason` says; it is lost at once. */
  | {
      kind: "probeFailed";
      nowMs: number;
      section: string;
      family: Family;
      sequence: number;
      reason: string;
    }
  /** These probes, so many from this number on, have left only now, later than they were to. */
  | {
      kind: "sent";
      nowMs: number;
      section: string;
      family: Family;
      sequence: number;
      count: number;
    }
  /** Readings of an uplink's device that may matter, oldest first; none where it has no counters. */
  | { kind: "counters"; nowMs: number; section: string; readings: PacketCounters[] }
  /** The plan was carried out by so many changes, but for the tables named. */
  | {
      kind: "applied";
      nowMs: number;
      family: Family;
      failedTables: number[];
      changeCount: number;
    }
  /** The marking was carried out; `failure` says why it was not, or why it is no longer in force. */
  | { kind: "marked"; nowMs: number; failure: string | null }
  /** All that there is to warn of in the configuration and in the router's settings. */
  | { kind: "found"; nowMs: number; warnings: Warning[]; translatesIpv6: boolean }
  /** What has been seen anew of what others have in the kernel. */
  | { kind: "neighbours"; nowMs: number; family: Family; seen: Partial<Neighbours> }
  /** Somebody else changed or removed routes or rules of ours, or may have. */
  | { kind: "kernelChanged"; nowMs: number }
  /** The time asked for by `wakeAt` has come. */
  | { kind: "tick"; nowMs: number };

type Effect =
  /** A probe to each target. */
  | {
      kind: "sendProbes";
      /** When they are to leave. */
      atMs: number;
      section: string;
      family: Family;
      method: ProbeMethod;
      device: string;
      /** Source address of the probes. */
      address: string;
      targets: string[];
      /** Null for icmp. */
      port: number | null;
      httpHost: string;
      httpPath: string;
      /** Of the probe to the first target; the others' follow. */
      sequence: number;
      mark: number;
      timeoutMs: number;
    }
  | { kind: "applyPlan"; plan: RoutePlan }
  /** Flow marks and weights; null takes them away. */
  | { kind: "applyMarking"; plan: MarkingPlan | null }
  /** Something that others want to hear of: the log, ubus, hooks. */
  | { kind: "transition"; transition: Transition }
  /** Keep these for a successor. */
  | { kind: "saveOverrides"; overrides: Overrides }
  /** A path's round has been judged: a sample for its history. */
  | { kind: "sample"; section: string; family: Family }
  /**
   * The state that others may see has changed or is due to be shown again; `onlyForReaders` when there are
   * only new measurements, which can wait while nobody looks.
   */
  | { kind: "publish"; onlyForReaders: boolean }
  /** Read the packet counters of this uplink's device now, and tell by `counters`. */
  | { kind: "readCounters"; section: string; device: string }
  /** Read the packet counters of these devices every second from now on, by section. */
  | { kind: "watchTraffic"; devices: { [section: string]: string } }
  /** Send a `tick` at this time; replaces the one asked for before. */
  | { kind: "wakeAt"; atMs: number };

/** One step under way: counters and effects it gathers before it becomes a new state. */
interface Turn {
  nowMs: number;
  effects: Effect[];
  lastSequence: number;
  lastRound: number;
  /** Section whose paths the event is about; null when it is about none in particular. */
  section: string | null;
  /** Family of the path it is about; null when both are. */
  family: Family | null;
  /** Whether paths whose time has come are looked at too. */
  ticking: boolean;
  /** Whether every path must be looked at, not only those concerned or due. */
  sweeping: boolean;
  /** Whether something to be published at once has changed. */
  changed: boolean;
  /** Whether there are new measurements to publish soon. */
  measured: boolean;
  /** Whether something that choice and plan depend on may have changed: most steps only count. */
  decisive: boolean;
  /** Whether the event only added to the figures of its path: nothing can follow from it. */
  counting: boolean;
  /** Whether a target may have begun or ceased to be silent. */
  targetsChanged: boolean;
}

function turnOf(state: State, nowMs: number): Turn {
  return {
    nowMs,
    effects: [],
    lastSequence: state.lastSequence,
    lastRound: state.lastRound,
    section: null,
    family: null,
    ticking: false,
    sweeping: false,
    changed: false,
    measured: false,
    decisive: false,
    counting: false,
    targetsChanged: false,
  };
}

export { turnOf };
export type { Event, Effect, Reply, Turn, OverrideAction };
