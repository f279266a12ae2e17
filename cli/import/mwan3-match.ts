/** What traffic a rule of mwan3's is for, in the options of ours. */
import { prefixOf } from "../../shared/router/address.ts";
import { wholeNumberOf } from "../../shared/router/number.ts";
import { matchLine, quoted } from "../../shared/router/text.ts";
import { textOf, wordsOf } from "./draft.ts";
import type { SourceSection } from "./draft.ts";

/** The options of one rule of ours that say what it matches. */
interface Match {
  [option: string]: string;
}

/** Either the rules of ours that match the same together, or why there are none. */
interface Matching {
  matches: Match[];
  objection: string | null;
}

/** So many rules may come of one. */
const mostParts = 16;

/** The kernel's rules take ports up to this. */
const highestPort = 65534;

/** mwan3 hands protocols to iptables, which takes names and numbers. */
const protocols: { [word: string]: Match } = {
  all: {},
  any: {},
  "0": {},
  tcp: { proto: "tcp" },
  "6": { proto: "tcp" },
  udp: { proto: "udp" },
  "17": { proto: "udp" },
  icmp: { proto: "icmp", family: "ipv4" },
  "1": { proto: "icmp", family: "ipv4" },
  icmpv6: { proto: "icmp", family: "ipv6" },
  "ipv6-icmp": { proto: "icmp", family: "ipv6" },
  "58": { proto: "icmp", family: "ipv6" },
};

/** Words between commas or blanks; a list has them all. */
function partsOf(value: unknown): string[] {
  return filter(split(join(" ", wordsOf(value)), /[ ,]+/), (part) => part != "");
}

function isProtocolWithPorts(section: SourceSection): boolean {
  return index(["tcp", "udp", "6", "17"], lc(textOf(section.proto) ?? "")) >= 0;
}

/** Null for a part that we cannot match. */
function addressMatch(option: string, part: string): Match | null {
  const prefix = prefixOf(part);
  if (prefix == null) {
    return null;
  }
  return prefix.length == 0 ? { family: prefix.family } : { [option]: part, family: prefix.family };
}

function portMatch(option: string, part: string): Match | null {
  const ends = matchLine(part, /^([0-9]{1,5})([:-]([0-9]{1,5}))?$/);
  if (ends == null) {
    return null;
  }
  const from = max(1, wholeNumberOf(ends[1] as string) ?? 1);
  const to = ends[3] == null || ends[3] == "" ? from : (wholeNumberOf(ends[3]) ?? 0);
  if (from > highestPort || to < from || to > highestPort + 1) {
    return null;
  }
  const last = min(to, highestPort);
  return { [option]: from == last ? `${from}` : `${from}-${last}` };
}

/** Both at once; null when one is for IPv4 and the other for IPv6. */
function joined(one: Match, other: Match): Match | null {
  const clash = one.family != null && other.family != null && one.family != other.family;
  return clash ? null : { ...one, ...other };
}

/** Every match with every alternative; those that contradict each other are left out. */
function crossed(matches: readonly Match[], alternatives: readonly Match[]): Match[] {
  const all: Match[] = [];
  for (let i = 0; i < length(matches); i++) {
    for (let k = 0; k < length(alternatives); k++) {
      const both = joined(matches[i] as Match, alternatives[k] as Match);
      if (both != null) {
        push(all, both);
      }
    }
  }
  return all;
}

function refused(objection: string): Matching {
  return { matches: [], objection };
}

/** The alternatives of one option; an option that is not there has one that matches all. */
function alternativesOf(
  section: SourceSection,
  option: string
): { found: Match[]; bad: string | null } {
  const isPort = option == "src_port" || option == "dest_port";
  const parts = isPort && !isProtocolWithPorts(section) ? [] : partsOf(section[option]);
  const found: Match[] = [];
  for (let i = 0; i < length(parts); i++) {
    const part = parts[i] as string;
    const match = isPort ? portMatch(option, part) : addressMatch(option, part);
    if (match == null) {
      return { found, bad: part };
    }
    push(found, match);
  }
  return { found: length(found) > 0 ? found : [{}], bad: null };
}

/** The rules of ours, without what they use, that match what the section does. */
function matchesOf(section: SourceSection): Matching {
  const narrowing = ["ipset", "src_iface"];
  for (let i = 0; i < length(narrowing); i++) {
    const option = narrowing[i] as string;
    if (length(wordsOf(section[option])) > 0) {
      return refused(`${option} cannot be matched, and without it the rule would take more`);
    }
  }
  const proto = lc(textOf(section.proto) ?? "all");
  if (!exists(protocols, proto)) {
    return refused(`protocol ${quoted(proto)} cannot be matched`);
  }
  const family = textOf(section.family) ?? "any";
  let matches: Match[] = [family == "ipv4" || family == "ipv6" ? { family } : {}];
  matches = crossed(matches, [protocols[proto] as Match]);
  const options = ["src_ip", "dest_ip", "src_port", "dest_port"];
  for (let i = 0; i < length(options); i++) {
    const option = options[i] as string;
    const alternatives = alternativesOf(section, option);
    if (alternatives.bad != null) {
      return refused(`${option} ${quoted(alternatives.bad)} cannot be matched`);
    }
    matches = crossed(matches, alternatives.found);
  }
  if (length(matches) == 0) {
    return refused("its addresses and its family contradict each other");
  }
  return length(matches) > mostParts
    ? refused(`it would take ${length(matches)} rules`)
    : { matches, objection: null };
}

/** The families of which a rule of mwan3's takes all traffic. */
function familiesTakenWhole(section: SourceSection): string[] {
  const matching = matchesOf(section);
  const whole = filter(
    matching.matches,
    (match) => length(filter(keys(match), (option) => option != "family")) == 0
  );
  if (length(whole) == 0) {
    return [];
  }
  const families = map(whole, (match) => match.family ?? "both");
  return index(families, "both") >= 0
    ? ["ipv4", "ipv6"]
    : filter(["ipv4", "ipv6"], (family) => index(families, family) >= 0);
}

export { familiesTakenWhole, isProtocolWithPorts, matchesOf };
export type { Match };
