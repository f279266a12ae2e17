/**
 * Reads rules and routes of everybody, as values to explain where a packet goes. Nothing is changed
 * here, and nothing is read unless somebody asks.
 */
import { request, "const" as C } from "ucode:rtnl";
import type { NetlinkMessage } from "ucode:rtnl";
import type { Family } from "../../shared/domain.ts";
import type { LiveRoute, LiveRouting, LiveRule, RouteKind } from "../engine/lookup.ts";
import { readRuleLines } from "./rule-lines.ts";
import { familyNumbers, isOwn, ruleOf } from "./routes.ts";

/** RTPROT_KERNEL: rules that are there on every router. */
const kernelProtocol = 2;

/** FR_ACT_NOP: a rule that does nothing. */
const nothing = 3;

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

/** RTNH_F_DEAD, the first bit of a route's flags: its device is down. */
function isDead(flags: number): boolean {
  return flags % 2 == 1;
}

function liveRuleOf(message: NetlinkMessage, family: Family): LiveRule {
  return { ...ruleOf(message, family), isOwn: isOwn(message), inputDevice: null };
}

/** Whether a packet without a type of service, sent by root or passed on, can meet the rule at all. */
function isRelevant(message: NetlinkMessage): boolean {
  const users = (message.uid_range ?? null) as number[] | null;
  return message.action != nothing && message.tos == 0 && (users == null || users[0] == 0);
}

/** The rules with their devices, which `ip` tells, when there are rules that can have one. */
function withInputDevices(
  rules: LiveRule[],
  messages: readonly NetlinkMessage[],
  family: Family
): LiveRule[] {
  const foreign = filter(messages, (one) => !isOwn(one) && one.protocol != kernelProtocol);
  const lines = length(foreign) == 0 ? [] : readRuleLines(family);
  const deviceIn = (line: string): string | null => match(line, / iif ([^ \n]+)/)?.[1] ?? null;
  return length(lines) == length(rules)
    ? map(rules, (rule, at) => ({ ...rule, inputDevice: deviceIn(lines[at] as string) }))
    : rules;
}

/** All rules of the family in the kernel's order, or null when it does not list them. */
function readRules(family: Family): LiveRule[] | null {
  const messages = dump(C.RTM_GETRULE, 0, { family: familyNumbers[family] });
  if (messages == null) {
    return null;
  }
  const rules = map(messages, (message) => liveRuleOf(message, family));
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
