/** ICMP echo packets (RFC 792) as byte strings. */
import { quotient } from "../../shared/router/number.ts";

const echoRequestType = 8;
const echoReplyType = 0;
const icmpProtocol = 1;
const headerLength = 8;

/** Bytes of payload that tell our request from anybody else's. */
const tokenLength = 8;

/** A reply, as far as it is checked. */
interface EchoReply {
  /** Dotted address it came from. */
  source: string;
  id: number;
  sequence: number;
  token: string;
}

function word(bytes: string, at: number): number {
  return (ord(bytes, at) ?? 0) * 256 + (ord(bytes, at + 1) ?? 0);
}

/** Sum of all 16-bit words in ones' complement arithmetic (RFC 1071); 65535 when it checks out. */
function sumOf(bytes: string): number {
  let sum = 0;
  for (let i = 0; i < length(bytes); i += 2) {
    sum += word(bytes, i);
  }
  while (sum > 65535) {
    sum = (sum % 65536) + quotient(sum, 65536);
  }
  return sum;
}

function wordBytes(value: number): string {
  return chr(quotient(value, 256), value % 256);
}

/** An echo request; `id` and `sequence` have 16 bits, `token` is `tokenLength` bytes. */
function echoRequest(id: number, sequence: number, token: string): string {
  const head = chr(echoRequestType, 0);
  const rest = wordBytes(id) + wordBytes(sequence) + token;
  return head + wordBytes(65535 - sumOf(head + wordBytes(0) + rest)) + rest;
}

/** The echo reply in an IPv4 packet as a raw socket gives it, or null when it is anything else. */
function parseEchoReply(packet: string): EchoReply | null {
  const start = ((ord(packet, 0) ?? 0) % 16) * 4;
  const body = substr(packet, start);
  const isReply =
    start >= 20 &&
    ord(packet, 9) == icmpProtocol &&
    length(body) >= headerLength + tokenLength &&
    ord(body, 0) == echoReplyType &&
    sumOf(body) == 65535;
  if (!isReply) {
    return null;
  }
  const source = join(
    ".",
    map([12, 13, 14, 15], (at) => ord(packet, at))
  );
  return {
    source,
    id: word(body, 4),
    sequence: word(body, 6),
    token: substr(body, headerLength, tokenLength),
  };
}

export { echoRequest, parseEchoReply, tokenLength };
