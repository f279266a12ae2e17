/**
 * What can be asked of the ubus object `mini-mwan`, and what it answers. Fields are snake_case as
 * everywhere on ubus. Errors are ubus status codes with a `message` beside them.
 */
import type {
  Family,
  Health,
  Mode,
  OverrideKind,
  Problem,
  TargetWord,
  UplinkStatusWord,
} from "./domain.ts";
import type { EventReply } from "./queries.ts";

const objectName = "mini-mwan";

/** The running daemon's own object, which the plugin asks. */
const daemonObjectName = "mini-mwan.daemon";

/**
 * Every method: whether it only reads, which is the ACL's group it is in, and its arguments with an
 * example each, whose type is what ubus accepts. Whole numbers have 32 bits. None has to be given as far
 * as ubus is concerned; a method that misses one says so.
 */
const methods = {
  status: { reads: true, args: { since: 0 } },
  config: { reads: true, args: {} },
  interfaces: { reads: true, args: {} },
  validate: { reads: true, args: { sections: [] } },
  history: { reads: true, args: { section: "", family: "", span: "" } },
  events: { reads: true, args: { since: 0 } },
  explain: {
    reads: true,
    args: { src: "", dst: "", proto: "", sport: 0, dport: 0, family: "" },
  },
  what_if: { reads: true, args: { down: [] } },
  diagnostics: { reads: true, args: {} },
  control: { reads: false, args: { action: "" } },
  use: { reads: false, args: { section: "", action: "", for: 0 } },
  probe: { reads: false, args: { section: "" } },
} as const;

/** Actions of `control`, the service's own commands. */
const controlActions = ["start", "stop", "restart", "reload", "enable", "disable"] as const;

type MethodName = keyof typeof methods;
type ControlAction = (typeof controlActions)[number];

/** Codes of warnings for which an uplink cannot stand in for another although its probes are answered. */
const obstacleCodes: readonly string[] = [
  "no_zone",
  "no_masquerading",
  "no_forwarding",
  "same_device",
  "address_conflict",
];

/** Status codes of ubus as it defines them (libubox, ubusmsg.h). */
const ubusStatus = {
  ok: 0,
  invalidCommand: 1,
  invalidArgument: 2,
  methodNotFound: 3,
  notFound: 4,
  noData: 5,
  permissionDenied: 6,
  timeout: 7,
  notSupported: 8,
  unknownError: 9,
} as const;

/** Whether somebody is publishing: `stale` when the status file is there but too old or broken. */
type ServiceState = "running" | "stale" | "stopped";

interface TargetReply {
  target: string;
  state: TargetWord;
  latency_ms: number | null;
  loss_pct: number | null;
}

/** One family of an uplink. Times are seconds since 1970. */
interface PathReply {
  status: UplinkStatusWord;
  health: Health;
  active: boolean;
  share_pct: number;
  reason: string;
  status_since: number | null;
  last_check: number | null;
  latency_ms: number | null;
  jitter_ms: number | null;
  loss_pct: number | null;
  score: number | null;
  gateway: string | null;
  address: string | null;
  targets: TargetReply[];
  suppressed_until: number | null;
}

interface OverrideReply {
  kind: OverrideKind;
  until: number | null;
}

interface UplinkStatusReply extends PathReply {
  section: string;
  interface: string;
  /** What people call it. */
  label: string;
  /** Family of the fields of `PathReply`. */
  family: Family;
  device: string | null;
  ipv6: PathReply | null;
  rx_bytes: number | null;
  tx_bytes: number | null;
  metric: number | null;
  weight: number | null;
  metered: boolean;
  override: OverrideReply | null;
}

/** What keeps Mini-MWAN from doing what is asked. A newer daemon may know codes that older readers do not. */
interface WarningReply {
  /** The uplink concerned, or null for the router as a whole. */
  section: string | null;
  code: string;
  /** One sentence that names the remedy. */
  message: string;
}

interface StatusArgs {
  /** Only events after the one with this id, 0 for all; left out: no events. */
  since?: number;
}

interface StatusReply {
  service: ServiceState;
  /** Why it is stale or stopped, in words; null while running. */
  message: string | null;
  /** The router's clock now, seconds since 1970: ages are differences to it. */
  now: number;
  /** When the daemon last published, seconds since 1970. */
  timestamp: number | null;
  version: string | null;
  mode: Mode | null;
  check_interval: number | null;
  /** Last change of the choice, in words. */
  reason: string | null;
  /** When new connections last changed their uplink, seconds since 1970. */
  active_since: number | null;
  /** What does not work as configured, in words; null when all does. */
  notice: string | null;
  warnings: WarningReply[];
  uplinks: UplinkStatusReply[];
  /** Oldest first, those after `since`; none without it. */
  events: EventReply[];
  /** Id of the latest event, to be asked `since` next time; 0 when there is none. */
  last_event: number;
}

/** Where an effective value comes from: the file, the default, or the default in place of a bad one. */
type Origin = "set" | "default" | "replaced";

interface EffectiveOption {
  value: string | number | boolean | readonly string[] | null;
  origin: Origin;
}

/** By option name. */
interface EffectiveOptions {
  [option: string]: EffectiveOption;
}

interface EffectiveSection {
  section: string;
  options: EffectiveOptions;
}

interface ConfigReply {
  global: EffectiveSection;
  interfaces: EffectiveSection[];
  rules: EffectiveSection[];
  problems: Problem[];
  /** What would make a switch to an uplink fail, as the router is set now. */
  warnings: WarningReply[];
}

interface ControlArgs {
  action: ControlAction;
}

interface ControlReply {
  action: ControlAction;
  /** The command runs in the background; `status` shows what came of it. */
  accepted: boolean;
}

export { daemonObjectName, objectName, methods, controlActions, obstacleCodes, ubusStatus };
export type {
  MethodName,
  ControlAction,
  ServiceState,
  TargetReply,
  PathReply,
  OverrideReply,
  UplinkStatusReply,
  WarningReply,
  StatusArgs,
  StatusReply,
  Origin,
  EffectiveOption,
  EffectiveOptions,
  EffectiveSection,
  ConfigReply,
  ControlArgs,
  ControlReply,
};
