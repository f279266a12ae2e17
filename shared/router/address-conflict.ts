/** IPv4 networks that the router is in twice: what is in them is reached on one side only. */
import type { UplinkConfig, Warning } from "../domain.ts";
import { quotient } from "./number.ts";
import { matchLine, quoted } from "./text.ts";

type Line = Pick<UplinkConfig, "section" | "label" | "interface">;

interface Addressed {
  interface: string;
  l3_device?: string;
  "ipv4-address"?: { address: string; mask: number }[];
}

/** The addresses of one network; `first` and `last` as numbers. */
interface Network {
  first: number;
  last: number;
  /** As it is written. */
  text: string;
  owner: Addressed;
  /** Null for an interface that is no uplink. */
  uplink: Line | null;
}

function numberOfAddress(address: string): number {
  const bytes = iptoarr(address);
  return bytes == null || length(bytes) != 4
    ? 0
    : (((bytes[0] as number) * 256 + (bytes[1] as number)) * 256 + (bytes[2] as number)) * 256 +
        (bytes[3] as number);
}

/** Null for the single address of a point-to-point line. */
function networkOf(
  entry: { address: string; mask: number },
  owner: Addressed,
  uplink: Line | null
): Network | null {
  let size = 1;
  for (let bits = entry.mask; bits < 32; bits++) {
    size *= 2;
  }
  const number = numberOfAddress(entry.address);
  const first = quotient(number, size) * size;
  const text = `${arrtoip(iptoarr(entry.address) as number[])}/${entry.mask}`;
  return size < 4 ? null : { first, last: first + size - 1, text, owner, uplink };
}

/** Whether providers leave it to everybody (RFC 1918): a modem's own network, not a provider's. */
function isPrivate(network: Network): boolean {
  return matchLine(network.text, /^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.)/) != null;
}

function conflictOf(a: Network, b: Network): Warning | null {
  if (a.owner.l3_device == b.owner.l3_device) {
    return null;
  }
  const uplink = b.uplink ?? a.uplink;
  const other = b.uplink == null ? b : a;
  if (uplink == null) {
    return null;
  }
  const code = "address_conflict";
  const section = uplink.section;
  if (other.uplink == null) {
    const lan = quoted(other.owner.interface);
    const message = `${uplink.label} is in the network of ${lan}, ${other.text}: the router cannot tell the two apart; give ${lan} other addresses under Network > Interfaces`;
    return { section, code, message };
  }
  // Two lines of one provider may well be in one network of its own.
  return isPrivate(other)
    ? {
        section,
        code,
        message: `${uplink.label} is in the network of ${other.uplink.label}, ${other.text}: what is there is reached through one of them only, a modem's name server as well; give one of the modems other addresses`,
      }
    : null;
}

/** Each uplink whose network is also that of another uplink or of the house. */
function conflictsAmong(uplinks: readonly Line[], interfaces: readonly Addressed[]): Warning[] {
  const users: { [name: string]: Line } = {};
  map(uplinks, (one) => (users[one.interface] = one));
  const networks: Network[] = [];
  for (let i = 0; i < length(interfaces); i++) {
    const one = interfaces[i] as Addressed;
    const addresses = one.interface == "loopback" ? [] : (one["ipv4-address"] ?? []);
    for (let k = 0; k < length(addresses); k++) {
      const entry = addresses[k] as { address: string; mask: number };
      const network = networkOf(entry, one, users[one.interface] ?? null);
      if (network != null) {
        push(networks, network);
      }
    }
  }
  // In this order a network overlaps one that reaches farther than all before it, or none.
  const ordered = sort(networks, (a, b) => a.first - b.first);
  const found: Warning[] = [];
  let before: Network | null = null;
  for (let i = 0; i < length(ordered); i++) {
    const network = ordered[i] as Network;
    const conflict =
      before != null && network.first <= before.last ? conflictOf(before, network) : null;
    if (conflict != null) {
      push(found, conflict);
    }
    before = before == null || network.last > before.last ? network : before;
  }
  return found;
}

export { conflictsAmong };
