/** The nftables rules by which new flows are shared among uplinks: a hash, cut into parts by weight. */
import type { BalanceBy, PortRange } from "../../shared/domain.ts";
import { portsText } from "../../shared/router/port-range.ts";
import type { PacketMatch } from "./policy.ts";

/** An uplink that may take new flows. */
interface Taker {
  slot: number;
  /** Its part of them, whole; 0 takes none. */
  weight: number;
}

/** The same on every router and load, or a reload would spread clients and sites anew. */
const hashSeed = "0x6d6d7761";

const transportHeader = "meta l4proto . th sport . th dport";

/** `{ 0-2 : goto mark_1, 3 : goto mark_2 }`, as wide as the weights. */
function verdictsByWeight(uplinks: readonly Taker[]): string {
  const entries: string[] = [];
  let from = 0;
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as Taker;
    const range = uplink.weight == 1 ? `${from}` : `${from}-${from + uplink.weight - 1}`;
    push(entries, `${range} : goto mark_${uplink.slot}`);
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

/** The rules that choose an uplink for a new flow; none when no uplink takes any. */
function choosingRules(balanceBy: BalanceBy, uplinks: readonly Taker[]): string[] {
  const takers = filter(uplinks, (uplink) => uplink.weight > 0);
  if (length(takers) < 2) {
    return map(takers, (uplink) => `goto mark_${uplink.slot}`);
  }
  let total = 0;
  for (let i = 0; i < length(takers); i++) {
    total += (takers[i] as Taker).weight;
  }
  const choice = `mod ${total} seed ${hashSeed} vmap ${verdictsByWeight(takers)}`;
  return [
    ...map(hashedFields(balanceBy, "ip"), (fields) => `meta nfproto ipv4 ${fields} ${choice}`),
    ...map(hashedFields(balanceBy, "ip6"), (fields) => `meta nfproto ipv6 ${fields} ${choice}`),
  ];
}

export { choosingRules, sparingRules };
