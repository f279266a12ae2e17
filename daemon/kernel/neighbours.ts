/** Reads what others have in the kernel that ours have to do with. Nothing here waits on the bus or nft. */
import { request, "const" as C } from "ucode:rtnl";
import type { NetlinkMessage } from "ucode:rtnl";
import type { Family } from "../../shared/domain.ts";
import { fateOf } from "../engine/neighbours.ts";
import type { ForeignRule } from "../engine/neighbours.ts";
import { readRuleLines } from "./rule-lines.ts";
import { familyNumbers, isOwn, ruleOf } from "./routes.ts";

/** RTPROT_KERNEL: rules that are there on every router. */
const kernelProtocol = 2;

/** Conditions that no rule of ours can have. */
const peculiar = / (iif|oif|tun_id|dscp|flowlabel) /;

function dump(command: number, flags: number, message: NetlinkMessage): NetlinkMessage[] {
  const reply = request(command, C.NLM_F_DUMP + flags, message);
  return type(reply) == "array" ? (reply as NetlinkMessage[]) : [];
}

function isForeign(message: NetlinkMessage): boolean {
  // FR_ACT_NOP does nothing.
  return !isOwn(message) && message.protocol != kernelProtocol && message.action != 3;
}

/** Whether what rtnl tells of the rule already shows that it is one of a kind; 8 and more: its device is not there. */
function isKnownPeculiar(message: NetlinkMessage): boolean {
  return (
    message.tos != 0 ||
    (message.flags as number) >= 8 ||
    (message.uid_range ?? message.l3mdev ?? message.suppress_ifgroup) != null
  );
}

/**
 * Rules of others in the kernel's order. `ip` is started for what rtnl does not tell, and only when there
 * is a rule to follow or to copy.
 */
function readForeignRules(family: Family): ForeignRule[] {
  const messages = dump(C.RTM_GETRULE, 0, { family: familyNumbers[family] });
  const found: ForeignRule[] = [];
  let lines: string[] | null = null;
  for (let i = 0; i < length(messages); i++) {
    const message = messages[i] as NetlinkMessage;
    if (!isForeign(message)) {
      continue;
    }
    const one: ForeignRule = {
      rule: ruleOf(message, family),
      isPeculiar: isKnownPeculiar(message),
    };
    if (fateOf(one) == "followed" || fateOf(one) == "copied") {
      lines ??= readRuleLines(family);
      // As many lines as rules, or nothing is sure.
      one.isPeculiar =
        length(lines) != length(messages) || match(lines[i] as string, peculiar) != null;
    }
    push(found, one);
  }
  return found;
}

/** Those of the tables, which are ours, that have routes of somebody else. */
function readTakenTables(family: Family, tables: readonly number[]): number[] {
  return filter(tables, (table) => {
    const wanted = { family: familyNumbers[family], table };
    const routes = dump(C.RTM_GETROUTE, C.NLM_F_STRICT_CHK, wanted);
    return length(filter(routes, (route) => !isOwn(route))) > 0;
  });
}

export { readForeignRules, readTakenTables };
