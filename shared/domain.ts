/** Domain types of Mini-MWAN. Unknown is `null`; units are in the names; see docs/glossary.md. */

/** How the daemon chooses among its uplinks. */
type Mode = "failover" | "multi-uplink";

/** Uplinks are measured, judged and routed separately for each family. */
type Family = "ipv4" | "ipv6";

/** Judged state of an uplink: what its probes say. `unknown` until the first round has ended. */
type Health = "unknown" | "online" | "offline";

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
}

/** Settings of one uplink. */
interface UplinkConfig {
  /** Name of the UCI section; the uplink's identity. */
  section: string;
  enabled: boolean;
  /** netifd's logical interface. */
  interface: string;
  /** Addresses to probe; at least one. */
  targets: string[];
  /** Probes to each target in a round. */
  pingCount: number;
  pingTimeoutS: number;
  /** Order in mode `failover`; the lowest is used first. */
  metric: number;
  weight: number;
  /** Bad rounds in a row that make it offline. */
  fall: number;
  /** Good rounds in a row that make it online again. */
  rise: number;
}

/** The effective configuration: every value valid, bad sections left out. */
interface Config {
  global: GlobalConfig;
  uplinks: UplinkConfig[];
}

/** Something wrong in the configuration, told so that a person can mend it. */
interface Problem {
  /** UCI section, or null when it concerns the whole file. */
  section: string | null;
  /** UCI option, or null when it concerns the whole section. */
  option: string | null;
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
  /** Whether netifd has a default route through it. */
  hasDefaultRoute: boolean;
  /** Next hop of that route; null on point-to-point devices. */
  gateway: string | null;
}

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

/** One uplink as published. Times are seconds since 1970. */
interface UplinkStatus {
  section: string;
  interface: string;
  device: string | null;
  status: UplinkStatusWord;
  /** Whether new connections use it now. */
  active: boolean;
  /** Why it is in this state, in words. */
  reason: string;
  statusSince: number | null;
  lastCheck: number | null;
  latencyMs: number | null;
  jitterMs: number | null;
  lossPct: number | null;
  gateway: string | null;
  address: string | null;
  targets: string[];
  rxBytes: number | null;
  txBytes: number | null;
  metric: number;
  weight: number;
  /** Number behind its routing tables and mark, 1 to 62; kept as long as the daemon's host is up. */
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
  uplinks: UplinkStatus[];
}

export type {
  Mode,
  Family,
  Health,
  UplinkStatusWord,
  GlobalConfig,
  UplinkConfig,
  Config,
  Problem,
  InterfaceFacts,
  Traffic,
  LinkQuality,
  UplinkStatus,
  Snapshot,
};
