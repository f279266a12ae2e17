/** IP addresses as texts. */
import type { Family } from "../domain.ts";
import { quotient, wholeNumberOf } from "./number.ts";

// Made once: in a function it would be made anew by each call, which takes far longer than to use it.
const noAddressByte = /[^\n0-9A-Fa-f:.]/;

/** The family of an address without prefix, port or zone; null for every other text. */
function familyOfAddress(text: string): Family | null {
  const isStrange =
    length(text) > 45 || index(text, "\n") >= 0 || match(text, noAddressByte) != null;
  const bytes = isStrange ? null : iptoarr(text);
  if (bytes == null) {
    return null;
  }
  if (length(bytes) == 16) {
    return "ipv6";
  }
  // The C library also reads short forms such as `1.1`.
  const parts = split(text, ".");
  return length(parts) == 4 && length(filter(parts, (part) => length(part) > 3)) == 0
    ? "ipv4"
    : null;
}

/**
 * Whether a host on the Internet can have the address: no multicast or reserved one, none of this host itself
 * (RFC 6890), and none of IPv4 in the clothes of IPv6.
 * @param bytes four or sixteen
 */
function isHostAddress(bytes: readonly number[]): boolean {
  const first = bytes[0] as number;
  if (length(bytes) == 4) {
    return first != 0 && first != 127 && first < 224;
  }
  for (let i = 0; i < 10; i++) {
    if (bytes[i] != 0) {
      return first != 255;
    }
  }
  return false;
}

/** Bits of an address. */
const lengths = { ipv4: 32, ipv6: 128 };

/** An address or network and its family. */
interface Prefix {
  family: Family;
  /** As the kernel writes it: bits beyond the length are 0, and a whole address has no length. */
  text: string;
  /** Leading bits that count. */
  length: number;
}

/** The bytes with all bits after the first `count` cleared. */
function networkBytes(bytes: readonly number[], count: number): number[] {
  return map(bytes, (byte, at) => {
    const free = 8 - max(0, min(8, count - 8 * at));
    let step = 1;
    for (let i = 0; i < free; i++) {
      step *= 2;
    }
    return quotient(byte, step) * step;
  });
}

/** An address with or without `/length`; null for every other text. */
function prefixOf(text: string): Prefix | null {
  const parts = split(text, "/");
  const family = familyOfAddress(parts[0] as string);
  const bits = family == null ? 0 : lengths[family];
  const given = length(parts) == 1 ? bits : wholeNumberOf(parts[1] as string);
  if (family == null || given == null || given > bits || length(parts) > 2) {
    return null;
  }
  const network = arrtoip(networkBytes(iptoarr(parts[0] as string) as number[], given));
  return { family, text: given == bits ? `${network}` : `${network}/${given}`, length: given };
}

/** Those of the addresses that are of the family. */
function ofFamily(addresses: readonly string[], family: Family): string[] {
  return filter(addresses, (address) => familyOfAddress(address) == family);
}

export { familyOfAddress, isHostAddress, ofFamily, prefixOf };
export type { Prefix };
