/** What of routing is in force: everybody's rules, our routes, our table of marks. */
import { request, "const" as C } from "ucode:rtnl";
import type { NetlinkMessage } from "ucode:rtnl";
import { outputOf } from "./system.ts";

/** Route protocol number of everything the daemon owns. */
const ownProtocol = 77;

/** AF_INET and AF_INET6. */
const families = { ipv4: 2, ipv6: 10 };

const maxTableBytes = 8192;

function dump(command: number, flags: number, message: NetlinkMessage): NetlinkMessage[] {
  const reply = request(command, C.NLM_F_DUMP + flags, message);
  return type(reply) == "array" ? (reply as NetlinkMessage[]) : [];
}

/** The attribute behind its word; nothing when it is not there. */
function part(word: string, value: unknown): string {
  return value == null ? "" : ` ${word} ${value}`;
}

function hex(value: unknown): string | null {
  return type(value) == "int" ? sprintf("0x%x", value) : null;
}

function range(value: unknown): string | null {
  return type(value) == "array" ? join("-", value as unknown[]) : null;
}

function actionText(rule: NetlinkMessage): string {
  if (rule.action == C.FR_ACT_TO_TBL) {
    return part("table", rule.table);
  }
  return rule.goto == null ? part("action", rule.action) : part("goto", rule.goto);
}

function ruleText(rule: NetlinkMessage): string {
  const mark = rule.fwmask == null ? null : `${hex(rule.fwmark ?? 0)}/${hex(rule.fwmask)}`;
  const suppressed = rule.suppress_prefixlen as number | null;
  return join("", [
    `${rule.priority ?? 0}:`,
    part("from", rule.src),
    part("to", rule.dst),
    part("mark", mark),
    part("iif", rule.iif),
    part("oif", rule.oif),
    part("ip_proto", rule.ip_proto),
    part("sport", range(rule.sport_range)),
    part("dport", range(rule.dport_range)),
    actionText(rule),
    suppressed == null || suppressed < 0 ? "" : part("suppress_prefixlength", suppressed),
    rule.protocol == ownProtocol ? " (ours)" : "",
  ]);
}

function routeText(route: NetlinkMessage): string {
  return join("", [
    `table ${route.table}: ${route.dst ?? "default"}`,
    part("via", route.gateway),
    part("dev", route.oif),
    part("metric", route.priority),
  ]);
}

function linesOr(lines: string[], none: string): string {
  return length(lines) == 0 ? none : join("\n", lines);
}

/** All rules of both families, by priority, and the routes that are ours. */
function routingText(): string {
  const parts: string[] = [];
  for (let family in families) {
    const number = families[family as "ipv4" | "ipv6"];
    const rules = dump(C.RTM_GETRULE, 0, { family: number });
    const filtered = { family: number, protocol: ownProtocol };
    const routes = filter(
      dump(C.RTM_GETROUTE, C.NLM_F_STRICT_CHK, filtered),
      (route) => route.protocol == ownProtocol
    );
    const ruleLines = map(rules, (rule) => ruleText(rule));
    const routeLines = map(routes, (route) => routeText(route));
    push(parts, `${family} rules`, linesOr(ruleLines, "none"));
    push(parts, `${family} routes of ours`, linesOr(routeLines, "none"));
  }
  return join("\n", parts);
}

/** Our table of nftables as nft prints it. */
function markingText(): string {
  const table = outputOf("nft list table inet mini_mwan 2>&1", maxTableBytes);
  if (table == null) {
    return "nft is not installed";
  }
  return substr(table, 0, 6) == "Error:" ? (split(table, "\n")[0] as string) : trim(table);
}

export { markingText, routingText };
