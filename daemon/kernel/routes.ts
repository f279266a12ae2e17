/** Our rules and routes in the kernel, by rtnetlink: read them, change them. Nothing decides here. */
import { error, request, "const" as C } from "ucode:rtnl";
import type { NetlinkMessage } from "ucode:rtnl";
import { markMask, ownsTable } from "../../shared/router/mark.ts";
import type { KernelState, RouteChange } from "../engine/diff.ts";
import type { DefaultRoute, IpRule } from "../engine/plan.ts";

/** Route protocol number of everything we own, for rules as for routes. */
const ownProtocol = 77;

/** AF_INET; rtnl has no constant for it on 24.10 under the name that types know. */
const inet = 2;

/** RTNH_F_ONLINK: the next hop is on the link, whatever the routes to it say at the moment. */
const onLink = 4;

/** The address in `203.0.113.7/32`. */
function withoutPrefix(source: unknown): string | null {
  return source == null ? null : (split(source as string, "/")[0] as string);
}

function ruleOf(message: NetlinkMessage): IpRule {
  const suppressed = message.suppress_prefixlen as number | null;
  return {
    priority: message.priority as number,
    mark: (message.fwmark as number | null) ?? null,
    source: withoutPrefix(message.src),
    table: message.table as number,
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
 * What the kernel holds of ours for IPv4, or null when it does not say. The kernel filters the routes
 * (NLM_F_STRICT_CHK), so that nobody else's are parsed.
 */
function readKernel(): KernelState | null {
  const rules = dump(C.RTM_GETRULE, 0, { family: inet });
  const routes = dump(C.RTM_GETROUTE, C.NLM_F_STRICT_CHK, { family: inet, protocol: ownProtocol });
  if (rules == null) {
    return null;
  }
  // An empty dump comes as null when nothing matches the filter.
  const owned = filter(routes ?? [], (message) => ownsTable(message.table as number));
  return {
    rules: map(rules, (message) => ruleOf(message)),
    routes: map(owned, (message) => routeOf(message)),
  };
}

function routeMessage(route: DefaultRoute): NetlinkMessage {
  const message: NetlinkMessage = {
    family: inet,
    table: route.table,
    protocol: ownProtocol,
    type: C.RTN_UNICAST,
    scope: route.gateway == null ? C.RT_SCOPE_LINK : C.RT_SCOPE_UNIVERSE,
    oif: route.device,
  };
  return route.gateway == null ? message : { ...message, gateway: route.gateway, flags: onLink };
}

function ruleMessage(rule: IpRule): NetlinkMessage {
  const message: NetlinkMessage = {
    family: inet,
    table: rule.table,
    protocol: ownProtocol,
    priority: rule.priority,
    action: C.FR_ACT_TO_TBL,
  };
  if (rule.mark != null) {
    message.fwmark = rule.mark;
    message.fwmask = markMask;
  }
  if (rule.source != null) {
    message.src = rule.source;
  }
  if (rule.suppressPrefixLength != null) {
    message.suppress_prefixlen = rule.suppressPrefixLength;
  }
  return message;
}

/** Makes one change; null when done, else the kernel's words. */
function applyChange(change: RouteChange): string | null {
  switch (change.kind) {
    case "replaceRoute":
      request(C.RTM_NEWROUTE, C.NLM_F_CREATE + C.NLM_F_REPLACE, routeMessage(change.route));
      break;
    case "deleteRoute":
      request(C.RTM_DELROUTE, 0, routeMessage(change.route));
      break;
    case "addRule":
      request(C.RTM_NEWRULE, C.NLM_F_CREATE + C.NLM_F_EXCL, ruleMessage(change.rule));
      break;
    case "deleteRule":
      request(C.RTM_DELRULE, 0, ruleMessage(change.rule));
      break;
  }
  // A request that succeeded gives null too: only the error tells.
  return error();
}

export { readKernel, applyChange, isOwn };
