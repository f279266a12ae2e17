/**
 * Prefixes and addresses of lines that are no uplinks: a tunnel broker's, a third WAN's, those of an uplink
 * with `family ipv4`. Only their own provider takes packets from them, so they keep table main, as without
 * Mini-MWAN. In IPv4 nothing is gained: an address says nothing to main, and the LAN's are private.
 */
import type { Family } from "../../shared/domain.ts";
import { mainPriority, priorities, ruleTo } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";
import type { State } from "./state.ts";

/** More than a household has; each is a rule. */
const mostSources = 64;

/** An address counts with its default route alone: the LAN's have none. A prefix is delegated by a provider. */
function outsideSourcesOf(state: State, family: Family): string[] {
  const own: string[] = [];
  for (let section in state.uplinks) {
    push(own, ...(state.uplinks[section]?.paths?.[family]?.facts?.sources ?? []));
  }
  const outside: string[] = [];
  // Where no uplink has any, nothing is steered.
  const all = family == "ipv6" && length(own) > 0 ? state.facts : null;
  for (let name in all) {
    const facts = all?.[name]?.ipv6;
    const sources = filter(
      facts?.sources ?? [],
      (source) =>
        (facts?.hasDefaultRoute || index(source, "/") >= 0) &&
        index([...own, ...outside], source) < 0
    );
    push(outside, ...sources);
  }
  return slice(outside, 0, mostSources);
}

/** Rules that lead these past all the others of ours. */
function outsideRulesOf(state: State, family: Family): IpRule[] {
  return map(outsideSourcesOf(state, family), (source) => ({
    ...ruleTo(0, priorities.outside),
    source,
    goTo: mainPriority,
  }));
}

export { outsideRulesOf, outsideSourcesOf };
