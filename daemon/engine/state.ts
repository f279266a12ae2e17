/** The engine's state. It changes only by `step`, which makes a new one. */
import type {
  Config,
  Family,
  Health,
  InterfaceFacts,
  UplinkConfig,
  UplinkStatusWord,
} from "../../shared/domain.ts";
import type { RoutePlan } from "./plan.ts";

/** One probe that was sent and neither answered nor given up yet. */
interface Probe {
  target: string;
  /** 1 to 65535; finds the probe when its reply comes. */
  sequence: number;
  sentAtMs: number;
  /** The round it belongs to. */
  round: number;
}

/** What became of a probe (RFC 2330: a singleton). */
interface ProbeResult {
  target: string;
  sentAtMs: number;
  /** Round-trip time, or null when it was lost. */
  rttUs: number | null;
}

/** Probes to all targets, some of them still to be sent. */
interface Round {
  number: number;
  startedAtMs: number;
  /** Probes sent to each target so far. */
  sentCount: number;
  /** Whether it has been judged; its last probes may still be on their way. */
  judged: boolean;
}

/** An online uplink under suspicion: since a probe went out, nothing has come back. */
interface Silence {
  /** When the first unanswered probe was sent. */
  sinceMs: number;
  /** Probes since then that have been given up. */
  lostCount: number;
  /** Unanswered probes that make it offline. */
  neededCount: number;
  nextBurstAtMs: number;
}

/** The device's packet counters as last read, and since when only the outgoing ones move. */
interface Stall {
  rxPackets: number;
  txPackets: number;
  countedAtMs: number;
  sinceMs: number | null;
  /** When a round was started for it last. */
  actedAtMs: number | null;
}

/** An uplink for one family: what is known of it and how it is judged. */
interface PathState {
  facts: InterfaceFacts | null;
  health: Health;
  /** The state as published: netifd's and our own verdict together. */
  status: UplinkStatusWord;
  /** Since when; null while nothing is known. */
  sinceMs: number | null;
  /** Why, in words; empty until netifd has been heard. */
  reason: string;
  /** Rounds of the same outcome in a row; positive for good ones, negative for bad ones. */
  streak: number;
  round: Round | null;
  nextRoundAtMs: number;
  inFlight: Probe[];
  /** The latest results, oldest first. */
  window: ProbeResult[];
  lastCheckMs: number | null;
  /** Smoothed round-trip time and its variation; null before the first reply. */
  srttUs: number | null;
  rttvarUs: number | null;
  /** When the youngest answered probe was sent. */
  heardSentAtMs: number | null;
  silence: Silence | null;
  /** Null until its traffic has been looked at. */
  stall: Stall | null;
  /** When it needs attention next without any news, or null. */
  dueAtMs: number | null;
}

interface UplinkState {
  config: UplinkConfig;
  /** Number behind its tables and mark. */
  slot: number;
  paths: { [family in Family]?: PathState };
}

/** Which uplink carries new connections, for one family. */
interface Choice {
  /** `undecided` until the first probes have been judged: then nothing is changed. */
  kind: "undecided" | "none" | "use";
  section: string | null;
  reason: string;
}

interface State {
  config: Config | null;
  /** What netifd said last, by logical interface; null until it has been heard. */
  facts: { [name: string]: InterfaceFacts } | null;
  /** By section name. */
  uplinks: { [section: string]: UplinkState };
  choice: Choice;
  /** What the kernel was last asked to hold. */
  plan: RoutePlan | null;
  /** Whether it has been tried; false means that it is due. */
  applied: boolean;
  /** Tables of the plan that the kernel refused. */
  failedTables: number[];
  /** When to ask again after a failure, or null. */
  retryAtMs: number | null;
  lastSequence: number;
  lastRound: number;
  /** Device whose traffic is watched. */
  watchedDevice: string | null;
  /** When a publication is due at the latest. */
  publishAtMs: number;
}

/** Families that are measured and routed. */
const families: Family[] = ["ipv4"];

const initialState: State = {
  config: null,
  facts: null,
  uplinks: {},
  choice: { kind: "undecided", section: null, reason: "starting" },
  plan: null,
  applied: false,
  failedTables: [],
  retryAtMs: null,
  lastSequence: 0,
  lastRound: 0,
  watchedDevice: null,
  publishAtMs: 0,
};

export { families, initialState };
export type { Probe, ProbeResult, Round, Silence, Stall, PathState, UplinkState, Choice, State };
