/** Which rule decides where a packet goes, through which uplink, and why. */
import type { ExplainReply, ShareReply } from "../../shared/queries.ts";
import { flowMarkOf, flowTable } from "../../shared/router/mark.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import { ratio } from "../../shared/router/number.ts";
import { isSharing } from "./balance.ts";
import { withRefusal } from "./explain-refusal.ts";
import { deciderOf, reasonFor } from "./explain-reason.ts";
import type { Passage } from "./explain-reason.ts";
import { lookUp, markedRuleBefore, routeFor, tablesFor } from "./lookup.ts";
import type { LiveRoute, LiveRouting, LiveRule, Verdict } from "./lookup.ts";
import { mainTable } from "./ip-rule.ts";
import { isAsked, isUnrouted } from "./packet.ts";
import type { Packet } from "./packet.ts";
import { policyAt, policyMetBy } from "./policy-match.ts";
import type { State, UplinkState } from "./state.ts";
import { obstacleTo } from "./warnings.ts";

const localTable = 255;

/** A mark that the packet may get on its way in, and how likely that is. */
interface Draw {
  mark: number;
  weight: number;
}

/** One way that the packet may take. */
interface Way {
  verdict: Verdict;
  section: string | null;
  weight: number;
}

/** Tables whose routes `explain` needs to know. */
function tablesToExplain(rules: readonly LiveRule[], packet: Packet): number[] {
  const others = filter(
    tablesFor(rules, packet),
    (table) => table != mainTable && table != localTable
  );
  return [mainTable, localTable, ...others];
}

function routesIn(live: LiveRouting, table: number): LiveRoute[] {
  return live.tables[`${table}`] ?? [];
}

/** Device that the packet comes in by: `lo` when the router itself sends it, null when unknown. */
function inputDeviceOf(live: LiveRouting, packet: Packet): string | null {
  if (packet.source == null) {
    return "lo";
  }
  const back: Packet = { ...packet, destination: packet.source, source: null };
  const own = routeFor(routesIn(live, localTable), back);
  return own?.kind == "local" ? "lo" : (routeFor(routesIn(live, mainTable), back)?.device ?? null);
}

/** Whether an uplink's marks and routes use the device. */
function isUplinkDevice(state: State, device: string | null): boolean {
  const owners = filter(
    state.marking?.uplinks ?? [],
    (uplink) => device != null && index(uplink.devices, device) >= 0
  );
  return length(owners) > 0;
}

/** Whether policy rules decide about the packet's flow, so that sharing leaves it alone. */
function isSpared(state: State, packet: Packet): boolean {
  const matches = filter(
    state.marking?.unshared ?? [],
    (match) => match.family == packet.family && isAsked(match, packet)
  );
  return length(matches) > 0;
}

/**
 * The marks that nftables draws from for a new connection: see `marking.ts`. The router's own packets,
 * those that come in from an uplink and those that policy rules are for get none.
 */
function drawsFor(state: State, packet: Packet, inputDevice: string | null): Draw[] {
  const takers = filter(
    state.marking?.uplinks ?? [],
    (uplink) => uplink.weight > 0 && index(uplink.takes, packet.family) >= 0
  );
  const isPassedOn = inputDevice != "lo" && !isUplinkDevice(state, inputDevice);
  const isDrawn = isSharing(state) && isPassedOn && !isSpared(state, packet);
  if (!isDrawn || length(takers) == 0) {
    return [{ mark: 0, weight: 1 }];
  }
  const layout = state.marks as MarkLayout;
  return map(takers, (uplink) => ({
    mark: flowMarkOf(layout, uplink.slot),
    weight: uplink.weight,
  }));
}

/** How well the route fits the uplink: 0 when it leads elsewhere. */
function fitOf(state: State, uplink: UplinkState, packet: Packet, verdict: Verdict): number {
  const facts = uplink.paths[packet.family]?.facts;
  const route = verdict.route;
  if (facts == null || !uplink.config.enabled || route == null || facts.device != route.device) {
    return 0;
  }
  const chosen = state.choices[packet.family].section == uplink.config.section;
  const own = verdict.rule?.table == flowTable(uplink.slot);
  return 1 + (facts.gateway == route.gateway ? 4 : 0) + (own ? 2 : 0) + (chosen ? 1 : 0);
}

/** The uplink that the verdict leads through, or null when it is none of ours. */
function sectionOf(state: State, packet: Packet, verdict: Verdict): string | null {
  if (verdict.route?.kind != "forward") {
    return null;
  }
  let best: string | null = null;
  let bestFit = 0;
  for (let section in state.uplinks) {
    const fit = fitOf(state, state.uplinks[section] as UplinkState, packet, verdict);
    if (fit > bestFit) {
      best = section;
      bestFit = fit;
    }
  }
  return best;
}

/** Parts of the uplinks in all ways, in the order of the configuration. */
function sharesOf(state: State, ways: readonly Way[]): ShareReply[] {
  const shares: ShareReply[] = [];
  let total = 0;
  for (let i = 0; i < length(ways); i++) {
    total += (ways[i] as Way).weight;
  }
  for (let section in state.uplinks) {
    let weight = 0;
    for (let i = 0; i < length(ways); i++) {
      const way = ways[i] as Way;
      weight += way.section == section ? way.weight : 0;
    }
    if (weight > 0) {
      push(shares, { section, share_pct: ratio(100 * weight, total) });
    }
  }
  return shares;
}

/** The section with the largest share, the first of equal ones; null when there is none. */
function likeliestIn(shares: readonly ShareReply[]): string | null {
  let best: ShareReply | null = null;
  for (let i = 0; i < length(shares); i++) {
    const share = shares[i] as ShareReply;
    best = best == null || share.share_pct > best.share_pct ? share : best;
  }
  return best?.section ?? null;
}

/** What else keeps its packets from arriving, as a sentence more. */
function obstacleText(state: State, section: string | null): string {
  const found = section == null ? null : obstacleTo(state, section);
  return found == null ? "" : ` But ${found.message}.`;
}

function replyOf(state: State, passage: Passage): ExplainReply {
  const verdict = passage.verdict;
  const section = passage.section;
  const route = verdict.route?.kind == "forward" ? verdict.route : null;
  return {
    family: passage.packet.family,
    section,
    interface: section == null ? null : (state.uplinks[section]?.config?.interface ?? null),
    device: route?.device ?? null,
    gateway: route?.gateway ?? null,
    priority: verdict.rule?.priority ?? null,
    table: verdict.rule?.refuses == false ? verdict.rule.table : null,
    policy: deciderOf(verdict) == "policy" ? (passage.policy?.section ?? null) : null,
    shares: passage.shares,
    reason: `${reasonFor(state, passage)}${obstacleText(state, section)}`,
  };
}

function unroutedReply(packet: Packet): ExplainReply {
  return {
    family: packet.family,
    section: null,
    interface: null,
    device: null,
    gateway: null,
    priority: null,
    table: null,
    policy: null,
    shares: [],
    reason: `${packet.destination} is reached on one network alone: no router passes it on.`,
  };
}

/**
 * Where a new connection's packet goes, and why. `live` has the kernel's rules in its order and at least
 * the tables that `tablesToExplain` names.
 */
function explain(state: State, packet: Packet, live: LiveRouting): ExplainReply {
  if (isUnrouted(packet.destination)) {
    return unroutedReply(packet);
  }
  const inputDevice = inputDeviceOf(live, packet);
  const ways = map(drawsFor(state, packet, inputDevice), (draw) => {
    const verdict = lookUp(live, { packet, mark: draw.mark, inputDevice });
    return { verdict, section: sectionOf(state, packet, verdict), weight: draw.weight };
  });
  const shares = sharesOf(state, ways);
  const section = likeliestIn(shares);
  const likeliest = filter(ways, (way) => way.section == section)[0] as Way;
  const verdict = likeliest.verdict;
  const decides = deciderOf(verdict) == "policy";
  const policy = decides
    ? policyAt(state, verdict.rule?.priority ?? 0)
    : policyMetBy(state, packet);
  const marked = markedRuleBefore(live, { packet, mark: 0, inputDevice }, verdict.rule);
  const reply = replyOf(state, { packet, verdict, section, shares, policy, marked });
  const isPassedOn = inputDevice != "lo" && !isUplinkDevice(state, inputDevice);
  return isPassedOn ? withRefusal(state, packet, reply) : reply;
}

export { explain, tablesToExplain };
