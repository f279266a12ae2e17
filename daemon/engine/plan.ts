/**
 * The rules and routes that a choice needs, as plain values. Everything is in tables of our own;
 * table main is only looked into. Why each rule is there: docs/architecture.md, section Routing.
 */
import type { Family, InterfaceFacts } from "../../shared/domain.ts";
import { activeTable, flowMarkOf, flowTable, probeTable } from "../../shared/router/mark.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import { mainPriority, mainTable, priorities, ruleTo } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";
import { isAllowed, lastResortOf } from "./last-resort.ts";
import { copiesOf, followersOf } from "./neighbours.ts";
import { respectedDefault } from "./foreign-default.ts";
import { isLedAway } from "./leaving.ts";
import { outsideRulesOf } from "./outside.ts";
import { routableFacts } from "./path.ts";
import { peerRulesOf } from "./peers.ts";
import { ordinaryRulesOf, refusesAny, strictRulesOf } from "./policy.ts";
import type { PathState, Routing, State, UplinkState } from "./state.ts";

/** A default route in one of our tables. */
interface DefaultRoute {
  table: number;
  device: string;
  /** Null on point-to-point devices. */
  gateway: string | null;
}

/** What the kernel should hold of ours for one family. */
interface RoutePlan {
  family: Family;
  rules: IpRule[];
  routes: DefaultRoute[];
  /**
   * While nothing is decided, table 7700 and the flow tables stay as they are: a restarted daemon
   * keeps traffic where its predecessor had it.
   */
  decided: boolean;
  /** Until netifd has said what is there, nothing is taken away: a predecessor's may be right. */
  heard: boolean;
}

function routeVia(table: number, facts: InterfaceFacts): DefaultRoute {
  return { table, device: facts.device as string, gateway: facts.gateway };
}

/** The rules of all uplinks, by what they are for. */
interface UplinkRules {
  probes: IpRule[];
  flows: IpRule[];
  sources: IpRule[];
}

/** `away`: what the router sends from its address there goes the way of all. */
function addRulesOf(
  uplink: UplinkState,
  facts: InterfaceFacts | null,
  away: boolean,
  layout: MarkLayout,
  rules: UplinkRules
): void {
  const mask = layout.mask;
  const flow = flowTable(uplink.slot);
  const mark = flowMarkOf(layout, uplink.slot);
  push(rules.flows, { ...ruleTo(flow, priorities.flow), mark, mask });
  if (facts == null) {
    return;
  }
  const probe = ruleTo(probeTable(uplink.slot), priorities.probe);
  push(rules.probes, { ...probe, mark: layout.probeMark, mask, source: facts.address });
  for (let i = 0; i < length(facts.sources); i++) {
    const source = facts.sources[i] as string;
    const table = away && source == facts.address ? activeTable : flow;
    push(rules.sources, { ...ruleTo(table, priorities.source), source });
  }
}

/**
 * An offline uplink's flows are led to the one in use: the kernel then resets their TCP connections
 * and moves their UDP at once, instead of leaving them to time out. They stay while none is in use; those of
 * one that a person has shut do not.
 */
function flowFactsOf(
  state: State,
  uplink: UplinkState,
  path: PathState,
  used: { chosen: InterfaceFacts | null; tried: InterfaceFacts | null },
  nowMs: number
): InterfaceFacts | null {
  const facts = routableFacts(path);
  if (!isAllowed(state, uplink, nowMs)) {
    return used.chosen ?? used.tried;
  }
  return path.health == "offline" ? (used.chosen ?? facts) : (facts ?? used.chosen);
}

/** Whether there is something to steer for the family, or to refuse. */
function isSteering(state: State, family: Family): boolean {
  if (refusesAny(state, family)) {
    return true;
  }
  const uplinks = values(state.uplinks);
  const isThere = (uplink: UplinkState): boolean =>
    family == "ipv4" || uplink.paths[family]?.facts != null;
  // One that is switched off counts, too: nothing else may be left.
  return (
    length(filter(uplinks, (uplink) => uplink.config.enabled)) > 0 &&
    length(filter(uplinks, (uplink) => isThere(uplink))) > 0
  );
}

/** The plan that owns nothing, for clean-up and for when there is nothing to steer. */
function emptyPlan(family: Family): RoutePlan {
  return { family, rules: [], routes: [], decided: true, heard: true };
}

/**
 * All rules, by priority: in this order they are added. The last ones enforce the choice; without them, ordinary
 * traffic takes main's default route.
 */
function inOrder(
  own: UplinkRules,
  state: State,
  family: Family,
  refuses: boolean,
  nowMs: number
): IpRule[] {
  const neighbours = state.neighbours[family].rules;
  const isEnforced = respectedDefault(state, family) == null;
  const behind = [
    ...outsideRulesOf(state, family),
    ...own.flows,
    ...own.sources,
    ...ordinaryRulesOf(state, family, nowMs),
    ...(isEnforced ? [ruleTo(activeTable, priorities.active)] : []),
    ...(isEnforced && refuses ? [{ ...ruleTo(0, priorities.last), refuses }] : []),
  ];
  const passOn = behind[0]?.priority ?? mainPriority;
  const peers = peerRulesOf(state, family, nowMs);
  const start = length(peers) > 0 ? priorities.peer : priorities.main;
  return [
    ...map(followersOf(neighbours), (rule) => ({ ...rule, goTo: start })),
    ...own.probes,
    ...copiesOf(neighbours),
    ...peers,
    { ...ruleTo(mainTable, priorities.main), suppressPrefixLength: 0 },
    ...strictRulesOf(state, family, passOn, nowMs),
    ...behind,
  ];
}

/** The plan for the state's choice. */
function planOf(state: State, family: Family, nowMs: number): RoutePlan {
  const layout = state.marks;
  const heard = state.facts != null;
  if (layout == null || !isSteering(state, family)) {
    return { ...emptyPlan(family), heard };
  }
  const own: UplinkRules = { probes: [], flows: [], sources: [] };
  const routes: DefaultRoute[] = [];
  const choice = state.choices[family];
  const chosen = choice.section == null ? null : state.uplinks[choice.section];
  const resort = choice.kind == "none" ? lastResortOf(state, family, nowMs) : null;
  const used = {
    chosen: routableFacts(chosen?.paths?.[family]),
    tried: routableFacts(resort?.tried?.paths?.[family]),
  };
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const path = uplink.paths[family];
    if (!uplink.config.enabled || path == null) {
      continue;
    }
    const facts = routableFacts(path);
    addRulesOf(uplink, facts, isLedAway(state, uplink, family, nowMs), layout, own);
    const flowFacts = flowFactsOf(state, uplink, path, used, nowMs);
    if (flowFacts != null) {
      push(routes, routeVia(flowTable(uplink.slot), flowFacts));
    }
    if (facts != null) {
      push(routes, routeVia(probeTable(uplink.slot), facts));
    }
  }
  const activeFacts = used.chosen ?? used.tried;
  if (activeFacts != null) {
    push(routes, routeVia(activeTable, activeFacts));
  }
  const rules = inOrder(own, state, family, resort?.refuses == true, nowMs);
  return { family, rules, routes, decided: choice.kind != "undecided", heard };
}

/** Whether the slot's probe table leads through the uplink's own device, as planned and not refused. */
function leadsProbes(routing: Routing, slot: number, facts: InterfaceFacts): boolean {
  const routes = routing.plan?.routes ?? [];
  const table = probeTable(slot);
  if (index(routing.failedTables, table) >= 0) {
    return false;
  }
  for (let i = length(routes) - 1; i >= 0; i--) {
    const route = routes[i] as DefaultRoute;
    if (route.table == table) {
      return route.device == facts.device && route.gateway == facts.gateway;
    }
  }
  return false;
}

export { planOf, emptyPlan, leadsProbes };
export type { IpRule, DefaultRoute, RoutePlan };
