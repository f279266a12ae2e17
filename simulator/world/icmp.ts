/**
 * ICMP echo packets (RFC 792) inside IPv4 (RFC 791) and ICMPv6 ones (RFC 4443), as byte strings of
 * characters 0 to 255.
 */
import type { Family } from "../../shared/domain.ts";
import { parseIpAddress } from "./address.ts";

const echoRequestTypes = { ipv4: 8, ipv6: 128 };
const echoReplyTypes = { ipv4: 0, ipv6: 129 };
const icmpProtocols = { ipv4: 1, ipv6: 58 };
const ipHeaderBytes = { ipv4: 20, ipv6: 40 };

function bytesOf(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0) & 255);
}

function textOf(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes);
}

/** The Internet checksum (RFC 1071) of bytes whose own checksum field is zero. */
function checksum(bytes: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes[at]! * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function withChecksum(bytes: number[], at: number): number[] {
  const blank = bytes.slice();
  blank[at] = 0;
  blank[at + 1] = 0;
  const sum = checksum(blank);
  blank[at] = sum >> 8;
  blank[at + 1] = sum & 255;
  return blank;
}

/**
 * Whether a host would answer: an echo request, complete and with the right checksum. That of ICMPv6 is
 * always right, because the kernel makes it.
 */
function isValidEchoRequest(family: Family, message: string): boolean {
  const bytes = bytesOf(message);
  return (
    bytes.length >= 8 &&
    bytes[0] === echoRequestTypes[family] &&
    bytes[1] === 0 &&
    (family === "ipv6" || checksum(bytes) === 0)
  );
}

/** The reply to an echo request: identifier, sequence and data come back as they were. */
function createEchoReply(family: Family, request: string): string {
  const bytes = bytesOf(request);
  bytes[0] = echoReplyTypes[family];
  return textOf(withChecksum(bytes, 2));
}

/** The message with the checksum over itself and the pseudo-header (RFC 8200, section 8.1). */
function withIcmpv6Checksum(message: string, source: string, destination: string): string {
  const bytes = bytesOf(message);
  bytes[2] = 0;
  bytes[3] = 0;
  const addresses = [source, destination].flatMap((text) => parseIpAddress(text)?.bytes ?? []);
  const lengthAndNext = [bytes.length >> 8, bytes.length & 255, 0, icmpProtocols.ipv6];
  const sum = checksum([...addresses, ...lengthAndNext, ...bytes]);
  return textOf([...bytes.slice(0, 2), sum >> 8, sum & 255, ...bytes.slice(4)]);
}

/** A message in its IPv4 packet, which is what a raw socket receives. */
function createIpPacket(source: string, destination: string, message: string, id: number): string {
  const total = ipHeaderBytes.ipv4 + message.length;
  const address = (text: string): number[] => parseIpAddress(text)?.bytes ?? [0, 0, 0, 0];
  const header = [
    0x45,
    0,
    total >> 8,
    total & 255,
    (id >> 8) & 255,
    id & 255,
    0,
    0,
    64,
    1,
    0,
    0,
    ...address(source),
    ...address(destination),
  ];
  return textOf(withChecksum(header, 10)) + message;
}

export {
  isValidEchoRequest,
  createEchoReply,
  createIpPacket,
  withIcmpv6Checksum,
  checksum,
  bytesOf,
  textOf,
  icmpProtocols,
  ipHeaderBytes,
};
