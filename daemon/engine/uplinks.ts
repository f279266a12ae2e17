/** The uplinks of a configuration, keeping what is known of those that stay. */
import type { Config, Family, FamilyFacts, UplinkConfig } from "../../shared/domain.ts";
import { interfaceOptions } from "../../shared/interface-options.ts";
import { ofFamily } from "../../shared/router/address.ts";
import { noPenalty } from "./flap.ts";
import { withFacts } from "./health.ts";
import { assignSlots } from "./slots.ts";
import type { Slots } from "./slots.ts";
import type { PathState, UplinkState } from "./state.ts";
import { emptyWindow } from "./window.ts";

type Uplinks = { [section: string]: UplinkState };

function newPath(family: Family, nowMs: number): PathState {
  return {
    family,
    facts: null,
    lastDevice: null,
    health: "unknown",
    status: "unknown",
    sinceMs: null,
    word: "unknown",
    reason: "",
    streak: 0,
    calmRounds: 0,
    onlineSinceMs: null,
    round: null,
    nextRoundAtMs: nowMs,
    inFlight: [],
    complaint: null,
    late: [],
    gapEndMs: 0,
    window: emptyWindow,
    targets: {},
    blamed: [],
    lastCheckMs: null,
    roundTrip: null,
    heardSentAtMs: null,
    silence: null,
    stall: null,
    scores: [],
    hopeless: false,
    penalty: noPenalty,
    bornAtMs: nowMs,
    led: false,
    dueAtMs: nowMs,
  };
}

/** Whether it is still the same line, and watched or not as before. */
function isSameLine(a: UplinkConfig, b: UplinkConfig): boolean {
  return a.enabled == b.enabled && a.interface == b.interface;
}

/** Whether the settings that its measurements depend on are the same. */
function sameProbing(a: UplinkConfig, b: UplinkConfig): boolean {
  return (
    a.pingCount == b.pingCount &&
    a.pingTimeoutS == b.pingTimeoutS &&
    a.probeMethod == b.probeMethod &&
    a.probePort == b.probePort &&
    a.httpHost == b.httpHost &&
    a.httpPath == b.httpPath &&
    a.metered == b.metered &&
    sprintf("%J", a.targets) == sprintf("%J", b.targets)
  );
}

/** The path probed in another way from now on: verdict and scores hold until that gives others. */
function probedAnew(path: PathState, targets: readonly string[], nowMs: number): PathState {
  return {
    ...path,
    round: null,
    nextRoundAtMs: nowMs,
    inFlight: [],
    complaint: null,
    late: [],
    window: emptyWindow,
    blamed: filter(path.blamed, (target) => index(targets, target) >= 0),
    roundTrip: null,
    silence: null,
    dueAtMs: nowMs,
  };
}

function uplinkFor(
  config: UplinkConfig,
  slot: number,
  previous: UplinkState | undefined,
  nowMs: number
): UplinkState {
  const kept = previous != null && isSameLine(previous.config, config) ? previous : null;
  const anew = kept != null && !sameProbing(kept.config, config);
  const uplink: UplinkState = { config, slot, targets: config.targets, paths: {} };
  for (let i = 0; i < length(config.families); i++) {
    const family = config.families[i] as Family;
    const path = kept?.paths?.[family] ?? newPath(family, nowMs);
    uplink.paths[family] = anew ? probedAnew(path, config.targets[family], nowMs) : path;
  }
  return uplink;
}

/** The uplinks of the new configuration; one that is the same line keeps what is known of it. */
function uplinksOf(
  config: Config,
  previous: Uplinks,
  slots: Slots,
  maxSlot: number,
  nowMs: number
): Uplinks {
  const sections = map(config.uplinks, (uplink) => uplink.section);
  const known: Slots = { ...slots };
  for (let section in previous) {
    known[section] = (previous[section] as UplinkState).slot;
  }
  const assigned = assignSlots(sections, known, maxSlot);
  const uplinks: Uplinks = {};
  for (let i = 0; i < length(config.uplinks); i++) {
    const wanted = config.uplinks[i] as UplinkConfig;
    const uplink = { ...wanted, enabled: wanted.enabled && config.global.enabled };
    const section = uplink.section;
    uplinks[section] = uplinkFor(uplink, assigned[section] as number, previous[section], nowMs);
  }
  return uplinks;
}

/** The router's own addresses: they answer whatever becomes of a line. */
function ownAddresses(facts: { [name: string]: FamilyFacts }): string[] {
  const own: string[] = [];
  for (let name in facts) {
    push(own, ...(facts[name]?.ipv4?.sources ?? []), ...(facts[name]?.ipv6?.sources ?? []));
  }
  return own;
}

/** Those of the targets that tell something; the usual ones where none does. */
function tellingTargets(
  targets: readonly string[],
  own: readonly string[],
  family: Family
): string[] {
  const telling = filter(targets, (one) => index(own, arrtoip(iptoarr(one) ?? [])) < 0);
  return length(telling) > 0 ? telling : ofFamily(interfaceOptions.ping_target.default, family);
}

/** The uplinks with what netifd says of their interfaces. */
function uplinksWithFacts(
  uplinks: Uplinks,
  facts: { [name: string]: FamilyFacts },
  nowMs: number
): Uplinks {
  const next: Uplinks = {};
  const addresses = ownAddresses(facts);
  for (let section in uplinks) {
    const uplink = uplinks[section] as UplinkState;
    const wanted = uplink.config.targets;
    const targets = {
      ipv4: tellingTargets(wanted.ipv4, addresses, "ipv4"),
      ipv6: tellingTargets(wanted.ipv6, addresses, "ipv6"),
    };
    const own = facts[uplink.config.interface];
    const paths: UplinkState["paths"] = {};
    for (let family in uplink.paths) {
      const path = uplink.paths[family as Family] as PathState;
      paths[family as Family] = withFacts(
        path,
        own?.[family as Family] ?? null,
        uplink.config,
        nowMs
      );
    }
    next[section] = { ...uplink, targets, paths };
  }
  return next;
}

export { uplinksOf, uplinksWithFacts };
export type { Uplinks };
