/**
 * The raw ICMP sockets of one uplink and family: one for each target, connected to it. A raw socket that is not
 * hears every ICMP packet of the host, and a flood of those fills its buffer.
 */
import { SOCK_RAW, SOL_SOCKET } from "ucode:socket";
import type { ReceivedMessage, Socket } from "ucode:socket";
import { ULOOP_READ, handle } from "ucode:uloop";
import type { Handle } from "ucode:uloop";
import { arrivalOption, arrivalUs } from "./arrival.ts";
import { failureOf, isUnderWay, openBoundSocket } from "./bound-socket.ts";
import type { Way } from "./bound-socket.ts";
import { createEchoes, echoTarget, nextRequest, noteSent, takeReply } from "./echoes.ts";
import type { EchoTarget, Echoes } from "./echoes.ts";
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

/** The socket to one target. */
interface Line {
  target: EchoTarget;
  /** Null after a failure; the next request opens it again. */
  socket: Socket | null;
  /** Wakes us for each packet where the kernel does not say when one arrived; else null. */
  reader: Handle | null;
  /** Whether the look under way has found nothing more in it. */
  isEmpty: boolean;
}

interface IcmpChannel {
  section: string;
  way: Way;
  echoes: Echoes;
  lines: Line[];
  /** Collects what has come; for those that are woken by it. */
  look: () => void;
  onAnswers: AnswerHandler;
}

/** Whether the channel's packets go the way that the request asks for. */
function isChannelFor(channel: IcmpChannel, request: ProbeRequest): boolean {
  const way = channel.way;
  return way.device == request.device && way.address == request.address && way.mark == request.mark;
}

/** Closes the socket; requests under way stay known. */
function closeLine(line: Line): void {
  line.reader?.delete?.();
  line.socket?.close?.();
  line.reader = null;
  line.socket = null;
}

/** Closes all sockets. */
function closeIcmpChannel(channel: IcmpChannel): void {
  for (let i = 0; i < length(channel.lines); i++) {
    closeLine(channel.lines[i] as Line);
  }
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
function isWorthALook(line: Line): boolean {
  return line.target.awaitedCount > 0 || line.reader != null;
}

/** The next packet in the socket; null when there is none, or no socket any more. */
function receive(line: Line): ReceivedMessage | null {
  for (let i = 0; i < 2; i++) {
    const message = line.socket?.recvmsg?.(maxReplyBytes, ancillaryBytes, 0) ?? null;
    if (message != null || line.socket == null || isUnderWay(failureOf(line.socket))) {
      return message;
    }
    // An ICMP error is told once, and anybody can send one.
  }
  // The device has gone; the loop would no longer watch such a socket either.
  closeLine(line);
  return null;
}

/** Takes one packet from the socket; gives the answer, if it is one. */
function take(channel: IcmpChannel, line: Line, lookedUs: number): Answer | null {
  const echoes = channel.echoes;
  const message = receive(line);
  if (message == null) {
    line.isEmpty = true;
    return null;
  }
  const place = takeReply(echoes, message.data, message.address.address);
  if (place == null) {
    return null;
  }
  const arrivedUs = arrivalUs(message.ancillary?.[0]);
  if (arrivedUs == null && line.reader == null) {
    line.reader = handle(line.socket as Socket, channel.look, ULOOP_READ);
  }
  const sequence = echoes.sequences[place] as number;
  return { sequence, rttUs: roundTripUs(echoes, place, arrivedUs, lookedUs) };
}

/** Takes packets that have arrived, until no more is awaited, and tells of the answers among them. */
function collect(channel: IcmpChannel): void {
  const lines = channel.lines;
  const answers: Answer[] = [];
  const lookedUs = nowUs();
  let looking = true;
  // In turns, as they were sent: so answers come in the order of their probes.
  for (let i = 0; looking && i < maxPackets; i++) {
    looking = false;
    for (let j = 0; j < length(lines); j++) {
      const line = lines[j] as Line;
      // Each look costs four system calls, the last one mostly in vain.
      if (i == 0 || !line.isEmpty) {
        line.isEmpty = !isWorthALook(line);
        const answer = line.isEmpty ? null : take(channel, line, lookedUs);
        looking = looking || !line.isEmpty;
        if (answer != null) {
          push(answers, answer);
        }
      }
    }
  }
  if (length(answers) > 0) {
    channel.onAnswers(channel.section, channel.way.family, answers);
  }
}

/** A channel for this uplink, family, device, address and mark; requests open its sockets. */
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
  const channel: IcmpChannel = {
    section: request.section,
    way,
    echoes: createEchoes(request.family, request.address, randomBytes),
    lines: [],
    look: () => {},
    onAnswers,
  };
  channel.look = () => collect(channel);
  return channel;
}

/** Opens the socket afresh; null, or why it cannot be opened. */
function open(channel: IcmpChannel, line: Line): string | null {
  closeLine(line);
  const opened = openBoundSocket(channel.way, SOCK_RAW, icmpProtocols[channel.way.family]);
  if (type(opened) == "string") {
    return opened as string;
  }
  const socket = opened as Socket;
  socket.setopt(SOL_SOCKET, arrivalOption, 1);
  if (socket.connect(line.target.to) == null) {
    const failure = failureOf(socket);
    socket.close();
    return failure;
  }
  line.socket = socket;
  return null;
}

/** Null when the echo request has left, else why not. */
function attempt(channel: IcmpChannel, line: Line, sequence: number): string | null {
  const echoes = channel.echoes;
  const message = nextRequest(echoes, line.target);
  const socket = line.socket as Socket;
  const sentUs = nowUs();
  const sentWallUs = wallUs();
  if (socket.send(message, 0) == null) {
    return failureOf(socket);
  }
  noteSent(echoes, line.target, sequence, sentUs, sentWallUs);
  return null;
}

/** The line to this address, its target as it is now. */
function lineTo(channel: IcmpChannel, address: string): Line {
  const target = echoTarget(channel.echoes, address);
  for (let i = 0; i < length(channel.lines); i++) {
    const line = channel.lines[i] as Line;
    if (line.target == target) {
      return line;
    }
  }
  const line = { target, socket: null, reader: null, isEmpty: true };
  push(channel.lines, line);
  return line;
}

/** Forgets all targets where there are more than so many: some are those of an earlier configuration. */
function keepTargets(channel: IcmpChannel, count: number): void {
  if (length(channel.lines) > count) {
    closeIcmpChannel(channel);
    channel.lines = [];
    channel.echoes.targets = [];
  }
}

/** Sends an echo request to this address; null when it is on its way, else why not. */
function sendEcho(channel: IcmpChannel, address: string, sequence: number): string | null {
  const line = lineTo(channel, address);
  // An ICMP error makes a call fail once; after that it is the socket itself.
  for (let i = 0; line.socket != null && i < 2; i++) {
    if (attempt(channel, line, sequence) == null) {
      return null;
    }
  }
  // Not open yet, or the device behind the name is a new one, which only a fresh socket can use.
  const failure = open(channel, line) ?? attempt(channel, line, sequence);
  if (failure != null) {
    closeLine(line);
  }
  return failure;
}

export { createIcmpChannel, isChannelFor, keepTargets, sendEcho, collect, closeIcmpChannel };
export type { IcmpChannel };
