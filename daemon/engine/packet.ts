/** A packet as the kernel's routing rules see it, and whether a rule's conditions hold for it. */
import type { Family, PortRange } from "../../shared/domain.ts";
import { quotient } from "../../shared/router/number.ts";
import type { Protocol } from "../../shared/queries.ts";
import type { PacketMatch } from "./policy.ts";

/** What is null is not known, and matches no condition that asks for it. */
interface Packet {
  family: Family;
  /** Null for a packet of the router's own that has no address yet. */
  source: string | null;
  destination: string;
  /** IPPROTO_*. */
  protocol: number | null;
  sourcePort: number | null;
  destinationPort: number | null;
}

/** IPPROTO_* by family: the two have different ICMPs. */
const protocolNumbers: { [family in Family]: { [protocol in Protocol]: number } } = {
  ipv4: { tcp: 6, udp: 17, icmp: 1 },
  ipv6: { tcp: 6, udp: 17, icmp: 58 },
};

/** By how much to divide a byte so that only its first bits are left, by their number. */
const divisors = [256, 128, 64, 32, 16, 8, 4, 2];

/** Bits of a prefix that count: those written after the slash, else all. */
function prefixLength(prefix: string): number {
  const parts = split(prefix, "/");
  const bytes = length(parts) > 1 ? null : iptoarr(prefix);
  return bytes == null ? int(parts[1] ?? "0") : length(bytes) * 8;
}

/**
 * Whether an address or prefix such as `10.0.0.0/8` covers the address; null covers every address, and
 * nothing else covers null.
 */
function covers(prefix: string | null, address: string | null): boolean {
  if (prefix == null) {
    return true;
  }
  const network = iptoarr(split(prefix, "/")[0] as string);
  const bytes = address == null ? null : iptoarr(address);
  if (network == null || bytes == null || length(network) != length(bytes)) {
    return false;
  }
  const bits = prefixLength(prefix);
  const whole = quotient(bits, 8);
  for (let i = 0; i < whole; i++) {
    if (network[i] != bytes[i]) {
      return false;
    }
  }
  const divisor = divisors[bits % 8] as number;
  return (
    bits % 8 == 0 ||
    quotient(network[whole] as number, divisor) == quotient(bytes[whole] as number, divisor)
  );
}

/** Whether the port is in the range; no range takes any port, and no port is in a range. */
function holdsPort(range: PortRange | null, port: number | null): boolean {
  return range == null || (port != null && port >= range.from && port <= range.to);
}

/** Whether a rule's conditions hold, those on marks and devices aside. */
function isAsked(rule: Omit<PacketMatch, "family">, packet: Packet): boolean {
  return (
    covers(rule.source, packet.source) &&
    covers(rule.destination, packet.destination) &&
    (rule.protocol == null || rule.protocol == packet.protocol) &&
    holdsPort(rule.sourcePorts, packet.sourcePort) &&
    holdsPort(rule.destinationPorts, packet.destinationPort)
  );
}

/**
 * Whether the destination is one that routing rules have no say in: multicast and broadcast, and
 * addresses that mean something on their own link alone (RFC 5771, RFC 919, RFC 4291).
 */
function isUnrouted(destination: string): boolean {
  const prefixes = ["224.0.0.0/4", "255.255.255.255", "ff00::/8", "fe80::/10"];
  return length(filter(prefixes, (prefix) => covers(prefix, destination))) > 0;
}

export { protocolNumbers, prefixLength, covers, holdsPort, isAsked, isUnrouted };
export type { Packet };
