/** IP addresses and prefixes as the kernel and ucode write them. */
import type { Family } from "../../shared/domain.ts";

interface IpAddress {
  family: Family;
  /** Four or sixteen of 0 to 255. */
  bytes: number[];
}

function parseIpv4(text: string): number[] | null {
  const parts = text.split(".");
  const isValid =
    parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isValid ? parts.map(Number) : null;
}

/** Groups of a part of an IPv6 address, an IPv4 address at its end included; null when malformed. */
function parseGroups(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [at, part] of parts.entries()) {
    if (part.includes(".")) {
      const tail = at === parts.length - 1 ? parseIpv4(part) : null;
      if (tail === null) return null;
      groups.push(tail[0]! * 256 + tail[1]!, tail[2]! * 256 + tail[3]!);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

/** Eight groups, at most one run of zeros left out as `::` (RFC 4291, section 2.2). */
function parseIpv6(text: string): number[] | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0]!);
  const tail = halves.length === 2 ? parseGroups(halves[1]!) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.flatMap((group) => [group >> 8, group & 255]);
}

const linkLocalPrefix = [0xfe, 0x80, ...Array.from({ length: 14 }, () => 0)];

/** Like inet_pton: no brackets, no zone, no leading zeros in IPv4. */
function parseIpAddress(text: string): IpAddress | null {
  if (text.includes(":")) {
    const bytes = parseIpv6(text);
    return bytes && { family: "ipv6", bytes };
  }
  const bytes = parseIpv4(text);
  return bytes && { family: "ipv4", bytes };
}

/** First index and length of the longest run of zeros, the first one of equals; length 0 for none. */
function longestZeros(groups: readonly number[]): { from: number; count: number } {
  let best = { from: 0, count: 0 };
  for (let from = 0; from < groups.length; from++) {
    const end = groups.findIndex((group, at) => at >= from && group !== 0);
    const count = (end < 0 ? groups.length : end) - from;
    if (count > best.count) best = { from, count };
  }
  return best;
}

/** As inet_ntop writes it (RFC 5952): `::` for the longest run of two or more zero groups. */
function formatIpAddress(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => bytes[at * 2]! * 256 + bytes[at * 2 + 1]!);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return `::ffff:${bytes.slice(12).join(".")}`;
  const text = groups.map((group) => group.toString(16));
  const { from, count } = longestZeros(groups);
  if (count < 2) return text.join(":");
  return `${text.slice(0, from).join(":")}::${text.slice(from + count).join(":")}`;
}

/** An address and how many of its leading bits count. */
interface Prefix extends IpAddress {
  text: string;
  length: number;
}

/** An address with or without `/length`; without, all bits count. */
function parsePrefix(text: string): Prefix | null {
  const [addressText, lengthText] = text.split("/") as [string, string | undefined];
  const address = parseIpAddress(addressText);
  if (address === null) return null;
  const bits = address.bytes.length * 8;
  const length = lengthText === undefined ? bits : Number(lengthText);
  if (!Number.isInteger(length) || length < 0 || length > bits) return null;
  return { ...address, text: addressText, length };
}

/** Whether the first `length` bits of both are the same. */
function matchesPrefix(
  address: readonly number[],
  prefix: readonly number[],
  length: number
): boolean {
  if (address.length !== prefix.length) return false;
  for (let bit = 0; bit < length; bit += 8) {
    const at = bit / 8;
    const mask = length - bit >= 8 ? 255 : (255 << (8 - (length - bit))) & 255;
    if ((address[at]! & mask) !== (prefix[at]! & mask)) return false;
  }
  return true;
}

/** The first address of the network that a prefix names, as text. */
function networkOf(address: string, length: number): string {
  const bytes = parseIpAddress(address)?.bytes ?? [0, 0, 0, 0];
  return formatIpAddress(
    bytes.map((byte, at) => {
      const bits = Math.min(8, Math.max(0, length - at * 8));
      return byte & ((255 << (8 - bits)) & 255);
    })
  );
}

/** RFC 4291, section 2.4. */
function isLinkLocal(address: string): boolean {
  const parsed = parseIpAddress(address);
  return parsed?.family === "ipv6" && matchesPrefix(parsed.bytes, linkLocalPrefix, 10);
}

export { parseIpAddress, formatIpAddress, parsePrefix, matchesPrefix, networkOf, isLinkLocal };
export type { IpAddress, Prefix };
