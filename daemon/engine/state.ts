/** The engine's state. It changes only by `step`, which makes a new one. */
import type {
  Config,
  Family,
  FamilyFacts,
  Health,
  InterfaceFacts,
  OverrideKind,
  UplinkConfig,
  UplinkStatusWord,
  Warning,
} from "../../shared/domain.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import type { HostRoute, MainDefault } from "./foreign-default.ts";
import type { MarkingPlan } from "./marking.ts";
import type { ForeignRule } from "./neighbours.ts";
import type { RoutePlan } from "./plan.ts";

/** One probe that was sent and neither answered nor given up yet. */
interface Probe {
  target: string;
  /** 1 to 65535; finds the probe when its reply comes. */
  sequence: number;
  /** When it leaves, or left. */
  sentAtMs: number;
  /** The round it belongs to. */
  round: number;
}

/**
 * What became of the probes to one target in one round: how many were answered and lost, the sum of the
 * round-trip times in microseconds, the sum of the differences between consecutive ones, and how many
 * differences there are. A list, because on ucode an object takes five times the memory; daemon/engine/window.ts
 * names its places.
 */
type Tally = [number, number, number, number, number];

/** The tallies of one round by target. */
interface RoundTally {
  [target: string]: Tally;
}

/** The latest rounds, oldest first, and the one under way or just over, with the sums of them all. */
interface Window {
  rounds: RoundTally[];
  open: RoundTally;
  totals: RoundTally;
}

/** What is known of a target on one path. */
interface TargetState {
  lastRttUs: number | null;
  /** Probes lost since it answered last. */
  lostInRow: number;
}

/** Probes to all targets, some of them perhaps still to leave. */
interface Round {
  number: number;
  startedAtMs: number;
  /** Targets that have answered. */
  answeredBy: string[];
  /** Whether it has been judged; its last probes may still be on their way. */
  judged: boolean;
}

/** Smoothed round-trip time and its variation. */
interface RoundTrip {
  srttUs: number;
  rttvarUs: number;
}

/** Packets that came in through a device while its probes went unanswered. */
interface Inflow {
  /** First and latest reading of the counter since the suspicion began. */
  fromMs: number;
  fromPackets: number;
  atMs: number;
  packets: number;
  /** Packets in a second before the suspicion; 0 where nobody counted. */
  perSBefore: number;
}

/** An online path under suspicion: since a probe went out, nothing has come back. */
interface Silence {
  /** When the first unanswered probe was sent. */
  sinceMs: number;
  /** Probes since then that have been given up. */
  lostCount: number;
  /** Unanswered probes that make it offline. */
  neededCount: number;
  nextBurstAtMs: number;
  /** Null until the counters have been read. */
  inflow: Inflow | null;
}

/** The device's packet counters as last read, and since when only the outgoing ones move. */
interface Stall {
  rxPackets: number;
  txPackets: number;
  countedAtMs: number;
  /** Packets that come in each second, of late. */
  rxPerS: number;
  sinceMs: number | null;
  /** When a round was started for it last. */
  actedAtMs: number | null;
  /** `rxPackets` when the last round began. */
  roundRxPackets: number;
}

/** How much a path has flapped; the figure halves with time. */
interface Penalty {
  /** The figure at `atMs`. */
  value: number;
  atMs: number;
  /** Until when the path is used last; null when it never had to be. */
  releaseAtMs: number | null;
}

/** An uplink for one family: what is known of it and how it is judged. */
interface PathState {
  family: Family;
  /** Null where the interface has nothing of this family. */
  facts: InterfaceFacts | null;
  /** Its latest device, also while it has none: routes through it may be there a moment longer. */
  lastDevice: string | null;
  health: Health;
  /** The state as published: netifd's and our own verdict together. */
  status: UplinkStatusWord;
  /** Since when; null while nothing is known. */
  sinceMs: number | null;
  /** The state that was told of last: `status`, or `degraded` for one that is up. */
  word: UplinkStatusWord | "degraded";
  /** Why, in words; empty until netifd has been heard. */
  reason: string;
  /** Rounds of the same outcome in a row; positive for good ones, negative for bad ones. */
  streak: number;
  /** Rounds in a row of good quality while it is degraded. */
  calmRounds: number;
  /** Since when it has been online or degraded without a break; null while it is not. */
  onlineSinceMs: number | null;
  round: Round | null;
  nextRoundAtMs: number;
  inFlight: Probe[];
  /** What was wrong with the latest answer that was none, in words; null since there has been a good one. */
  complaint: string | null;
  /** Probes given up a while ago: a reply that comes all the same counts. */
  late: Probe[];
  /** Probes that left before this are in the window's sums already, as a gap. */
  gapEndMs: number;
  window: Window;
  targets: { [target: string]: TargetState };
  /** Targets set aside because they answer on no uplink while others do. */
  blamed: string[];
  lastCheckMs: number | null;
  /** Null before the first reply. */
  roundTrip: RoundTrip | null;
  /** When the youngest answered probe was sent. */
  heardSentAtMs: number | null;
  silence: Silence | null;
  /** Null until its traffic has been looked at. */
  stall: Stall | null;
  /** Scores of the latest rounds, oldest first. */
  scores: number[];
  /** Whether its loss is at or above the hard limit. */
  hopeless: boolean;
  penalty: Penalty;
  /** Since when it is watched. */
  bornAtMs: number;
  /** Whether its probe table is known to lead through it. */
  led: boolean;
  /** When it needs attention next without any news, or null. */
  dueAtMs: number | null;
}

interface UplinkState {
  config: UplinkConfig;
  /** Number behind its tables and mark. */
  slot: number;
  /** Addresses to probe by family: those of the configuration that are not the router's own. */
  targets: { [family in Family]: string[] };
  paths: { [family in Family]?: PathState };
}

/** Which uplink carries new connections, for one family. */
interface Choice {
  /** `undecided` until the first probes have been judged: then nothing is changed. */
  kind: "undecided" | "none" | "use";
  section: string | null;
  reason: string;
  /** Since when `section` has been in use; null before anything was. */
  sinceMs: number | null;
}

/** An order of a person. */
interface Override {
  kind: OverrideKind;
  /** Null until further notice. */
  untilMs: number | null;
}

/** By section name. */
interface Overrides {
  [section: string]: Override;
}

/** What the kernel was last asked to hold for one family. */
interface Routing {
  plan: RoutePlan | null;
  /** `due`: to be asked for; `asked`: nobody has said yet what came of it; `tried`: the kernel has answered. */
  stage: "due" | "asked" | "tried";
  /** Tables of the plan that the kernel refused. */
  failedTables: number[];
  /** When to ask again after a failure, or null. */
  retryAtMs: number | null;
  /** Whether the plan was in force before: what it still has to change, others have changed. */
  isRepair: boolean;
}

/** How often others' changes were undone lately. */
interface Repairs {
  /** When the second began in which they are counted. */
  fromMs: number;
  count: number;
  /** When there were too many last, or null. */
  contestedAtMs: number | null;
}

/** How the marking that was last asked for is getting on. */
interface MarkingCare {
  /** Since when it is in force; null while it is not. */
  sinceMs: number | null;
  /** When to ask for it again, or null. */
  retryAtMs: number | null;
  /** How long the latest wait for that was. */
  waitMs: number;
}

/** What others have in the kernel for one family. */
interface Neighbours {
  rules: ForeignRule[];
  /** Tables of ours that have routes of others. */
  takenTables: number[];
  /** Ways to everywhere in table main, in the kernel's order; those for some sources only are not among them. */
  defaults: MainDefault[];
  /** Routes in table main to the peers of tunnels, as it seems. */
  hosts: HostRoute[];
}

interface State {
  config: Config | null;
  /** How the configured mask is divided; null with `config`. */
  marks: MarkLayout | null;
  /** What netifd said last, by logical interface; null until it has been heard. */
  facts: { [name: string]: FamilyFacts } | null;
  /** By section name. */
  uplinks: { [section: string]: UplinkState };
  overrides: Overrides;
  choices: { [family in Family]: Choice };
  routing: { [family in Family]: Routing };
  neighbours: { [family in Family]: Neighbours };
  /** The marking that was last asked for, and why it is not in force; null when it is. */
  marking: MarkingPlan | null;
  markingFailure: string | null;
  markingCare: MarkingCare;
  repairs: Repairs;
  /** What the shells have found to warn of. */
  found: Warning[];
  /** Whether the firewall gives IPv6 of the house other addresses on its way out. */
  translatesIpv6: boolean;
  /** When time alone may change the choice, or null. */
  reviewAtMs: number | null;
  lastSequence: number;
  lastRound: number;
  /** Devices whose traffic is watched, by section. */
  watched: { [section: string]: string };
  /** When a publication is due at the latest. */
  publishAtMs: number;
  /** When it was published last whether somebody was looking or not. */
  shownAtMs: number;
}

/** Families that are measured and routed, in the order in which they are shown. */
const families: Family[] = ["ipv4", "ipv6"];

function firstChoice(): Choice {
  return { kind: "undecided", section: null, reason: "starting", sinceMs: null };
}

function firstRouting(): Routing {
  return {
    plan: null,
    stage: "due",
    failedTables: [],
    retryAtMs: null,
    isRepair: false,
  };
}

const noNeighbours: Neighbours = { rules: [], takenTables: [], defaults: [], hosts: [] };

const initialState: State = {
  config: null,
  marks: null,
  facts: null,
  uplinks: {},
  overrides: {},
  choices: { ipv4: firstChoice(), ipv6: firstChoice() },
  routing: { ipv4: firstRouting(), ipv6: firstRouting() },
  neighbours: { ipv4: noNeighbours, ipv6: noNeighbours },
  marking: null,
  markingFailure: null,
  markingCare: { sinceMs: null, retryAtMs: null, waitMs: 0 },
  repairs: { fromMs: 0, count: 0, contestedAtMs: null },
  found: [],
  translatesIpv6: false,
  reviewAtMs: null,
  lastSequence: 0,
  lastRound: 0,
  watched: {},
  publishAtMs: 0,
  shownAtMs: 0,
};

export { families, initialState };
export type {
  Probe,
  Tally,
  RoundTally,
  Window,
  TargetState,
  Round,
  RoundTrip,
  Inflow,
  Silence,
  Stall,
  Penalty,
  PathState,
  UplinkState,
  Choice,
  Override,
  Overrides,
  Neighbours,
  Routing,
  Repairs,
  MarkingCare,
  State,
};
