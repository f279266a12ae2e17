/** ICMP echo packets (RFC 792) inside IPv4 (RFC 791), as byte strings of characters 0 to 255. */
import { parseIpAddress } from "./address.ts";

const echoRequestType = 8;
const echoReplyType = 0;
const ipHeaderBytes = 20;

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

/** Whether a host would answer: an echo request, complete and with the right checksum. */
function isValidEchoRequest(message: string): boolean {
  const bytes = bytesOf(message);
  return (
    bytes.length >= 8 && bytes[0] === echoRequestType && bytes[1] === 0 && checksum(bytes) === 0
  );
}

/** The reply to an echo request: identifier, sequence and data come back as they were. */
function createEchoReply(request: string): string {
  const bytes = bytesOf(request);
  bytes[0] = echoReplyType;
  return textOf(withChecksum(bytes, 2));
}

/** A message in its IPv4 packet, which is what a raw socket receives. */
function createIpPacket(source: string, destination: string, message: string, id: number): string {
  const total = ipHeaderBytes + message.length;
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

export { isValidEchoRequest, createEchoReply, createIpPacket, checksum, bytesOf, ipHeaderBytes };
