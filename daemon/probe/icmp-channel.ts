/** The raw ICMP socket of one uplink and family. */
import { IPPROTO_IPV6, IPV6_MULTICAST_ALL, SOCK_RAW, SOL_SOCKET } from "ucode:socket";
import type { Socket } from "ucode:socket";
import { ULOOP_READ, handle } from "ucode:uloop";
import type { Handle } from "ucode:uloop";
import { arrivalOption, arrivalUs } from "./arrival.ts";
import { failureOf, isUnderWay, openBoundSocket } from "./bound-socket.ts";
import type { Way } from "./bound-socket.ts";
import { createEchoes, echoTarget, nextRequest, noteSent, takeReply } from "./echoes.ts";
import type { Echoes } from "./echoes.ts";
import { icmpProtocols } from "./icmp.ts";
import type { RandomBytes } from "./random.ts";
import type { Answer, AnswerHandler, ProbeRequest } from "./request.ts";
import { nowUs, wallUs } from "./time.ts";

/** Longest reply worth reading: the largest IPv4 header, then an echo message of ours. */
const maxReplyBytes = 80;

/** Room for one control message with a time. */
const ancillaryBytes = 64;

/** Packets taken at once; as many as the kernel's receive buffer holds. */
const maxPackets = 300;

/** The two clocks are read one after the other, and may be slewed in between. */
const clockToleranceUs = 1000;

interface IcmpChannel {
  section: string;
  way: Way;
  echoes: Echoes;
  /** Null after a failure; the next request opens it again. */
  socket: Socket | null;
  /** Wakes us for each packet where the kernel does not say when one arrived; else null. */
  reader: Handle | null;
  onAnswers: AnswerHandler;
}

/** A channel for this uplink, family, device, address and mark; the first request opens its socket. */
function createIcmpChannel(
  request: ProbeRequest,
  randomBytes: RandomBytes,
  onAnswers: AnswerHandler
): IcmpChannel {
  const way = {
    family: request.family,
    device: request.device,
    address: request.address,
    mark: request.mark,
  };
  return {
    section: request.section,
    way,
    echoes: createEchoes(request.family, request.address, randomBytes),
    socket: null,
    reader: null,
    onAnswers,
  };
}

/** Whether the channel's packets go the way that the request asks for. */
function isChannelFor(channel: IcmpChannel, request: ProbeRequest): boolean {
  const way = channel.way;
  return way.device == request.device && way.address == request.address && way.mark == request.mark;
}

/** Closes the socket; requests under way stay known. */
function closeIcmpChannel(channel: IcmpChannel): void {
  channel.reader?.delete?.();
  channel.socket?.close?.();
  channel.reader = null;
  channel.socket = null;
}

/**
 * The round-trip time of the request in this place: by the kernel's time of arrival, as long as that
 * lies between sending and now; it does not when the clock was set in between.
 * @param lookedUs when we looked for packets, by the monotonic clock
 */
function roundTripUs(
  echoes: Echoes,
  place: number,
  arrivedUs: number | null,
  lookedUs: number
): number {
  const longestUs = int(lookedUs - (echoes.sentUs[place] as number));
  const rttUs =
    arrivedUs == null ? longestUs : int(arrivedUs - (echoes.sentWallUs[place] as number));
  return rttUs < 0 || rttUs > longestUs + clockToleranceUs ? longestUs : rttUs;
}

/** Whether there may be packets that have to be taken: where they wake us, any that has arrived. */
function isWorthALook(channel: IcmpChannel): boolean {
  return channel.echoes.awaitedCount > 0 || channel.reader != null;
}

/** Takes packets that have arrived, until no more is awaited, and tells of the answers among them. */
function collect(channel: IcmpChannel): void {
  if (!isWorthALook(channel)) {
    return;
  }
  const socket = channel.socket;
  const echoes = channel.echoes;
  const answers: Answer[] = [];
  const lookedUs = nowUs();
  let message = socket?.recvmsg?.(maxReplyBytes, ancillaryBytes, 0);
  let looking = true;
  for (let i = 0; message != null && looking && i < maxPackets; i++) {
    const place = takeReply(echoes, message.data, message.address.address);
    if (place != null) {
      const arrivedUs = arrivalUs(message.ancillary?.[0]);
      if (arrivedUs == null && channel.reader == null) {
        channel.reader = handle(socket as Socket, () => collect(channel), ULOOP_READ);
      }
      const sequence = echoes.sequences[place] as number;
      push(answers, { sequence, rttUs: roundTripUs(echoes, place, arrivedUs, lookedUs) });
    }
    // Each look costs four system calls, the last one mostly in vain.
    looking = isWorthALook(channel);
    message = looking ? socket?.recvmsg?.(maxReplyBytes, ancillaryBytes, 0) : null;
  }
  if (looking && message == null && socket != null && !isUnderWay(failureOf(socket))) {
    // The device has gone; the loop would no longer watch such a socket either.
    closeIcmpChannel(channel);
  }
  if (length(answers) > 0) {
    channel.onAnswers(channel.section, channel.way.family, answers);
  }
}

/** Opens the socket afresh; null, or why it cannot be opened. */
function open(channel: IcmpChannel): string | null {
  closeIcmpChannel(channel);
  const opened = openBoundSocket(channel.way, SOCK_RAW, icmpProtocols[channel.way.family]);
  if (type(opened) == "string") {
    return opened as string;
  }
  const socket = opened as Socket;
  if (channel.way.family == "ipv6") {
    // Else router advertisements and neighbour solicitations would fill the buffer.
    socket.setopt(IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
  }
  socket.setopt(SOL_SOCKET, arrivalOption, 1);
  channel.socket = socket;
  return null;
}

/** Null when the echo request has left, else why not. */
function attempt(channel: IcmpChannel, address: string, sequence: number): string | null {
  const echoes = channel.echoes;
  const target = echoTarget(echoes, address);
  const message = nextRequest(echoes, target);
  const socket = channel.socket as Socket;
  const sentUs = nowUs();
  const sentWallUs = wallUs();
  if (socket.send(message, 0, target.to) == null) {
    return failureOf(socket);
  }
  noteSent(echoes, target, sequence, sentUs, sentWallUs);
  return null;
}

/** Sends an echo request to this address; null when it is on its way, else why not. */
function sendEcho(channel: IcmpChannel, address: string, sequence: number): string | null {
  if (channel.socket != null && attempt(channel, address, sequence) == null) {
    return null;
  }
  // Not open yet, or the device behind the name is a new one, which only a fresh socket can use.
  const failure = open(channel) ?? attempt(channel, address, sequence);
  if (failure != null) {
    closeIcmpChannel(channel);
  }
  return failure;
}

export { createIcmpChannel, isChannelFor, sendEcho, collect, closeIcmpChannel };
export type { IcmpChannel };
