/**
 * The nftables rules by which new flows are shared among uplinks: a hash, cut into parts by weight. The part
 * of an uplink that takes none for now is shared out again among the others, by a hash of its own: what
 * belongs to them stays where it is, and it gets its own part back.
 */
import type { BalanceBy, Family, PortRange } from "../../shared/domain.ts";
import { portsText } from "../../shared/router/port-range.ts";
import type { PacketMatch } from "./policy.ts";
import { families } from "./state.ts";

/** An uplink that may take new flows. */
interface Taker {
  slot: number;
  /** Its part of them, whole; 0 takes none. */
  weight: number;
  /** Families whose new flows it takes now. */
  takes: Family[];
}

/** The rules that choose, and those that choose anew for the part of one that takes none. */
interface Choosing {
  first: string[];
  again: string[];
}

/** The same on every router and load, or a reload would spread clients and sites anew. */
const seeds = { first: "0x6d6d7761", again: "0x6d6d7762" };

const transportHeader = "meta l4proto . th sport . th dport";

function isTaking(uplink: Taker, family: Family): boolean {
  return uplink.weight > 0 && index(uplink.takes, family) >= 0;
}

/** `{ 0-2 : goto mark_1, 3 : goto again }`, as wide as the weights. */
function verdictsByWeight(uplinks: readonly Taker[], family: Family): string {
  const entries: string[] = [];
  let from = 0;
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as Taker;
    const range = uplink.weight == 1 ? `${from}` : `${from}-${from + uplink.weight - 1}`;
    const verdict = isTaking(uplink, family) ? `mark_${uplink.slot}` : "again";
    push(entries, `${range} : goto ${verdict}`);
    from += uplink.weight;
  }
  return `{ ${join(", ", entries)} }`;
}

/** What is hashed, the first that a packet has. */
function hashedFields(balanceBy: BalanceBy, family: string): string[] {
  const addresses = `${family} saddr . ${family} daddr`;
  switch (balanceBy) {
    case "client":
      return [`jhash ${family} saddr`];
    case "flow":
      return [
        `meta l4proto { tcp, udp, sctp } jhash ${addresses} . ${transportHeader}`,
        `jhash ${addresses}`,
      ];
    default:
      return [`jhash ${addresses}`];
  }
}

function portTerm(name: string, range: PortRange | null): string[] {
  return range == null ? [] : [`th ${name} ${portsText(range)}`];
}

/** The rule's conditions in nft's words; an address is one of the kernel's own writing. */
function termsOf(match: PacketMatch): string[] {
  const header = match.family == "ipv4" ? "ip" : "ip6";
  return [
    `meta nfproto ${match.family}`,
    ...(match.source == null ? [] : [`${header} saddr ${match.source}`]),
    ...(match.destination == null ? [] : [`${header} daddr ${match.destination}`]),
    ...(match.protocol == null ? [] : [`meta l4proto ${match.protocol}`]),
    ...portTerm("sport", match.sourcePorts),
    ...portTerm("dport", match.destinationPorts),
  ];
}

/** The rules that leave the flows of these packets as they are. */
function sparingRules(matches: readonly PacketMatch[]): string[] {
  return map(matches, (match) => `${join(" ", termsOf(match))} return`);
}

/** The rules that share a family's new flows among these. */
function drawingRules(
  balanceBy: BalanceBy,
  family: Family,
  uplinks: readonly Taker[],
  seed: string
): string[] {
  let total = 0;
  for (let i = 0; i < length(uplinks); i++) {
    total += (uplinks[i] as Taker).weight;
  }
  const choice = `mod ${total} seed ${seed} vmap ${verdictsByWeight(uplinks, family)}`;
  const fields = hashedFields(balanceBy, family == "ipv4" ? "ip" : "ip6");
  return map(fields, (one) => `meta nfproto ${family} ${one} ${choice}`);
}

/** The rules that choose an uplink for a new flow; none for a family whose flows no uplink takes. */
function choosingRules(balanceBy: BalanceBy, uplinks: readonly Taker[]): Choosing {
  const choosing: Choosing = { first: [], again: [] };
  const sharers = filter(uplinks, (uplink) => uplink.weight > 0);
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    const takers = filter(sharers, (uplink) => isTaking(uplink, family));
    if (length(takers) == 1) {
      push(choosing.first, `meta nfproto ${family} goto mark_${takers[0]?.slot}`);
    } else if (length(takers) > 1) {
      push(choosing.first, ...drawingRules(balanceBy, family, sharers, seeds.first));
      if (length(takers) < length(sharers)) {
        push(choosing.again, ...drawingRules(balanceBy, family, takers, seeds.again));
      }
    }
  }
  return choosing;
}

export { choosingRules, sparingRules };
