/**
 * Policy rules as rules of the kernel.
 *
 * One that refuses stands before marks and sources, which lead flows of a dead uplink to the survivor:
 * its traffic leaves through its own uplink or not at all. One that does not refuse stands behind them,
 * so that flows stay where they are. The first in the file counts: where one that refuses follows, the
 * traffic of one that does not is led past it.
 */
import type { Family, PolicyRule, PortRange } from "../../shared/domain.ts";
import { flowTable, probeTable } from "../../shared/router/mark.ts";
import { respectedDefault } from "./foreign-default.ts";
import { priorities, ruleTo } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";
import { outsideSourcesOf } from "./outside.ts";
import { overrideOf } from "./override.ts";
import { protocolNumbers } from "./packet.ts";
import { families } from "./state.ts";
import type { State, UplinkState } from "./state.ts";

/** Which packets of one family a rule is about. */
interface PacketMatch {
  family: Family;
  /** Address or prefix, or null for any. */
  source: string | null;
  destination: string | null;
  /** IPPROTO_*, or null for any. */
  protocol: number | null;
  sourcePorts: PortRange | null;
  destinationPorts: PortRange | null;
}

/** The packets of a family that the rule is about; a rule of the kernel knows one protocol. */
function matchesOf(rule: PolicyRule, family: Family): PacketMatch[] {
  if (index(rule.families, family) < 0) {
    return [];
  }
  const numbers = map(rule.protocols, (name) => protocolNumbers[family][name]);
  const protocols: (number | null)[] = length(numbers) == 0 ? [null] : numbers;
  return map(protocols, (protocol) => ({
    family,
    source: rule.source,
    destination: rule.destination,
    protocol,
    sourcePorts: rule.sourcePorts,
    destinationPorts: rule.destinationPorts,
  }));
}

/** The kernel's rule for the packets, leading to a table. */
function ruleFor(match: PacketMatch, table: number, priority: number): IpRule {
  return {
    ...ruleTo(table, priority),
    source: match.source,
    destination: match.destination,
    protocol: match.protocol,
    sourcePorts: match.sourcePorts,
    destinationPorts: match.destinationPorts,
  };
}

/** The rules of a configuration that is switched on. */
function rulesOf(state: State): PolicyRule[] {
  const config = state.config;
  return config == null || !config.global.enabled ? [] : config.rules;
}

function isRefusing(rule: PolicyRule, family: Family): boolean {
  return rule.refuses && index(rule.families, family) >= 0;
}

/** Whether there is traffic of the family that must not leave by any uplink but its own. */
function refusesAny(state: State, family: Family): boolean {
  return length(filter(rulesOf(state), (rule) => isRefusing(rule, family))) > 0;
}

/** The uplink that takes the rule's new flows, or null while it is not to be used for them. */
function takerOf(
  state: State,
  rule: PolicyRule,
  family: Family,
  nowMs: number
): UplinkState | null {
  const uplink = rule.use == null ? null : state.uplinks[rule.use];
  if (uplink == null || !uplink.config.enabled || uplink.paths[family] == null) {
    return null;
  }
  const order = overrideOf(state.overrides, uplink.config.section, nowMs)?.kind;
  return order == "disable" || (order == "drain" && !rule.refuses) ? null : uplink;
}

/** The rules before the marks: for each policy rule two priorities, in the order of the file. */
function strictRulesOf(state: State, family: Family, passOn: number, nowMs: number): IpRule[] {
  const policy = rulesOf(state);
  let last = length(policy) - 1;
  while (last >= 0 && !isRefusing(policy[last] as PolicyRule, family)) {
    last--;
  }
  const rules: IpRule[] = [];
  for (let i = 0; i <= last; i++) {
    const rule = policy[i] as PolicyRule;
    const matches = matchesOf(rule, family);
    const priority = priorities.strict + 2 * i;
    const uplink = takerOf(state, rule, family, nowMs);
    if (!rule.refuses) {
      push(rules, ...map(matches, (match) => ({ ...ruleFor(match, 0, priority), goTo: passOn })));
      continue;
    }
    if (uplink != null) {
      // Its probe table always leads through it, or nowhere.
      const table = probeTable(uplink.slot);
      push(rules, ...map(matches, (match) => ruleFor(match, table, priority)));
    }
    push(
      rules,
      ...map(matches, (match) => ({ ...ruleFor(match, 0, priority + 1), refuses: true }))
    );
  }
  return rules;
}

/**
 * The rules of those that do not refuse, behind marks and sources. They lead to the flow table, which
 * leads to the uplink in use while their own is offline.
 */
function ordinaryRulesOf(state: State, family: Family, nowMs: number): IpRule[] {
  const policy = rulesOf(state);
  const rules: IpRule[] = [];
  for (let i = 0; i < length(policy); i++) {
    const rule = policy[i] as PolicyRule;
    const uplink = rule.refuses ? null : takerOf(state, rule, family, nowMs);
    if (uplink != null) {
      const table = flowTable(uplink.slot);
      const priority = priorities.policy + i;
      push(rules, ...map(matchesOf(rule, family), (match) => ruleFor(match, table, priority)));
    }
  }
  return rules;
}

/** Whether new flows go through the section's uplink because rules say so. */
function isWantedByRules(state: State, section: string, family: Family, nowMs: number): boolean {
  const wanting = filter(
    rulesOf(state),
    (rule) =>
      rule.use == section &&
      index(rule.families, family) >= 0 &&
      takerOf(state, rule, family, nowMs) != null
  );
  return length(wanting) > 0;
}

/** Packets that others decide about: all of a family whose default route is not ours, or what comes from no uplink. */
function othersOf(state: State): PacketMatch[] {
  const any = { destination: null, protocol: null, sourcePorts: null, destinationPorts: null };
  const matches: PacketMatch[] = [];
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    const all = respectedDefault(state, family) == null ? [] : [null];
    const sources = [...all, ...outsideSourcesOf(state, family)];
    push(matches, ...map(sources, (source) => ({ family, source, ...any })));
  }
  return matches;
}

/** Packets whose way rules or others decide: sharing leaves their flows alone. */
function unsharedOf(state: State, nowMs: number): PacketMatch[] {
  const policy = rulesOf(state);
  const unshared: PacketMatch[] = othersOf(state);
  for (let i = 0; i < length(policy); i++) {
    const rule = policy[i] as PolicyRule;
    for (let j = 0; j < length(families); j++) {
      const family = families[j] as Family;
      if (rule.refuses || takerOf(state, rule, family, nowMs) != null) {
        push(unshared, ...matchesOf(rule, family));
      }
    }
  }
  return unshared;
}

export { isWantedByRules, ordinaryRulesOf, refusesAny, strictRulesOf, unsharedOf };
export type { PacketMatch };
