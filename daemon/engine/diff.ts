/**
 * The difference between what the kernel holds of ours and what it should hold, in an order without a
 * hole: new routes, then new rules, then old rules, then old routes. New rules come by priority and old
 * ones go from the last to the first: traffic that may only use one uplink, before as after, uses no
 * other in between. An unchanged plan gives nothing.
 */
import type { Family, PortRange } from "../../shared/domain.ts";
import { activeTable, ownsTable, probeTable } from "../../shared/router/mark.ts";
import type { DefaultRoute, IpRule, RoutePlan } from "./plan.ts";

/** What the kernel holds under our protocol number. */
interface KernelState {
  rules: IpRule[];
  routes: DefaultRoute[];
}

type RouteChange =
  | { kind: "replaceRoute" | "deleteRoute"; family: Family; route: DefaultRoute }
  | { kind: "addRule" | "deleteRule"; family: Family; rule: IpRule };

function samePorts(a: PortRange | null, b: PortRange | null): boolean {
  return a?.from == b?.from && a?.to == b?.to;
}

function sameRule(a: IpRule, b: IpRule): boolean {
  return (
    a.priority == b.priority &&
    a.mark == b.mark &&
    a.mask == b.mask &&
    a.source == b.source &&
    a.destination == b.destination &&
    a.protocol == b.protocol &&
    samePorts(a.sourcePorts, b.sourcePorts) &&
    samePorts(a.destinationPorts, b.destinationPorts) &&
    a.inverts == b.inverts &&
    a.refuses == b.refuses &&
    a.goTo == b.goTo &&
    a.table == b.table &&
    a.suppressPrefixLength == b.suppressPrefixLength
  );
}

function hasRule(rules: readonly IpRule[], rule: IpRule): boolean {
  for (let i = 0; i < length(rules); i++) {
    if (sameRule(rules[i] as IpRule, rule)) {
      return true;
    }
  }
  return false;
}

function routeIn(routes: readonly DefaultRoute[], table: number): DefaultRoute | null {
  for (let i = 0; i < length(routes); i++) {
    if (routes[i]?.table == table) {
      return routes[i] as DefaultRoute;
    }
  }
  return null;
}

/** While nothing is decided only the probe tables are ours to change. */
function isFrozen(plan: RoutePlan, table: number): boolean {
  return !plan.decided && table >= activeTable && table < probeTable(1);
}

function missingRoutes(actual: KernelState, plan: RoutePlan): RouteChange[] {
  const changes: RouteChange[] = [];
  for (let i = 0; i < length(plan.routes); i++) {
    const route = plan.routes[i] as DefaultRoute;
    const held = routeIn(actual.routes, route.table);
    const fits = held != null && held.device == route.device && held.gateway == route.gateway;
    if (!fits && !(held != null && isFrozen(plan, route.table))) {
      push(changes, { kind: "replaceRoute", family: plan.family, route });
    }
  }
  return changes;
}

function missingRules(actual: KernelState, plan: RoutePlan): RouteChange[] {
  const missing = filter(plan.rules, (rule) => !hasRule(actual.rules, rule));
  return map(missing, (rule) => ({ kind: "addRule", family: plan.family, rule }));
}

/** Rules beyond the plan, doubles included, the last first. */
function surplusRules(actual: KernelState, plan: RoutePlan): RouteChange[] {
  const seen: IpRule[] = [];
  let changes: RouteChange[] = [];
  for (let i = 0; i < length(actual.rules); i++) {
    const rule = actual.rules[i] as IpRule;
    if (!hasRule(plan.rules, rule) || hasRule(seen, rule)) {
      changes = [{ kind: "deleteRule", family: plan.family, rule }, ...changes];
    }
    push(seen, rule);
  }
  return changes;
}

function surplusRoutes(actual: KernelState, plan: RoutePlan): RouteChange[] {
  const surplus = filter(
    actual.routes,
    (route) =>
      ownsTable(route.table) &&
      routeIn(plan.routes, route.table) == null &&
      !isFrozen(plan, route.table)
  );
  return map(surplus, (route) => ({ kind: "deleteRoute", family: plan.family, route }));
}

/** The changes that lead from `actual` to `plan`, to be made in this order. */
function changesTo(actual: KernelState, plan: RoutePlan): RouteChange[] {
  const missing = [...missingRoutes(actual, plan), ...missingRules(actual, plan)];
  return plan.heard
    ? [...missing, ...surplusRules(actual, plan), ...surplusRoutes(actual, plan)]
    : missing;
}

export { changesTo };
export type { KernelState, RouteChange };
