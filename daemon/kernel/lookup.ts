/**
 * Reads rules and routes of everybody, as values to explain where a packet goes. Nothing is changed
 * here, and nothing is read unless somebody asks.
 */
import { popen } from "ucode:fs";
import { request, "const" as C } from "ucode:rtnl";
import type { NetlinkMessage } from "ucode:rtnl";
import type { Family, PortRange } from "../../shared/domain.ts";
import type { LiveRoute, LiveRouting, LiveRule, RouteKind } from "../engine/lookup.ts";
import { isOwn } from "./routes.ts";

/** AF_INET and AF_INET6. */
const familyNumbers = { ipv4: 2, ipv6: 10 };

/** RTPROT_KERNEL: rules that are there on every router. */
const kernelProtocol = 2;

/** FR_ACT_*: what a rule does; all others refuse. */
const actions = { toTable: 1, goTo: 2, nothing: 3 };

/** RTN_*: unicast, local, broadcast, anycast, multicast, throw; all others refuse. */
const kinds: { [type: string]: RouteKind } = {
  "1": "forward",
  "2": "local",
  "3": "broadcast",
  "4": "local",
  "5": "broadcast",
  "9": "throw",
};

function dump(command: number, flags: number, message: NetlinkMessage): NetlinkMessage[] | null {
  const reply = request(command, C.NLM_F_DUMP + flags, message);
  return type(reply) == "array" ? (reply as NetlinkMessage[]) : null;
}

function numberIn(message: NetlinkMessage, attribute: string): number | null {
  return (message[attribute] ?? null) as number | null;
}

function portsIn(message: NetlinkMessage, attribute: string): PortRange | null {
  const range = (message[attribute] ?? null) as number[] | null;
  return range == null ? null : { from: range[0] as number, to: range[1] as number };
}

/** FIB_RULE_INVERT, the second bit of a rule's flags. */
function isInverting(flags: number): boolean {
  return flags % 4 >= 2;
}

/** RTNH_F_DEAD, the first bit of a route's flags: its device is down. */
function isDead(flags: number): boolean {
  return flags % 2 == 1;
}

function ruleOf(message: NetlinkMessage): LiveRule {
  const suppressed = numberIn(message, "suppress_prefixlen") ?? -1;
  const action = message.action as number;
  const mask = numberIn(message, "fwmask");
  return {
    priority: numberIn(message, "priority") ?? 0,
    mark: mask == null ? null : (numberIn(message, "fwmark") ?? 0),
    mask,
    source: (message.src ?? null) as string | null,
    destination: (message.dst ?? null) as string | null,
    protocol: numberIn(message, "ip_proto"),
    sourcePorts: portsIn(message, "sport_range"),
    destinationPorts: portsIn(message, "dport_range"),
    table: message.table as number,
    refuses: action != actions.toTable && action != actions.goTo,
    goTo: action == actions.goTo ? numberIn(message, "goto") : null,
    suppressPrefixLength: suppressed < 0 ? null : suppressed,
    isOwn: isOwn(message),
    inverts: isInverting(message.flags as number),
    inputDevice: null,
  };
}

/** Whether a packet without a type of service, sent by root or passed on, can meet the rule at all. */
function isRelevant(message: NetlinkMessage): boolean {
  const users = (message.uid_range ?? null) as number[] | null;
  return message.action != actions.nothing && message.tos == 0 && (users == null || users[0] == 0);
}

/**
 * Devices that rules are for, in the rules' order, null for those that are for all: ucode's rtnl
 * module does not give them, so `ip` is asked. Its lines are the rules as the kernel lists them.
 */
function readInputDevices(family: Family): (string | null)[] {
  const command = family == "ipv4" ? "ip -4 rule 2>/dev/null" : "ip -6 rule 2>/dev/null";
  const ip = popen(command, "r");
  const lines = split(trim(ip?.read?.("all") ?? ""), "\n");
  ip?.close?.();
  return map(lines, (line) => match(line, / iif ([^ \n]+)/)?.[1] ?? null);
}

/** The rules with their devices, when there are rules that can have one. */
function withInputDevices(
  rules: LiveRule[],
  messages: readonly NetlinkMessage[],
  family: Family
): LiveRule[] {
  const foreign = filter(messages, (one) => !isOwn(one) && one.protocol != kernelProtocol);
  const devices = length(foreign) == 0 ? [] : readInputDevices(family);
  return length(devices) == length(rules)
    ? map(rules, (rule, at) => ({ ...rule, inputDevice: devices[at] as string | null }))
    : rules;
}

/** All rules of the family in the kernel's order, or null when it does not list them. */
function readRules(family: Family): LiveRule[] | null {
  const messages = dump(C.RTM_GETRULE, 0, { family: familyNumbers[family] });
  if (messages == null) {
    return null;
  }
  const rules = map(messages, (message) => ruleOf(message));
  const whole = withInputDevices(rules, messages, family);
  return filter(whole, (_, at) => isRelevant(messages[at] as NetlinkMessage));
}

function routeOf(message: NetlinkMessage): LiveRoute {
  return {
    destination: (message.dst ?? null) as string | null,
    source: (message.src ?? null) as string | null,
    kind: kinds[`${message.type}`] ?? "refuse",
    metric: numberIn(message, "priority") ?? 0,
    device: (message.oif ?? null) as string | null,
    gateway: (message.gateway ?? null) as string | null,
  };
}

/** The routes of these tables, by table. The kernel filters them, so that no others are parsed. */
function readTables(family: Family, tables: readonly number[]): LiveRouting["tables"] {
  const found: LiveRouting["tables"] = {};
  for (let i = 0; i < length(tables); i++) {
    const table = tables[i] as number;
    const wanted = { family: familyNumbers[family], table };
    const messages = dump(C.RTM_GETROUTE, C.NLM_F_STRICT_CHK, wanted) ?? [];
    const alive = filter(messages, (message) => !isDead(message.flags as number));
    found[`${table}`] = map(alive, (message) => routeOf(message));
  }
  return found;
}

export { readRules, readTables };
