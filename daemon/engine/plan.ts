/**
 * The rules and routes that a choice needs, as plain values. Everything is in tables of our own;
 * table main is only looked into. Why each rule is there: docs/architecture.md, section Routing.
 */
import type { Family, InterfaceFacts } from "../../shared/domain.ts";
import {
  activeTable,
  flowMark,
  flowTable,
  probeMark,
  probeTable,
} from "../../shared/router/mark.ts";
import type { PathState, State, UplinkState } from "./state.ts";

interface IpRule {
  priority: number;
  /** Packets with this mark under our mask, or null for any. */
  mark: number | null;
  /** Packets from this address, or null for any. */
  source: string | null;
  table: number;
  /** Ignore routes of the table with a prefix this short or shorter, or null. */
  suppressPrefixLength: number | null;
}

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
}

const mainTable = 254;

const priorities = {
  probe: 4400,
  main: 4410,
  flow: 4420,
  source: 4440,
  active: 4490,
};

/** Facts good enough for a route, or null. */
function routableFacts(path: PathState | undefined): InterfaceFacts | null {
  const facts = path?.facts;
  const routable =
    facts != null &&
    facts.up &&
    facts.device != null &&
    facts.address != null &&
    facts.hasDefaultRoute;
  return routable ? facts : null;
}

function routeVia(table: number, facts: InterfaceFacts): DefaultRoute {
  return { table, device: facts.device as string, gateway: facts.gateway };
}

function ruleTo(table: number, priority: number, mark: number | null, source: string | null) {
  return { priority, mark, source, table, suppressPrefixLength: null };
}

function rulesOfUplink(uplink: UplinkState, facts: InterfaceFacts | null): IpRule[] {
  const rules: IpRule[] = [
    ruleTo(flowTable(uplink.slot), priorities.flow, flowMark(uplink.slot), null),
  ];
  if (facts != null) {
    push(
      rules,
      ruleTo(probeTable(uplink.slot), priorities.probe, probeMark, facts.address),
      ruleTo(flowTable(uplink.slot), priorities.source, null, facts.address)
    );
  }
  return rules;
}

/**
 * An offline uplink's flows are led to the one in use: the kernel then resets their TCP connections
 * and moves their UDP at once, instead of leaving them to time out.
 */
function flowRouteOf(
  uplink: UplinkState,
  facts: InterfaceFacts | null,
  health: string,
  chosenFacts: InterfaceFacts | null
): DefaultRoute | null {
  const own = facts != null && health != "offline" ? facts : (chosenFacts ?? facts);
  return own == null ? null : routeVia(flowTable(uplink.slot), own);
}

function hasEnabled(state: State): boolean {
  for (let section in state.uplinks) {
    if (state.uplinks[section]?.config?.enabled) {
      return true;
    }
  }
  return false;
}

/** The plan that owns nothing, for clean-up and for when there is nothing to steer. */
function emptyPlan(family: Family): RoutePlan {
  return { family, rules: [], routes: [], decided: true };
}

/** The plan for the state's choice. */
function planOf(state: State, family: Family): RoutePlan {
  if (!hasEnabled(state)) {
    return emptyPlan(family);
  }
  const rules: IpRule[] = [
    {
      priority: priorities.main,
      mark: null,
      source: null,
      table: mainTable,
      suppressPrefixLength: 0,
    },
    ruleTo(activeTable, priorities.active, null, null),
  ];
  const routes: DefaultRoute[] = [];
  const chosen = state.choice.section == null ? null : state.uplinks[state.choice.section];
  const chosenFacts = routableFacts(chosen?.paths?.[family]);
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const path = uplink.paths[family];
    const facts = uplink.config.enabled ? routableFacts(path) : null;
    if (!uplink.config.enabled) {
      continue;
    }
    push(rules, ...rulesOfUplink(uplink, facts));
    const flowRoute = flowRouteOf(uplink, facts, path?.health ?? "unknown", chosenFacts);
    if (flowRoute != null) {
      push(routes, flowRoute);
    }
    if (facts != null) {
      push(routes, routeVia(probeTable(uplink.slot), facts));
    }
  }
  if (chosenFacts != null) {
    push(routes, routeVia(activeTable, chosenFacts));
  }
  return { family, rules, routes, decided: state.choice.kind != "undecided" };
}

/** Whether the plan's probe table leads through the uplink's own device. */
function leadsProbes(plan: RoutePlan | null, slot: number, facts: InterfaceFacts): boolean {
  for (let i = 0; i < length(plan?.routes ?? []); i++) {
    const route = plan?.routes?.[i] as DefaultRoute;
    if (route.table == probeTable(slot)) {
      return route.device == facts.device && route.gateway == facts.gateway;
    }
  }
  return false;
}

export { planOf, emptyPlan, leadsProbes, routableFacts };
export type { IpRule, DefaultRoute, RoutePlan };
