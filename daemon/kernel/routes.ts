/** Our rules and routes in the kernel, by rtnetlink: read them, change them. Nothing decides here. */
import { error, request, "const" as C } from "ucode:rtnl";
import type { NetlinkMessage } from "ucode:rtnl";
import type { Family, PortRange } from "../../shared/domain.ts";
import { ownsTable } from "../../shared/router/mark.ts";
import type { KernelState, RouteChange } from "../engine/diff.ts";
import type { DefaultRoute, IpRule } from "../engine/plan.ts";

/** Route protocol number of everything we own, for rules as for routes. */
const ownProtocol = 77;

/** AF_INET and AF_INET6. */
const familyNumbers = { ipv4: 2, ipv6: 10 };

/** RTNH_F_ONLINK: the next hop is on the link, whatever the routes to it say at the moment. */
const onLink = 4;

/** The address with all its bits as the kernel gives it: `/32` or, in IPv6, `/128`. */
const hostLengths = { ipv4: "32", ipv6: "128" };

/** A prefix as the kernel writes it, `2001:db8::1` for `2001:DB8:0::1/128`. */
function canonicalPrefix(prefix: string | null, family: Family): string | null {
  if (prefix == null) {
    return null;
  }
  const parts = split(prefix, "/");
  const bytes = iptoarr(parts[0] as string);
  const address = bytes == null ? parts[0] : arrtoip(bytes);
  const bits = parts[1] ?? hostLengths[family];
  return bits == hostLengths[family] ? `${address}` : `${address}/${bits}`;
}

/** The rule as `readKernel` gives it when the kernel holds it. */
function canonicalRule(rule: IpRule, family: Family): IpRule {
  return {
    ...rule,
    source: canonicalPrefix(rule.source, family),
    destination: canonicalPrefix(rule.destination, family),
  };
}

function portsOf(value: unknown): PortRange | null {
  const range = value as number[] | null;
  return range == null ? null : { from: range[0] as number, to: range[1] as number };
}

/** FIB_RULE_INVERT in a rule's flags. */
const invertFlag = 2;

/** A rule of anybody's. Whatever is done by one that neither looks into a table nor goes on is to refuse. */
function ruleOf(message: NetlinkMessage, family: Family): IpRule {
  const suppressed = message.suppress_prefixlen as number | null;
  const mask = (message.fwmask as number | null) ?? null;
  const action = message.action as number;
  return {
    priority: (message.priority as number | null) ?? 0,
    // The kernel leaves out a mark of 0.
    mark: mask == null ? null : ((message.fwmark as number | null) ?? 0),
    mask,
    source: canonicalPrefix((message.src as string | null) ?? null, family),
    destination: canonicalPrefix((message.dst as string | null) ?? null, family),
    protocol: (message.ip_proto as number | null) ?? null,
    sourcePorts: portsOf(message.sport_range),
    destinationPorts: portsOf(message.dport_range),
    inverts: (message.flags as number) % 4 >= invertFlag,
    table: message.table as number,
    refuses: action != C.FR_ACT_TO_TBL && action != C.FR_ACT_GOTO,
    goTo: action == C.FR_ACT_GOTO ? ((message.goto as number | null) ?? null) : null,
    suppressPrefixLength: suppressed == null || suppressed < 0 ? null : suppressed,
  };
}

function routeOf(message: NetlinkMessage): DefaultRoute {
  return {
    table: message.table as number,
    device: message.oif as string,
    gateway: (message.gateway as string | null) ?? null,
  };
}

function isOwn(message: NetlinkMessage): boolean {
  return message.protocol == ownProtocol;
}

function dump(command: number, flags: number, message: NetlinkMessage): NetlinkMessage[] | null {
  const reply = request(command, C.NLM_F_DUMP + flags, message);
  return type(reply) == "array" ? filter(reply as NetlinkMessage[], isOwn) : null;
}

/**
 * What the kernel holds of ours for the family, or null when it does not say. The kernel filters the
 * routes (NLM_F_STRICT_CHK), so that nobody else's are parsed.
 */
function readKernel(family: Family): KernelState | null {
  const number = familyNumbers[family];
  const rules = dump(C.RTM_GETRULE, 0, { family: number });
  const filtered = { family: number, protocol: ownProtocol };
  const routes = dump(C.RTM_GETROUTE, C.NLM_F_STRICT_CHK, filtered);
  if (rules == null) {
    return null;
  }
  // An empty dump comes as null when nothing matches the filter.
  const owned = filter(routes ?? [], (message) => ownsTable(message.table as number));
  return {
    rules: map(rules, (message) => ruleOf(message, family)),
    routes: map(owned, (message) => routeOf(message)),
  };
}

/** IPv6 knows no scope of routes: what is sent counts for nothing and reads back as universe. */
function routeMessage(route: DefaultRoute, family: Family): NetlinkMessage {
  const message: NetlinkMessage = {
    family: familyNumbers[family],
    table: route.table,
    protocol: ownProtocol,
    type: C.RTN_UNICAST,
    scope: route.gateway == null ? C.RT_SCOPE_LINK : C.RT_SCOPE_UNIVERSE,
    oif: route.device,
  };
  return route.gateway == null ? message : { ...message, gateway: route.gateway, flags: onLink };
}

/** What the rule does with a packet. */
function actionMessage(rule: IpRule): NetlinkMessage {
  if (rule.refuses) {
    return { action: C.FR_ACT_UNREACHABLE };
  }
  return rule.goTo == null
    ? { action: C.FR_ACT_TO_TBL }
    : { action: C.FR_ACT_GOTO, goto: rule.goTo };
}

function ruleMessage(rule: IpRule, family: Family): NetlinkMessage {
  const message: NetlinkMessage = {
    family: familyNumbers[family],
    table: rule.table,
    protocol: ownProtocol,
    priority: rule.priority,
    flags: rule.inverts ? invertFlag : 0,
    ...actionMessage(rule),
  };
  if (rule.mark != null) {
    message.fwmark = rule.mark;
    message.fwmask = rule.mask;
  }
  if (rule.source != null) {
    message.src = rule.source;
  }
  if (rule.destination != null) {
    message.dst = rule.destination;
  }
  if (rule.protocol != null) {
    message.ip_proto = rule.protocol;
  }
  if (rule.sourcePorts != null) {
    message.sport_range = [rule.sourcePorts.from, rule.sourcePorts.to];
  }
  if (rule.destinationPorts != null) {
    message.dport_range = [rule.destinationPorts.from, rule.destinationPorts.to];
  }
  if (rule.suppressPrefixLength != null) {
    message.suppress_prefixlen = rule.suppressPrefixLength;
  }
  return message;
}

/**
 * Makes one change; null when done, else the kernel's words. A default route is replaced in place,
 * device and gateway together, in either family: packets meet the old one or the new one.
 */
function applyChange(change: RouteChange): string | null {
  const family = change.family;
  switch (change.kind) {
    case "replaceRoute": {
      const flags = C.NLM_F_CREATE + C.NLM_F_REPLACE;
      request(C.RTM_NEWROUTE, flags, routeMessage(change.route, family));
      break;
    }
    case "deleteRoute":
      request(C.RTM_DELROUTE, 0, routeMessage(change.route, family));
      break;
    case "addRule":
      request(C.RTM_NEWRULE, C.NLM_F_CREATE + C.NLM_F_EXCL, ruleMessage(change.rule, family));
      break;
    case "deleteRule":
      request(C.RTM_DELRULE, 0, ruleMessage(change.rule, family));
      break;
  }
  // A request that succeeded gives null too: only the error tells.
  return error();
}

export { readKernel, applyChange, canonicalRule, familyNumbers, isOwn, ruleOf };
