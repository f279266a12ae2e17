/** Domain types of Mini-MWAN. Unknown is `null`; units are in the names; see docs/glossary.md. */

/** How the daemon chooses among its uplinks. */
type Mode = "failover" | "multi-uplink" | "quality";

/** Uplinks are measured, judged and routed separately for each family. */
type Family = "ipv4" | "ipv6";

/** How a target is probed: echo, TCP connection, DNS query, or a GET answered by 200 or 204. */
type ProbeMethod = "icmp" | "tcp" | "dns" | "http";

/** What stays on one uplink in mode `multi-uplink`: a client with a site, a client, or one flow. */
type BalanceBy = "site" | "client" | "flow";

/** Whether a default route of others, as a VPN's, keeps the traffic that it would have without Mini-MWAN. */
type ForeignDefault = "respect" | "override";

/** What a person can order for an uplink, for a while or until told otherwise. */
type OverrideKind = "force" | "drain" | "disable";

/**
 * Judged state of an uplink: what its probes say. `unknown` until the first round has ended,
 * `degraded` while it answers with too much loss or delay.
 */
type Health = "unknown" | "online" | "degraded" | "offline";

/**
 * State as published, the words of the original Mini-MWAN: `interface_down` when netifd has no usable
 * interface, `disabled` when the configuration says so.
 */
type UplinkStatusWord = "up" | "down" | "interface_down" | "disabled" | "unknown";

/** Settings of all uplinks together. */
interface GlobalConfig {
  enabled: boolean;
  mode: Mode;
  /** Seconds between two rounds of probes. */
  checkIntervalS: number;
  /** How long a better uplink must have been online before it is returned to. */
  failbackDelayS: number;
  flapDamping: boolean;
  balanceBy: BalanceBy;
  /** Rounds whose scores are averaged. */
  smoothWindow: number;
  /** By how much a challenger's score must be lower. */
  hysteresis: number;
  lossDivisor: number;
  /** Loss from which an uplink is used only when there is nothing better. */
  hardLossLimitPct: number;
  /** What becomes of ordinary traffic where the best default route is somebody else's. */
  foreignDefault: ForeignDefault;
  /** Bits of the firewall mark that are ours: one run of at least four. */
  markMask: number;
}

/** Settings of one uplink. */
interface UplinkConfig {
  /** Name of the UCI section; the uplink's identity. */
  section: string;
  enabled: boolean;
  /** netifd's logical interface. */
  interface: string;
  /** What people read: any printable text. */
  label: string;
  /** Families to watch and route. */
  families: Family[];
  /** Addresses to probe by family; at least one each. */
  targets: { [family in Family]: string[] };
  probeMethod: ProbeMethod;
  /** Null for icmp. */
  probePort: number | null;
  httpHost: string;
  httpPath: string;
  /** Targets that must answer in a round. */
  reliability: number;
  /** Probes to each target in a round. */
  pingCount: number;
  pingTimeoutS: number;
  /** Order in mode `failover`; the lowest is used first. */
  metric: number;
  weight: number;
  /** Rounds' worth of unanswered probes in a row that make it offline. */
  fall: number;
  /** Good rounds in a row that make it online again. */
  rise: number;
  /** Thresholds to become `degraded` and to be good again; the second is never the higher one. */
  failureLossPct: number;
  recoveryLossPct: number;
  failureLatencyMs: number;
  recoveryLatencyMs: number;
  /** Added to the score. */
  bias: number;
  metered: boolean;
}

/** Ports `from` to `to`, both included; 1 to 65534, as far as the kernel's rules go. */
interface PortRange {
  from: number;
  to: number;
}

/** What a policy rule can ask of a packet's protocol. */
type RuleProtocol = "tcp" | "udp" | "icmp";

/** Which uplink chosen traffic takes. What is null or empty matches everything. */
interface PolicyRule {
  /** Name of the UCI section. */
  section: string;
  /** Families it is for; at least one. */
  families: Family[];
  /** Address or prefix as the kernel writes it, of the only family there is then. */
  source: string | null;
  destination: string | null;
  protocols: RuleProtocol[];
  sourcePorts: PortRange | null;
  destinationPorts: PortRange | null;
  /** Section of its uplink; null for one that is not there, which only a rule that refuses can have. */
  use: string | null;
  /** Whether the traffic is refused while its uplink is down, instead of taking the one in use. */
  refuses: boolean;
}

/** The effective configuration: every value valid, bad sections left out. */
interface Config {
  global: GlobalConfig;
  uplinks: UplinkConfig[];
  /** Those that are switched on; the first that matches a packet counts. */
  rules: PolicyRule[];
}

/** Something wrong in the configuration, told so that a person can mend it. */
interface Problem {
  /** UCI section, or null when it concerns the whole file. */
  section: string | null;
  /** UCI option, or null when it concerns the whole section. */
  option: string | null;
  message: string;
}

/** What a warning is about, for programs and for translation. */
type WarningCode =
  | "config_problem"
  /** A target is an address of the router itself. */
  | "target_is_own"
  | "route_contested"
  | "device_not_marked"
  | "foreign_default"
  | "foreign_overridden"
  // What would make a switch fail: shared/router/readiness.ts.
  | "unknown_interface"
  | "no_default_route"
  | "no_zone"
  | "no_masquerading"
  | "no_forwarding"
  | "same_device"
  | "address_conflict"
  /** A rule of another program that ours keep from its meaning. */
  | "rule_not_followed"
  /** Others use firewall marks, or routing tables, that are ours. */
  | "mark_taken"
  | "table_taken";

/**
 * Something outside or in the configuration that keeps Mini-MWAN from doing what is asked. It says nothing
 * that changes by itself, such as a time: the log tells each once.
 */
interface Warning {
  /** The uplink concerned, or null for the router as a whole. */
  section: string | null;
  code: WarningCode;
  /** One sentence that names the remedy, without a full stop. */
  message: string;
}

/** What netifd and the kernel say of an interface, for one family. */
interface InterfaceFacts {
  /** netifd's logical interface. */
  interface: string;
  /** netifd considers it up. */
  up: boolean;
  /** Layer-3 device, or null when there is none. */
  device: string | null;
  /** Whether the device's link is there; null when it cannot be told. */
  carrier: boolean | null;
  /** The address that probes and source rules use, without prefix. */
  address: string | null;
  /**
   * Addresses and delegated prefixes (`2001:db8:7::/56`) whose traffic belongs to this interface;
   * `address` is among them.
   */
  sources: string[];
  /** Whether netifd has a default route through it. */
  hasDefaultRoute: boolean;
  /** Next hop of that route; null on point-to-point devices. */
  gateway: string | null;
  /** Whether it runs over another connection, as WireGuard does. */
  isTunnel: boolean;
  /** Single addresses that netifd was told to route through it: they are no peers of tunnels. */
  hostRoutes: string[];
}

/** Both families of one interface; null where it has nothing of that family. */
type FamilyFacts = { [family in Family]: InterfaceFacts | null };

/** Counters of a device since it was made. */
interface Traffic {
  rxBytes: number;
  txBytes: number;
}

/** Statistics of the results in a window; null where there is nothing to tell from. */
interface LinkQuality {
  /** Mean round-trip time. */
  latencyMs: number | null;
  /** Mean absolute difference of consecutive round-trip times (RFC 3393 applied to round trips). */
  jitterMs: number | null;
  /** Lost of answered and lost, 0 to 100; probes in flight do not count (RFC 6673). */
  lossPct: number | null;
}

/**
 * How a target does on one path: `silent` when its last probes were lost, `blamed` when it is silent on
 * every uplink while others answer, so that it does not count.
 */
type TargetWord = "unknown" | "answers" | "silent" | "blamed";

interface TargetStatus {
  target: string;
  state: TargetWord;
  latencyMs: number | null;
  lossPct: number | null;
}

/** An order of a person in force. `until` in seconds since 1970; null until further notice. */
interface OverrideStatus {
  kind: OverrideKind;
  until: number | null;
}

/** One family of an uplink as published. Times are seconds since 1970. */
interface PathStatus {
  status: UplinkStatusWord;
  health: Health;
  /** Whether new connections use it now. */
  active: boolean;
  /** Its part of new connections, 0 to 100. */
  sharePct: number;
  /** Why it is in this state, in words. */
  reason: string;
  statusSince: number | null;
  lastCheck: number | null;
  latencyMs: number | null;
  jitterMs: number | null;
  lossPct: number | null;
  /** Lower is better; null while there is nothing to tell from. */
  score: number | null;
  gateway: string | null;
  address: string | null;
  targets: TargetStatus[];
  /** When it will be trusted again after flapping; null while it is. */
  suppressedUntil: number | null;
}

/**
 * One uplink as published: the path of its first family, and the other family beside it. Programs that
 * know one family only read the first.
 */
interface UplinkStatus extends PathStatus {
  section: string;
  interface: string;
  label: string;
  /** Family of the fields above. */
  family: Family;
  device: string | null;
  /** The IPv6 side of an uplink that has both. */
  ipv6: PathStatus | null;
  rxBytes: number | null;
  txBytes: number | null;
  metric: number;
  weight: number;
  metered: boolean;
  override: OverrideStatus | null;
  /** Number behind its routing tables and mark; kept as long as the daemon's host is up. */
  slot: number | null;
}

/** The published whole: what the status file holds. */
interface Snapshot {
  schemaVersion: number;
  version: string;
  mode: Mode;
  checkIntervalS: number;
  /** Seconds since 1970. */
  timestamp: number;
  /** Last change of the choice, in words. */
  reason: string;
  /** When new connections last changed their uplink, seconds since 1970. */
  activeSince: number | null;
  /** What does not work as configured, in words; empty when all does. */
  notice: string;
  warnings: Warning[];
  uplinks: UplinkStatus[];
}

/** Something that happened, as told to the log, to ubus and to hooks. */
interface Transition {
  /** `up`, `down`, `degraded` and so on of one uplink; `switch` of what new connections use. */
  kind: UplinkStatusWord | "degraded" | "switch" | "suppressed" | "released" | "override";
  /** Null when no uplink is concerned, as when nothing is in use any more. */
  section: string | null;
  interface: string | null;
  label: string | null;
  family: Family | null;
  device: string | null;
  /** The state or section before; null when there was none. */
  from: string | null;
  /** Why, in words. */
  reason: string;
  /** The order behind it, whose words are told instead, with its end: the engine knows no wall clock. */
  order: { kind: OverrideKind; untilMs: number | null } | null;
}

export type {
  Mode,
  Family,
  ProbeMethod,
  BalanceBy,
  ForeignDefault,
  OverrideKind,
  Health,
  UplinkStatusWord,
  GlobalConfig,
  UplinkConfig,
  PortRange,
  RuleProtocol,
  PolicyRule,
  Config,
  Problem,
  WarningCode,
  Warning,
  InterfaceFacts,
  FamilyFacts,
  Traffic,
  LinkQuality,
  TargetWord,
  TargetStatus,
  OverrideStatus,
  PathStatus,
  UplinkStatus,
  Snapshot,
  Transition,
};
