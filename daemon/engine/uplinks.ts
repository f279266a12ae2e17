/** The uplinks of a configuration, keeping what is known of those that stay. */
import type { Config, InterfaceFacts, UplinkConfig } from "../../shared/domain.ts";
import { withFacts } from "./health.ts";
import { assignSlots } from "./slots.ts";
import type { Slots } from "./slots.ts";
import { families } from "./state.ts";
import type { PathState, UplinkState } from "./state.ts";

type Uplinks = { [section: string]: UplinkState };

function newPath(nowMs: number): PathState {
  return {
    facts: null,
    health: "unknown",
    status: "unknown",
    sinceMs: null,
    reason: "",
    streak: 0,
    round: null,
    nextRoundAtMs: nowMs,
    inFlight: [],
    window: [],
    lastCheckMs: null,
    srttUs: null,
    rttvarUs: null,
    heardSentAtMs: null,
    silence: null,
    stall: null,
    dueAtMs: nowMs,
  };
}

/** Whether the settings that its measurements depend on are the same. */
function sameProbing(a: UplinkConfig, b: UplinkConfig): boolean {
  return (
    a.enabled == b.enabled &&
    a.interface == b.interface &&
    a.pingCount == b.pingCount &&
    a.pingTimeoutS == b.pingTimeoutS &&
    join(" ", a.targets) == join(" ", b.targets)
  );
}

function uplinkFor(
  config: UplinkConfig,
  slot: number,
  previous: UplinkState | undefined,
  nowMs: number
): UplinkState {
  if (previous != null && sameProbing(previous.config, config)) {
    return { ...previous, config, slot };
  }
  const uplink: UplinkState = { config, slot, paths: {} };
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as "ipv4";
    uplink.paths[family] = newPath(nowMs);
  }
  return uplink;
}

/** The uplinks of the new configuration; one whose settings did not change keeps its state. */
function uplinksOf(config: Config, previous: Uplinks, slots: Slots, nowMs: number): Uplinks {
  const sections = map(config.uplinks, (uplink) => uplink.section);
  const known: Slots = { ...slots };
  for (let section in previous) {
    known[section] = (previous[section] as UplinkState).slot;
  }
  const assigned = assignSlots(sections, known);
  const uplinks: Uplinks = {};
  for (let i = 0; i < length(config.uplinks); i++) {
    const wanted = config.uplinks[i] as UplinkConfig;
    const uplink = { ...wanted, enabled: wanted.enabled && config.global.enabled };
    const section = uplink.section;
    uplinks[section] = uplinkFor(uplink, assigned[section] as number, previous[section], nowMs);
  }
  return uplinks;
}

/** The uplinks with what netifd says of their interfaces. */
function uplinksWithFacts(
  uplinks: Uplinks,
  facts: { [name: string]: InterfaceFacts },
  nowMs: number
): Uplinks {
  const next: Uplinks = {};
  for (let section in uplinks) {
    const uplink = uplinks[section] as UplinkState;
    const own = facts[uplink.config.interface] ?? null;
    const path = uplink.paths.ipv4 as PathState;
    next[section] = {
      ...uplink,
      paths: { ...uplink.paths, ipv4: withFacts(path, own, uplink.config, nowMs) },
    };
  }
  return next;
}

export { uplinksOf, uplinksWithFacts };
export type { Uplinks };
