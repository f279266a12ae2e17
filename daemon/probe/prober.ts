/**
 * Sends probes and tells of their replies. One raw socket for each uplink, bound to its device and
 * address and marked, so that a probe leaves through that uplink whatever else is decided.
 */
import { open } from "ucode:fs";
import {
  AF_INET,
  MSG_DONTWAIT,
  SOCK_CLOEXEC,
  SOCK_RAW,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  create,
  error,
} from "ucode:socket";
import type { Socket } from "ucode:socket";
import { ULOOP_READ, handle } from "ucode:uloop";
import type { Handle } from "ucode:uloop";
import { probeMark } from "../../shared/router/mark.ts";
import { echoRequest, parseEchoReply, tokenLength } from "./icmp.ts";

/** IPPROTO_ICMP; ucode has no constant for it. */
const icmpProtocol = 1;

/** Longest reply worth reading: IP header with options, ICMP header, token. */
const maxReplyBytes = 128;

/** Replies read before the loop gets its turn again. */
const maxRepliesAtOnce = 64;

/** With this many probes remembered for an uplink it is time to forget the old ones. */
const manyRemembered = 256;

/** Longer than any ping timeout: the engine has given such a probe up. */
const forgetAfterUs = 11000000;

/** What to send, and from where. */
interface ProbeRequest {
  section: string;
  device: string;
  address: string;
  target: string;
  sequence: number;
}

interface SentProbe {
  target: string;
  token: string;
  sentUs: number;
}

interface Channel {
  device: string;
  address: string;
  id: number;
  socket: Socket;
  handle: Handle | null;
  sent: { [sequence: string]: SentProbe };
}

type ReplyHandler = (section: string, sequence: number, rttUs: number) => void;

interface Prober {
  /** Null when the probe is on its way, else why it could not be sent. */
  send(request: ProbeRequest): string | null;
  /** Closes the sockets of all sections but these. */
  keepOnly(sections: readonly string[]): void;
}

function monotonicUs(): number {
  const now = clock(true);
  return now[0] * 1000000 + int(now[1] * 0.001);
}

function openSocket(device: string, address: string): Socket | string {
  const socket = create(AF_INET, SOCK_RAW + SOCK_CLOEXEC, icmpProtocol);
  if (socket == null) {
    return `cannot open a raw socket: ${error()}`;
  }
  const ready =
    socket.setopt(SOL_SOCKET, SO_BINDTODEVICE, device) &&
    socket.setopt(SOL_SOCKET, SO_MARK, probeMark) &&
    socket.bind({ address, port: 0 });
  if (!ready) {
    const reason = `cannot bind to ${device} and ${address}: ${socket.error()}`;
    socket.close();
    return reason;
  }
  return socket;
}

/** Bytes nobody can guess; kept open, so that no probe costs a file lookup. */
function createTokenSource() {
  const urandom = open("/dev/urandom", "r");
  return (count: number): string =>
    urandom?.read?.(count) ?? substr(`${monotonicUs()}--------`, -count);
}

function forgetOld(channel: Channel, nowUs: number): void {
  const sequences = keys(channel.sent);
  for (let i = 0; i < length(sequences); i++) {
    const sequence = sequences[i] as string;
    if (nowUs - (channel.sent[sequence] as SentProbe).sentUs > forgetAfterUs) {
      delete channel.sent[sequence];
    }
  }
}

function remember(channel: Channel, request: ProbeRequest, token: string): void {
  const nowUs = monotonicUs();
  if (length(channel.sent) >= manyRemembered) {
    forgetOld(channel, nowUs);
  }
  channel.sent[`${request.sequence}`] = { target: request.target, token, sentUs: nowUs };
}

function receive(channel: Channel, section: string, onReply: ReplyHandler): void {
  for (let i = 0; i < maxRepliesAtOnce; i++) {
    const packet = channel.socket.recv(maxReplyBytes, MSG_DONTWAIT);
    const arrivedUs = monotonicUs();
    if (packet == null || packet == "") {
      return;
    }
    const reply = parseEchoReply(packet);
    const sent = reply == null || reply.id != channel.id ? null : channel.sent[`${reply.sequence}`];
    if (reply != null && sent != null && sent.target == reply.source && sent.token == reply.token) {
      delete channel.sent[`${reply.sequence}`];
      onReply(section, reply.sequence, arrivedUs - sent.sentUs);
    }
  }
}

function closeChannel(channel: Channel): void {
  channel.handle?.delete?.();
  channel.socket.close();
}

/** A prober; `onReply` is called for each reply that matches a probe in every respect. */
function createProber(onReply: ReplyHandler): Prober {
  const channels: { [section: string]: Channel } = {};
  const randomBytes = createTokenSource();

  function openChannel(request: ProbeRequest): Channel | string {
    const socket = openSocket(request.device, request.address);
    if (type(socket) == "string") {
      return socket as string;
    }
    const seed = randomBytes(2);
    const channel: Channel = {
      device: request.device,
      address: request.address,
      id: (ord(seed, 0) ?? 0) * 256 + (ord(seed, 1) ?? 0),
      socket: socket as Socket,
      handle: null,
      sent: {},
    };
    channel.handle = handle(
      channel.socket,
      () => receive(channel, request.section, onReply),
      ULOOP_READ
    );
    return channel;
  }

  function close(section: string): void {
    const channel = channels[section];
    if (channel != null) {
      delete channels[section];
      closeChannel(channel);
    }
  }

  function channelFor(request: ProbeRequest): Channel | string {
    const known = channels[request.section];
    if (known != null && known.device == request.device && known.address == request.address) {
      return known;
    }
    close(request.section);
    const opened = openChannel(request);
    if (type(opened) != "string") {
      channels[request.section] = opened as Channel;
    }
    return opened;
  }

  function send(request: ProbeRequest): string | null {
    const found = channelFor(request);
    if (type(found) == "string") {
      return found as string;
    }
    const channel = found as Channel;
    const token = randomBytes(tokenLength);
    remember(channel, request, token);
    const packet = echoRequest(channel.id, request.sequence, token);
    if (channel.socket.send(packet, MSG_DONTWAIT, { address: request.target, port: 0 }) != null) {
      return null;
    }
    const reason = `${channel.socket.error()}`;
    delete channel.sent[`${request.sequence}`];
    // The device behind the name may be a new one: bind afresh next time.
    close(request.section);
    return reason;
  }

  function keepOnly(sections: readonly string[]): void {
    const open = keys(channels);
    for (let i = 0; i < length(open); i++) {
      if (index(sections, open[i] as string) < 0) {
        close(open[i] as string);
      }
    }
  }

  return { send, keepOnly };
}

export { createProber };
export type { Prober, ProbeRequest };
