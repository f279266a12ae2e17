/**
 * The kernel's walk through rules and tables, on values: the first rule that leads to a route decides
 * (net/core/fib_rules.c, net/ipv4/fib_rules.c, net/ipv6/fib6_rules.c).
 */
import { hasMark } from "../../shared/router/mark.ts";
import type { IpRule } from "./ip-rule.ts";
import { covers, isAsked, prefixLength } from "./packet.ts";
import type { Packet } from "./packet.ts";

/** A rule as the kernel holds it, whoever made it. */
interface LiveRule extends IpRule {
  /** Whether it is one of Mini-MWAN's. */
  isOwn: boolean;
  /** Only packets that come in by this device, `lo` for the router's own; null for all. */
  inputDevice: string | null;
}

/** What becomes of a packet that takes the route. */
type RouteKind = "forward" | "local" | "broadcast" | "refuse" | "throw";

interface LiveRoute {
  /** Null for a default route. */
  destination: string | null;
  /** Only packets from here, which IPv6 alone knows; null for all. */
  source: string | null;
  kind: RouteKind;
  /** Of routes with the same destination the lowest is taken. */
  metric: number;
  /** Null when packets go nowhere, or several ways at once. */
  device: string | null;
  gateway: string | null;
}

/** What the kernel holds for one family, as far as it concerns a packet. */
interface LiveRouting {
  /** In the order in which the kernel asks them. */
  rules: LiveRule[];
  /** By number; tables without any route may be missing. */
  tables: { [table: string]: LiveRoute[] };
}

/** A packet with what it got on its way into the router. */
interface Flow {
  packet: Packet;
  mark: number;
  /** Device it comes in by, `lo` for the router's own; null when that is not known. */
  inputDevice: string | null;
}

/** Where the walk ends. */
interface Verdict {
  /** Null when no rule decides: there is no route then either. */
  rule: LiveRule | null;
  /** Null when the rule refuses the packet. */
  route: LiveRoute | null;
  /** Rules on the way that only led past others. */
  jumps: LiveRule[];
}

/** Whether `a` is taken before `b`: the longer destination, then source, then the lower metric. */
function isCloser(a: LiveRoute, b: LiveRoute): boolean {
  const byDestination = prefixLength(a.destination ?? "/0") - prefixLength(b.destination ?? "/0");
  const bySource = prefixLength(a.source ?? "/0") - prefixLength(b.source ?? "/0");
  return byDestination != 0
    ? byDestination > 0
    : bySource > 0 || (bySource == 0 && a.metric < b.metric);
}

/** The table's best route for the packet, or null. Of equal ones the first counts. */
function routeFor(routes: readonly LiveRoute[], packet: Packet): LiveRoute | null {
  let best: LiveRoute | null = null;
  for (let i = 0; i < length(routes); i++) {
    const route = routes[i] as LiveRoute;
    const fits =
      covers(route.destination, packet.destination) && covers(route.source, packet.source);
    if (fits && (best == null || isCloser(route, best))) {
      best = route;
    }
  }
  return best;
}

function isFromDevice(rule: LiveRule, flow: Flow): boolean {
  return rule.inputDevice == null || rule.inputDevice == flow.inputDevice;
}

function isMatching(rule: LiveRule, flow: Flow): boolean {
  const device = isFromDevice(rule, flow);
  const marked = rule.mask == null || hasMark(flow.mark, rule.mark ?? 0, rule.mask);
  return (device && marked && isAsked(rule, flow.packet)) != rule.inverts;
}

/** Whether a rule's table takes the packet with this route; if not, the next rule is asked. */
function takes(rule: LiveRule, route: LiveRoute | null): boolean {
  if (route == null || route.kind == "throw") {
    return false;
  }
  const shortest = rule.suppressPrefixLength;
  // Routes that refuse are not suppressed: the kernel looks at the limit only after a success.
  return (
    route.kind == "refuse" || shortest == null || prefixLength(route.destination ?? "/0") > shortest
  );
}

function hasPriority(rules: readonly LiveRule[], priority: number): boolean {
  return length(filter(rules, (rule) => rule.priority == priority)) > 0;
}

/** Where the kernel would send the packet. */
function lookUp(routing: LiveRouting, flow: Flow): Verdict {
  const jumps: LiveRule[] = [];
  let fromPriority = 0;
  for (let i = 0; i < length(routing.rules); i++) {
    const rule = routing.rules[i] as LiveRule;
    if (rule.priority < fromPriority || !isMatching(rule, flow)) {
      continue;
    }
    if (rule.refuses) {
      return { rule, route: null, jumps };
    }
    if (rule.goTo != null) {
      // Without a rule to go to, it counts for nothing.
      fromPriority = hasPriority(routing.rules, rule.goTo) ? rule.goTo : fromPriority;
      push(jumps, rule);
      continue;
    }
    const route = routeFor(routing.tables[`${rule.table}`] ?? [], flow.packet);
    if (takes(rule, route)) {
      return { rule, route, jumps };
    }
  }
  return { rule: null, route: null, jumps };
}

/**
 * The first rule of others, asked before the one that decides, that a mark alone keeps from concerning
 * the packet: programs that mark packets could lead it elsewhere. Null when there is none.
 */
function markedRuleBefore(
  routing: LiveRouting,
  flow: Flow,
  decisive: LiveRule | null
): LiveRule | null {
  for (let i = 0; i < length(routing.rules); i++) {
    const rule = routing.rules[i] as LiveRule;
    if (decisive != null && rule.priority >= decisive.priority) {
      return null;
    }
    const isMarked = rule.mask != null && rule.mark != 0 && !rule.inverts && !rule.isOwn;
    if (isMarked && isFromDevice(rule, flow) && isAsked(rule, flow.packet)) {
      return rule;
    }
  }
  return null;
}

/** Tables that a packet may be looked for in, whatever its mark and wherever it comes from. */
function tablesFor(rules: readonly LiveRule[], packet: Packet): number[] {
  const tables: number[] = [];
  for (let i = 0; i < length(rules); i++) {
    const rule = rules[i] as LiveRule;
    const leads = !rule.refuses && rule.goTo == null && (rule.inverts || isAsked(rule, packet));
    if (leads && index(tables, rule.table) < 0) {
      push(tables, rule.table);
    }
  }
  return tables;
}

export { lookUp, markedRuleBefore, routeFor, tablesFor };
export type { Flow, LiveRoute, LiveRouting, LiveRule, RouteKind, Verdict };
