/** The raw ICMP socket of one uplink and family. */
import { IPPROTO_IPV6, IPV6_MULTICAST_ALL, SOCK_RAW } from "ucode:socket";
import type { Socket, SocketAddress } from "ucode:socket";
import { ULOOP_READ, handle } from "ucode:uloop";
import type { Handle } from "ucode:uloop";
import { failureOf, isUnderWay, openBoundSocket } from "./bound-socket.ts";
import type { Way } from "./bound-socket.ts";
import { createEchoes, echoTarget, nextRequest, noteSent, takeReply } from "./echoes.ts";
import type { Echoes } from "./echoes.ts";
import { icmpProtocols } from "./icmp.ts";
import type { RandomBytes } from "./random.ts";
import type { ProbeRequest, ReplyHandler } from "./request.ts";
import { elapsedUs, nowUs } from "./time.ts";

/** Longest reply worth reading: the largest IPv4 header, then an echo message of ours. */
const maxReplyBytes = 80;

interface IcmpChannel {
  section: string;
  way: Way;
  echoes: Echoes;
  /** Null after a failure; the next request opens it again. */
  socket: Socket | null;
  reader: Handle | null;
  /** Filled with the sender of each packet; only IPv6 needs it. */
  sender: Partial<SocketAddress>;
  onReply: ReplyHandler;
}

/** A channel for this uplink, family, device, address and mark; the first request opens its socket. */
function createIcmpChannel(
  request: ProbeRequest,
  randomBytes: RandomBytes,
  onReply: ReplyHandler
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
    sender: {},
    onReply,
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

/** Takes one packet; the loop calls again while there are more. */
function receive(channel: IcmpChannel, socket: Socket): void {
  const packet =
    channel.way.family == "ipv4"
      ? socket.recv(maxReplyBytes, 0)
      : socket.recv(maxReplyBytes, 0, channel.sender);
  if (packet == null) {
    if (!isUnderWay(failureOf(socket))) {
      // The loop has stopped watching a socket with an error.
      closeIcmpChannel(channel);
    }
    return;
  }
  const echoes = channel.echoes;
  const place = takeReply(echoes, packet, channel.sender.address);
  if (place != null) {
    const rttUs = elapsedUs(echoes.sentUs[place] as number);
    channel.onReply(channel.section, channel.way.family, echoes.sequences[place] as number, rttUs);
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
    // Else every router advertisement and neighbour solicitation would wake us.
    socket.setopt(IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
  }
  channel.socket = socket;
  channel.reader = handle(socket, () => receive(channel, socket), ULOOP_READ);
  return channel.reader == null ? "cannot watch the socket" : null;
}

/** Null when the request has left, else why not. */
function attempt(channel: IcmpChannel, request: ProbeRequest): string | null {
  const target = echoTarget(channel.echoes, request.target);
  const message = nextRequest(channel.echoes, target);
  const socket = channel.socket as Socket;
  const sentUs = nowUs();
  if (socket.send(message, 0, target.to) == null) {
    return failureOf(socket);
  }
  noteSent(channel.echoes, target, request.sequence, sentUs);
  return null;
}

/** Sends an echo request; null when it is on its way, else why not. */
function sendEcho(channel: IcmpChannel, request: ProbeRequest): string | null {
  if (channel.socket != null && attempt(channel, request) == null) {
    return null;
  }
  // Not open yet, or the device behind the name is a new one, which only a fresh socket can use.
  const failure = open(channel) ?? attempt(channel, request);
  if (failure != null) {
    closeIcmpChannel(channel);
  }
  return failure;
}

export { createIcmpChannel, isChannelFor, sendEcho, closeIcmpChannel };
export type { IcmpChannel };
