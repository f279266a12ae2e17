/** Echo requests under way to the targets of one uplink and family: what each looks like, and when it left. */
import type { SocketAddress } from "ucode:socket";
import type { Family } from "../../shared/domain.ts";
import {
  echoBody,
  receivedMessage,
  replyHead,
  replyHeadLengths,
  requestHead,
  tokenLength,
} from "./icmp.ts";
import type { RandomBytes } from "./random.ts";

/**
 * Requests to a target that share a token. Each has its own sequence number, and the whole message is
 * compared; a token for each would mean to add up a checksum for each.
 */
const requestsPerToken = 64;

/** What all requests to one target have in common; token and head of the request for a while. */
interface EchoTarget {
  /** As the configuration writes it. */
  address: string;
  to: SocketAddress;
  token: string;
  requestHead: string;
  replyHead: string;
  /** Requests that may still carry this token. */
  left: number;
  /** Requests kept that have not been answered, however long ago they left. */
  awaitedCount: number;
}

/**
 * Requests are kept under the low byte of their sequence number until another takes the place: at most
 * 256, and a late reply is still known. Arrays side by side, because an object for each takes seven
 * times the memory.
 */
interface Echoes {
  family: Family;
  randomBytes: RandomBytes;
  /** ICMP identifier, two bytes. */
  id: string;
  /** Source address of all requests. */
  own: string;
  targets: EchoTarget[];
  /** Bytes of the next request's sequence number. */
  high: number;
  low: number;
  bodies: (string | null)[];
  sentTo: EchoTarget[];
  /** The engine's sequence numbers. */
  sequences: number[];
  /** When each left, by the monotonic clock and since 1970. */
  sentUs: number[];
  sentWallUs: number[];
}

/** No request yet; the identifier is drawn at random. */
function createEchoes(family: Family, own: string, randomBytes: RandomBytes): Echoes {
  return {
    family,
    randomBytes,
    id: randomBytes(2),
    own,
    targets: [],
    high: 0,
    low: 0,
    bodies: [],
    sentTo: [],
    sequences: [],
    sentUs: [],
    sentWallUs: [],
  };
}

function newTarget(echoes: Echoes, address: string): EchoTarget {
  const target = {
    address,
    // In the form that the kernel uses for senders, whatever the configuration wrote.
    to: { address: arrtoip(iptoarr(address) ?? []) ?? address, port: 0 },
    token: "",
    requestHead: "",
    replyHead: replyHead(echoes.family, address, echoes.own),
    left: 0,
    awaitedCount: 0,
  };
  push(echoes.targets, target);
  return target;
}

/** What requests to this address have in common now. */
function echoTarget(echoes: Echoes, address: string): EchoTarget {
  const targets = echoes.targets;
  let target: EchoTarget | null = null;
  for (let i = 0; i < length(targets); i++) {
    if (targets[i]?.address == address) {
      target = targets[i] as EchoTarget;
    }
  }
  target ??= newTarget(echoes, address);
  if (target.left == 0) {
    target.token = echoes.randomBytes(tokenLength);
    target.requestHead = requestHead(echoes.family, echoes.id, target.token);
    target.left = requestsPerToken;
  }
  return target;
}

/** The next request's bytes; it counts once it is noted as sent. */
function nextRequest(echoes: Echoes, target: EchoTarget): string {
  return target.requestHead + echoBody(echoes.id, echoes.high, echoes.low, target.token);
}

/** Notes that the request that `nextRequest` gave has left. */
function noteSent(
  echoes: Echoes,
  target: EchoTarget,
  sequence: number,
  sentUs: number,
  sentWallUs: number
): void {
  const place = echoes.low;
  if (echoes.bodies[place] != null) {
    (echoes.sentTo[place] as EchoTarget).awaitedCount--;
  }
  target.awaitedCount++;
  echoes.bodies[place] = echoBody(echoes.id, echoes.high, place, target.token);
  echoes.sentTo[place] = target;
  echoes.sequences[place] = sequence;
  echoes.sentUs[place] = sentUs;
  echoes.sentWallUs[place] = sentWallUs;
  target.left--;
  echoes.low = place == 255 ? 0 : place + 1;
  if (place == 255) {
    echoes.high = echoes.high == 255 ? 0 : echoes.high + 1;
  }
}

/**
 * The place of the request that a packet from a raw socket replies to, which is thereby answered; null
 * for any other packet.
 * @param sender address it came from; for IPv4 the packet tells
 */
function takeReply(echoes: Echoes, packet: string, sender: string | undefined): number | null {
  const family = echoes.family;
  const headLength = replyHeadLengths[family];
  const message = receivedMessage(family, packet);
  const place = ord(message, headLength + 5);
  const body = place == null ? null : echoes.bodies[place];
  if (place == null || body == null || substr(message, headLength + 2) != body) {
    return null;
  }
  const target = echoes.sentTo[place];
  const isReply =
    target != null &&
    substr(message, 0, headLength) == target.replyHead &&
    (family == "ipv4" || sender == target.to.address);
  if (!isReply) {
    return null;
  }
  echoes.bodies[place] = null;
  target.awaitedCount--;
  return place;
}

export { createEchoes, echoTarget, nextRequest, noteSent, takeReply };
export type { Echoes, EchoTarget };
