/**
 * Rules of other programs, as far as ours have to do with them. One before ours that sends packets to
 * table main means "the ordinary Internet", and that is the uplink in use: ours goes before it and leads
 * its packets on to our own. One behind ours would never be asked: ours are its copies, before the rest.
 */
import { mainPriority, mainTable, priorities, ruleTo } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";

interface ForeignRule {
  rule: IpRule;
  /** It has conditions that no rule of ours can have, such as a device, or may have some. */
  isPeculiar: boolean;
}

/** Copies have priorities of their own, between `copy` and the rule for table main. */
const mostCopies = 100;

/** Whether packets that meet it take table main's default routes, as they would without it. */
function leadsToMain(rule: IpRule): boolean {
  return rule.goTo == null
    ? !rule.refuses && rule.table == mainTable && rule.suppressPrefixLength == null
    : rule.goTo > priorities.main;
}

function isBefore(rule: IpRule): boolean {
  return rule.priority < priorities.main;
}

/** Whether the rule's packets would go elsewhere than without Mini-MWAN, were it not for a rule of ours. */
function isConcerned(rule: IpRule): boolean {
  return isBefore(rule) ? leadsToMain(rule) : rule.priority < mainPriority && !leadsToMain(rule);
}

/** Whether it is for all packets, or for none, as far as can be seen: it may have a condition that cannot. */
function isBare(rule: IpRule): boolean {
  const any = ruleTo(0, 0);
  return (
    rule.mask == any.mask &&
    rule.source == any.source &&
    rule.destination == any.destination &&
    rule.protocol == any.protocol &&
    rule.sourcePorts == any.sourcePorts &&
    rule.destinationPorts == any.destinationPorts
  );
}

/** Whether a rule of ours can be for the same packets; nothing can go before priority 0. */
function isExpressible(foreign: ForeignRule): boolean {
  const rule = foreign.rule;
  // Main without its defaults harms nothing, whatever it is for: ours begin with the same.
  const isHarmless = rule.table == mainTable && rule.suppressPrefixLength != null && !rule.inverts;
  return !foreign.isPeculiar && rule.priority > 0 && (!isBare(rule) || isHarmless);
}

/** Those that have a follower, or a copy. */
function expressibleIn(neighbours: readonly ForeignRule[], before: boolean): IpRule[] {
  const found = filter(
    neighbours,
    (foreign) =>
      isConcerned(foreign.rule) && isBefore(foreign.rule) == before && isExpressible(foreign)
  );
  const rules = map(found, (foreign) => foreign.rule);
  return before ? rules : slice(rules, 0, mostCopies);
}

/** One of ours before each that means "the ordinary Internet"; of the same there is but one. */
function followersOf(neighbours: readonly ForeignRule[]): IpRule[] {
  const followers = map(expressibleIn(neighbours, true), (rule) => ({
    ...rule,
    priority: rule.priority - 1,
    table: 0,
    goTo: priorities.main,
  }));
  const texts = map(followers, (one) => sprintf("%J", one));
  return filter(followers, (_, at) => index(texts, texts[at]) == at);
}

/** Those behind ours that are copied, in their order: the first of them to priority `copy`. */
function copiedIn(neighbours: readonly ForeignRule[]): IpRule[] {
  return expressibleIn(neighbours, false);
}

function copiesOf(neighbours: readonly ForeignRule[]): IpRule[] {
  return map(copiedIn(neighbours), (rule, at) => ({ ...rule, priority: priorities.copy + at }));
}

/** Those that should have a follower or a copy and cannot. */
function neglectedIn(neighbours: readonly ForeignRule[]): IpRule[] {
  const rules = map(neighbours, (foreign) => foreign.rule);
  const heeded = [...expressibleIn(neighbours, true), ...expressibleIn(neighbours, false)];
  return filter(rules, (rule) => isConcerned(rule) && index(heeded, rule) < 0);
}

export { copiedIn, copiesOf, followersOf, isBefore, isConcerned, neglectedIn };
export type { ForeignRule };
