/** Netlink messages by ucode's attribute names, to and from the simulated kernel's rules and routes. */
import type { Family, PortRange } from "../../shared/domain.ts";
import { formatIpAddress, parsePrefix } from "../world/address.ts";
import type { Prefix } from "../world/address.ts";
import { tableIds } from "../world/routes.ts";
import type { Route, RouteSelector } from "../world/routes.ts";
import { ruleActions } from "../world/rules.ts";
import type { IpRule, RuleSelector } from "../world/rules.ts";
import { SystemError } from "../world/errno.ts";

type Message = Parameters<(typeof import("ucode:rtnl"))["request"]>[2];

/** AF_* of the two families. */
const familyNumbers = { ipv4: 2, ipv6: 10 } as const;

/** FIB_RULE_INVERT in a rule's flags; the others are the kernel's to set. */
const invertFlag = 2;

/** RTNH_F_* in a route's flags. */
const onLinkFlag = 4;
const linkDownFlag = 16;

/** The module's own complaint about an attribute; the kernel has not been asked then. */
class InputError extends Error {
  constructor(attribute: string, value: unknown, reason: string) {
    super(
      `Invalid input data or parameter: attribute \`${attribute}\` has invalid value \`${String(value)}\`: ${reason}`
    );
  }
}

/** Attributes that are understood; a real kernel knows more, which here is an error to be loud about. */
const knownAttributes = {
  rule: "family tos action flags table priority src dst fwmark fwmask ip_proto sport_range dport_range goto suppress_prefixlen protocol",
  route: "family tos protocol scope type flags src dst oif gateway table priority prefsrc",
};

function checkAttributes(kind: "rule" | "route", message: Message): void {
  const known = knownAttributes[kind].split(" ");
  for (const attribute of Object.keys(message))
    if (!known.includes(attribute))
      throw new Error(
        `rtnl: the simulator's ${kind}s have no attribute "${attribute}"; teach it to simulator/ucode/rtnl-messages.ts.`
      );
}

function familyOf(message: Message): Family {
  const number = message["family"] ?? 0;
  if (number === familyNumbers.ipv4) return "ipv4";
  if (number === familyNumbers.ipv6) return "ipv6";
  throw new SystemError("EAFNOSUPPORT");
}

function integerOf(message: Message, attribute: string): number | undefined {
  if (!(attribute in message)) return undefined;
  const value = message[attribute];
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0xffffffff)
    return value;
  throw new InputError(attribute, value, "not an integer or out of range 0-4294967295");
}

/** The kernel takes no range that has port 0 or 65535 (fib_rule_port_range_valid). */
function portsOf(message: Message, attribute: string): PortRange | undefined {
  if (!(attribute in message)) return undefined;
  const value = message[attribute];
  const isPair = Array.isArray(value) && value.length === 2 && value.every(Number.isInteger);
  if (!isPair) throw new InputError(attribute, value, "not a two-element array of numbers");
  const [from, to] = value as [number, number];
  if (from < 1 || to < from || to >= 65535) throw new SystemError("EINVAL");
  return { from, to };
}

function prefixOf(message: Message, attribute: string): Prefix | undefined {
  if (!(attribute in message)) return undefined;
  const value = message[attribute];
  const prefix = typeof value === "string" ? parsePrefix(value) : null;
  if (prefix === null) throw new InputError(attribute, value, "invalid IP address");
  return prefix;
}

function addressOf(message: Message, attribute: string): string | undefined {
  const prefix = prefixOf(message, attribute);
  return prefix && formatIpAddress(prefix.bytes);
}

function deviceOf(message: Message, devices: { find(name: string): unknown }): string | undefined {
  if (!("oif" in message)) return undefined;
  const name = String(message["oif"]);
  if (devices.find(name) === null) throw new InputError("oif", name, "interface not found");
  return name;
}

/** The destination, all addresses by default; bits beyond its length are the kernel's EINVAL. */
function destinationOf(message: Message, family: Family): Prefix {
  const zero = family === "ipv4" ? "0.0.0.0/0" : "::/0";
  const prefix = prefixOf(message, "dst") ?? parsePrefix(zero)!;
  const isNetwork = prefix.bytes.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, prefix.length - at * 8));
    return (byte & (255 >> bits)) === 0 || bits === 8;
  });
  if (!isNetwork) throw new SystemError("EINVAL");
  return prefix;
}

/** For whose packets an IPv6 route is; IPv4 has no such routes. */
function senderOf(message: Message, family: Family): Prefix | null {
  return family === "ipv6" ? (prefixOf(message, "src") ?? null) : null;
}

/** Only forwards, and only in a rule that goes on elsewhere. */
function goToOf(message: Message): number {
  if (message["action"] !== ruleActions.goTo) return 0;
  const target = integerOf(message, "goto") ?? 0;
  if (target <= (integerOf(message, "priority") ?? 0)) throw new SystemError("EINVAL");
  return target;
}

function parseRule(message: Message, nextPriority: (family: Family) => number): IpRule {
  checkAttributes("rule", message);
  const family = familyOf(message);
  const mark = integerOf(message, "fwmark");
  const suppress = message["suppress_prefixlen"];
  return {
    family,
    priority: integerOf(message, "priority") ?? nextPriority(family),
    action: integerOf(message, "action") ?? 0,
    table: integerOf(message, "table") ?? 0,
    source: prefixOf(message, "src") ?? null,
    destination: prefixOf(message, "dst") ?? null,
    mark: mark ?? 0,
    mask: integerOf(message, "fwmask") ?? (mark === undefined ? 0 : 0xffffffff),
    ipProtocol: integerOf(message, "ip_proto") ?? 0,
    sourcePorts: portsOf(message, "sport_range") ?? null,
    destinationPorts: portsOf(message, "dport_range") ?? null,
    ...(((integerOf(message, "flags") ?? 0) & invertFlag) !== 0 && { inverts: true }),
    goTo: goToOf(message),
    suppressPrefixLength: typeof suppress === "number" && suppress >= 0 ? suppress : null,
    protocol: integerOf(message, "protocol") ?? 0,
  };
}

/** What a deletion names: the kernel compares only the attributes that are there and not zero. */
function parseRuleSelector(message: Message): RuleSelector {
  checkAttributes("rule", message);
  const suppress = message["suppress_prefixlen"];
  const wanted = {
    table: integerOf(message, "table") || undefined,
    action: integerOf(message, "action") || undefined,
    priority: integerOf(message, "priority"),
    mark: integerOf(message, "fwmark") || undefined,
    mask: integerOf(message, "fwmask") || undefined,
    ipProtocol: integerOf(message, "ip_proto") || undefined,
    protocol: integerOf(message, "protocol") || undefined,
    source: prefixOf(message, "src"),
    destination: prefixOf(message, "dst"),
    sourcePorts: portsOf(message, "sport_range"),
    destinationPorts: portsOf(message, "dport_range"),
    suppressPrefixLength: typeof suppress === "number" && suppress >= 0 ? suppress : undefined,
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), family: familyOf(message) };
}

function formatPrefix(prefix: Prefix): string {
  return `${formatIpAddress(prefix.bytes)}/${prefix.length}`;
}

function pairOf({ from, to }: PortRange): [number, number] {
  return [from, to];
}

function formatRule(rule: IpRule): Message {
  return {
    family: familyNumbers[rule.family],
    tos: 0,
    action: rule.action,
    flags: rule.inverts ? invertFlag : 0,
    ...(rule.priority !== 0 && { priority: rule.priority }),
    ...(rule.source && { src: formatPrefix(rule.source) }),
    ...(rule.destination && { dst: formatPrefix(rule.destination) }),
    ...(rule.mark !== 0 && { fwmark: rule.mark }),
    ...(rule.mask !== 0 && { fwmask: rule.mask }),
    ...(rule.ipProtocol !== 0 && { ip_proto: rule.ipProtocol }),
    ...(rule.sourcePorts && { sport_range: pairOf(rule.sourcePorts) }),
    ...(rule.destinationPorts && { dport_range: pairOf(rule.destinationPorts) }),
    table: rule.table,
    suppress_prefixlen: rule.suppressPrefixLength ?? -1,
    ...(rule.goTo !== 0 && { goto: rule.goTo }),
    protocol: rule.protocol,
  };
}

function parseRoute(message: Message, devices: { find(name: string): unknown }): Route {
  checkAttributes("route", message);
  const family = familyOf(message);
  const type = integerOf(message, "type") ?? 0;
  if (type === 0) throw new SystemError("EINVAL");
  return {
    family,
    table: integerOf(message, "table") || tableIds.main,
    destination: destinationOf(message, family),
    from: senderOf(message, family),
    metric: integerOf(message, "priority") ?? 0,
    type,
    // IPv6 takes any and keeps none.
    scope: family === "ipv6" ? 0 : (integerOf(message, "scope") ?? 0),
    protocol: integerOf(message, "protocol") ?? 0,
    device: deviceOf(message, devices) ?? null,
    gateway: addressOf(message, "gateway") ?? null,
    preferredSource: addressOf(message, "prefsrc") ?? null,
    onLink: ((integerOf(message, "flags") ?? 0) & onLinkFlag) !== 0,
  };
}

/** The scope is compared even when the message leaves it out, as 0: so does the kernel for IPv4. */
function parseRouteSelector(
  message: Message,
  devices: { find(name: string): unknown }
): RouteSelector {
  checkAttributes("route", message);
  const family = familyOf(message);
  return {
    family,
    table: integerOf(message, "table") || tableIds.main,
    destination: destinationOf(message, family),
    from: senderOf(message, family),
    metric: integerOf(message, "priority") || undefined,
    type: integerOf(message, "type") || undefined,
    scope: integerOf(message, "scope") ?? 0,
    protocol: integerOf(message, "protocol") || undefined,
    device: deviceOf(message, devices),
    gateway: addressOf(message, "gateway"),
    preferredSource: addressOf(message, "prefsrc"),
  };
}

/** What only IPv6's messages have; times and counts of use are not simulated. */
const ipv6RouteExtras = {
  cacheinfo: { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 },
  pref: 0,
};

function formatRoute(route: Route, hasCarrier: boolean): Message {
  const isIpv6 = route.family === "ipv6";
  return {
    family: familyNumbers[route.family],
    tos: 0,
    protocol: route.protocol,
    scope: route.scope,
    type: route.type,
    flags: (route.onLink ? onLinkFlag : 0) | (hasCarrier ? 0 : linkDownFlag),
    ...(route.destination.length > 0 && { dst: formatPrefix(route.destination) }),
    ...(route.from && { src: formatPrefix(route.from) }),
    ...(route.device !== null && { oif: route.device }),
    ...(route.gateway !== null && { gateway: route.gateway }),
    ...(route.preferredSource !== null && { prefsrc: route.preferredSource }),
    ...((isIpv6 || route.metric !== 0) && { priority: route.metric }),
    table: route.table,
    ...(isIpv6 && ipv6RouteExtras),
  };
}

export {
  InputError,
  familyNumbers,
  parseRule,
  parseRuleSelector,
  formatRule,
  parseRoute,
  parseRouteSelector,
  formatRoute,
};
export type { Message };
