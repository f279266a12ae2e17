/** Which of an interface's IPv6 addresses probes are sent from. */
import { quotient } from "../../shared/router/number.ts";
import type { NetifdAddress, NetifdAssignment, NetifdInterface, NetifdPrefix } from "./dump.ts";

/** The larger, the better to probe from. */
const suitability = { linkLocal: 1, uniqueLocal: 2, deprecated: 3, assigned: 4, preferred: 5 };

/** Whether the address is in 2000::/3, the only part that is global unicast (RFC 4291, 2.4). */
function isGlobal(address: string): boolean {
  const first = iptoarr(address)?.[0] ?? 0;
  return first >= 32 && first < 64;
}

function isLinkLocal(address: string): boolean {
  const bytes = iptoarr(address);
  const second = bytes?.[1] ?? 0;
  return bytes?.[0] == 254 && second >= 128 && second < 192;
}

function suitabilityOf(entry: NetifdAddress): number {
  if (isGlobal(entry.address)) {
    return entry.preferred == 0 ? suitability.deprecated : suitability.preferred;
  }
  return isLinkLocal(entry.address) ? suitability.linkLocal : suitability.uniqueLocal;
}

/** Whether the first `mask` bits of both are the same. */
function isInPrefix(address: string, prefix: NetifdPrefix): boolean {
  const bytes = iptoarr(address);
  const first = iptoarr(prefix.address);
  if (bytes == null || first == null || length(bytes) != length(first)) {
    return false;
  }
  let bits = prefix.mask;
  for (let i = 0; bits > 0; i++) {
    // 256 / 2^bits, the size of a step in the last byte that counts.
    let step = 1;
    for (let unused = bits; unused < 8; unused++) {
      step *= 2;
    }
    const ours = bytes[i] as number;
    const theirs = first[i] as number;
    if (quotient(ours, step) != quotient(theirs, step)) {
      return false;
    }
    bits -= 8;
  }
  return true;
}

function isInAny(address: string, prefixes: NetifdPrefix[]): boolean {
  return length(filter(prefixes, (prefix) => isInPrefix(address, prefix))) > 0;
}

/** Addresses of the router itself, on whatever interface, in the prefixes delegated to this one. */
function assignedAddresses(entry: NetifdInterface, all: NetifdInterface[]): NetifdAddress[] {
  const found: NetifdAddress[] = [];
  const prefixes = entry["ipv6-prefix"] ?? [];
  for (let i = 0; i < length(all); i++) {
    const assignments = all[i]?.["ipv6-prefix-assignment"] ?? [];
    for (let k = 0; k < length(assignments); k++) {
      const assignment = assignments[k] as NetifdAssignment;
      const address = assignment["local-address"]?.address;
      if (address != null && isInAny(address, prefixes)) {
        push(found, { ...assignment, address });
      }
    }
  }
  return found;
}

interface Candidate {
  entry: NetifdAddress;
  suitability: number;
}

function candidatesOf(entry: NetifdInterface, all: NetifdInterface[]): Candidate[] {
  const own = map(entry["ipv6-address"] ?? [], (address) => ({
    entry: address,
    suitability: suitabilityOf(address),
  }));
  const assigned = map(assignedAddresses(entry, all), (address) => ({
    entry: address,
    suitability: min(suitabilityOf(address), suitability.assigned),
  }));
  return [...own, ...assigned];
}

/** Whether `a` is better to probe from than `b`. */
function isBetter(a: Candidate, b: Candidate | null, previous: string | null): boolean {
  if (b == null || a.suitability != b.suitability) {
    return b == null || a.suitability > b.suitability;
  }
  if (a.entry.address == previous || b.entry.address == previous) {
    return a.entry.address == previous;
  }
  const limit = b.entry.preferred;
  return limit != null && (a.entry.preferred == null || a.entry.preferred > limit);
}

/**
 * A global address that is not deprecated; else the router's own in a prefix that the interface was
 * delegated; else whatever it has. Of several equal ones `previous`, so that lifetimes that are
 * refreshed in turns move nothing; else the one preferred longest. Null when there is none.
 */
function probeAddress(
  entry: NetifdInterface,
  all: NetifdInterface[],
  previous: string | null
): string | null {
  const candidates = candidatesOf(entry, all);
  let best: Candidate | null = null;
  for (let i = 0; i < length(candidates); i++) {
    const candidate = candidates[i] as Candidate;
    if (isBetter(candidate, best, previous)) {
      best = candidate;
    }
  }
  return best?.entry?.address ?? null;
}

export { isGlobal, isLinkLocal, probeAddress };
