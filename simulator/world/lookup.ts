/** The walk through rules and tables that finds a packet's route. */
import { parseIpAddress } from "./address.ts";
import type { Errno } from "./errno.ts";
import { routeTypes } from "./routes.ts";
import type { Route, RouteTables } from "./routes.ts";
import { isRuleMatching, ruleActions } from "./rules.ts";
import type { Flow, RuleTable } from "./rules.ts";

interface RoutingState {
  readonly rules: RuleTable;
  readonly routes: RouteTables;
}

/** The best route of one table; a route whose device the sender is not bound to does not count. */
function findRoute(
  routes: RouteTables,
  table: number,
  flow: Flow,
  leastScope: number
): Route | null {
  const isUsable = (route: Route): boolean =>
    (route.family === "ipv6" || route.scope >= leastScope) &&
    (route.device === null ||
      flow.outputDevice === null ||
      route.type === routeTypes.local ||
      route.device === flow.outputDevice);
  return routes.covering(table, flow.destination, flow.source).find(isUsable) ?? null;
}

/**
 * The first route that a rule leads to, or why there is none.
 * @param leastScope routes of a wider RT_SCOPE_* do not count: a gateway must be on a connected network
 */
function lookupRoute(
  { rules, routes }: RoutingState,
  flow: Flow,
  leastScope: number
): Route | Errno {
  const family = parseIpAddress(flow.destination)?.family ?? "ipv4";
  const all = rules.ofFamily(family);
  let leastPriority = 0;
  for (const rule of all) {
    if (rule.priority < leastPriority || !isRuleMatching(rule, flow)) continue;
    if (rule.action === ruleActions.goTo) {
      // Without a rule of that priority to go to it counts for nothing.
      if (all.some(({ priority }) => priority === rule.goTo)) leastPriority = rule.goTo;
      continue;
    }
    if (rule.action === ruleActions.unreachable) return "ENETUNREACH";
    if (rule.action !== ruleActions.toTable) return "EINVAL";
    const route = findRoute(routes, rule.table, flow, leastScope);
    if (route === null || route.type === routeTypes.throw) continue;
    if (route.type === routeTypes.unreachable) return "EHOSTUNREACH";
    if (route.type === routeTypes.blackhole) return "EINVAL";
    const limit = rule.suppressPrefixLength;
    if (limit !== null && route.destination.length <= limit) continue;
    return route;
  }
  return "ENETUNREACH";
}

export { lookupRoute };
export type { RoutingState };
