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

const objectName = "mini-mwan";

/** Every method, and whether it only reads: the ACL's two groups come from here. */
const methods = {
  status: { reads: true },
  config: { reads: true },
  control: { reads: false },
} as const;

/** Actions of `control`, the service's own commands. */
const controlActions = ["start", "stop", "restart", "reload", "enable", "disable"] as const;

type MethodName = keyof typeof methods;
type ControlAction = (typeof controlActions)[number];

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
  uplinks: UplinkStatusReply[];
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
  problems: Problem[];
}

interface ControlReply {
  action: ControlAction;
  /** The command runs in the background; `status` shows what came of it. */
  accepted: boolean;
}

export { objectName, methods, controlActions, ubusStatus };
export type {
  MethodName,
  ControlAction,
  ServiceState,
  TargetReply,
  PathReply,
  OverrideReply,
  UplinkStatusReply,
  StatusReply,
  Origin,
  EffectiveOption,
  EffectiveOptions,
  EffectiveSection,
  ConfigReply,
  ControlReply,
};
