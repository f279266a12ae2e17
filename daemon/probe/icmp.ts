/**
 * ICMP echo messages (RFC 792; RFC 4443, section 4) as byte strings. After type, code and checksum come
 * identifier, sequence number and our payload, which a reply repeats byte for byte.
 */
import type { Family } from "../../shared/domain.ts";
import { quotient } from "../../shared/router/number.ts";

/** Protocol numbers for raw sockets; ucode has no constants for them. */
const icmpProtocols = { ipv4: 1, ipv6: 58 };

const requestTypes = { ipv4: 8, ipv6: 128 };
const replyTypes = { ipv4: 0, ipv6: 129 };

/** Bytes of payload that tell our request from anybody else's; an even number. */
const tokenLength = 8;

/** The Internet checksum (RFC 1071) of an even number of bytes, 0 to 65535. */
function checksum(bytes: string): number {
  let sum = 0;
  for (let i = 0; i < length(bytes); i += 2) {
    sum += (ord(bytes, i) ?? 0) * 256 + (ord(bytes, i + 1) ?? 0);
  }
  while (sum > 65535) {
    sum = (sum % 65536) + quotient(sum, 65536);
  }
  return 65535 - sum;
}

/**
 * Type, code and checksum of all requests that have this identifier and this token. They share a
 * checksum because `echoBody` adds nothing else to it. For ICMPv6 the kernel fills it in.
 */
function requestHead(family: Family, id: string, token: string): string {
  const start = chr(requestTypes[family], 0);
  if (family == "ipv6") {
    return start + chr(0, 0);
  }
  const sum = checksum(start + id + token);
  return start + chr(quotient(sum, 256), sum % 256);
}

/**
 * What follows the checksum in request and reply. The sequence number goes with its complement, so that
 * both together leave the checksum as it is.
 * @param id two bytes
 * @param high, low the bytes of the sequence number
 * @param token `tokenLength` bytes
 */
function echoBody(id: string, high: number, low: number, token: string): string {
  return id + chr(high, low, 255 - high, 255 - low) + token;
}

function addressBytes(address: string): string {
  return join(
    "",
    map(iptoarr(address) ?? [], (byte) => chr(byte))
  );
}

/**
 * What `receivedMessage` gives of a reply up to the checksum: for IPv4 both addresses, type and code,
 * for IPv6 type and code.
 */
function replyHead(family: Family, target: string, own: string): string {
  const start = chr(replyTypes[family], 0);
  return family == "ipv4" ? addressBytes(target) + addressBytes(own) + start : start;
}

/** Length of `replyHead`. */
const replyHeadLengths = { ipv4: 10, ipv6: 2 };

/**
 * The ICMP message in what a raw socket gives. For IPv4 that is a whole packet (RFC 791, section 3.1),
 * and its two addresses come first here; for IPv6 the message alone.
 */
function receivedMessage(family: Family, packet: string): string {
  if (family == "ipv6") {
    return packet;
  }
  const words = (ord(packet, 0) ?? 0) % 16;
  return words == 5
    ? substr(packet, 12)
    : substr(packet, 12, 8) + substr(packet, max(words, 5) * 4);
}

export {
  icmpProtocols,
  tokenLength,
  requestHead,
  echoBody,
  replyHead,
  replyHeadLengths,
  receivedMessage,
};
