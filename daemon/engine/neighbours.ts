/**
 * Rules of other programs, as far as ours have to do with them. One before ours that sends packets to
 * table main means "the ordinary Internet", and that is the uplink in use: ours goes before it and leads
 * its packets on to our own. One behind ours would never be asked: ours are its copies, before the rest.
 */
import { mainPriority, mainTable, priorities } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";

interface ForeignRule {
  rule: IpRule;
  /** It has conditions that no rule of ours can have, such as a device, or may have some. */
  isPeculiar: boolean;
}

/** What becomes of a rule: nothing, one of ours before it or in its place, or a warning. */
type Fate = "none" | "followed" | "copied" | "neglected";

/** Copies have priorities of their own, between `copy` and the rule for table main. */
const mostCopies = 99;

/** Whether packets that meet it take table main's default routes, as they would without it. */
function leadsToMain(rule: IpRule): boolean {
  return rule.goTo == null
    ? !rule.refuses && rule.table == mainTable && rule.suppressPrefixLength == null
    : rule.goTo > priorities.main;
}

/** Whether it is for all packets, or for none, as far as can be seen: it may have a condition that cannot. */
function isBare(rule: IpRule): boolean {
  const addressed = rule.mask ?? rule.source ?? rule.destination ?? rule.protocol;
  return (addressed ?? rule.sourcePorts ?? rule.destinationPorts) == null;
}

function fateOf(foreign: ForeignRule): Fate {
  const rule = foreign.rule;
  const isBefore = rule.priority < priorities.main;
  if (isBefore != leadsToMain(rule) || rule.priority >= mainPriority) {
    return "none";
  }
  // Main without its defaults harms nothing, whatever it is for: ours begin with the same.
  const isHarmless = rule.table == mainTable && rule.suppressPrefixLength != null && !rule.inverts;
  const isVague = foreign.isPeculiar || (isBare(rule) && !isHarmless);
  // Nothing can go before priority 0.
  return isVague || rule.priority == 0 ? "neglected" : isBefore ? "followed" : "copied";
}

function rulesOfFate(neighbours: readonly ForeignRule[], fate: Fate): IpRule[] {
  const found = filter(neighbours, (foreign) => fateOf(foreign) == fate);
  return map(found, (foreign) => foreign.rule);
}

/** One of ours before each that means "the ordinary Internet"; of the same there is but one. */
function followersOf(neighbours: readonly ForeignRule[]): IpRule[] {
  const followers = map(rulesOfFate(neighbours, "followed"), (rule) => ({
    ...rule,
    priority: rule.priority - 1,
    table: 0,
    goTo: priorities.main,
  }));
  const texts = map(followers, (one) => sprintf("%J", one));
  return filter(followers, (_, at) => index(texts, texts[at]) == at);
}

/** Copies of those behind ours, in their order: the first of them at priority `copy`. */
function copiesOf(neighbours: readonly ForeignRule[]): IpRule[] {
  const copied = slice(rulesOfFate(neighbours, "copied"), 0, mostCopies);
  return map(copied, (rule, at) => ({ ...rule, priority: priorities.copy + at }));
}

/** Those that should have a follower or a copy and have none. */
function neglectedIn(neighbours: readonly ForeignRule[]): IpRule[] {
  const beyond = slice(rulesOfFate(neighbours, "copied"), mostCopies);
  return [...rulesOfFate(neighbours, "neglected"), ...beyond];
}

export { copiesOf, fateOf, followersOf, neglectedIn, rulesOfFate };
export type { ForeignRule };
