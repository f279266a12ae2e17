/** One probe by tcp, dns or http, on a socket of its own, from its start to its end. */
import { SOCK_DGRAM, SOCK_STREAM } from "ucode:socket";
import type { Socket } from "ucode:socket";
import { ULOOP_READ, ULOOP_WRITE, handle } from "ucode:uloop";
import type { Handle } from "ucode:uloop";
import { failureOf, isUnderWay, openBoundSocket } from "./bound-socket.ts";
import { dnsQuery, isDnsAnswer } from "./dns.ts";
import { httpRequest, httpVerdict, maxStatusLineBytes } from "./http.ts";
import type { RandomBytes } from "./random.ts";
import type { ProbeRequest } from "./request.ts";
import { elapsedUs, nowUs } from "./time.ts";

/** Called once: `rttUs` is null when the probe failed, and then `reason` says why. */
type EndHandler = (rttUs: number | null, reason: string) => void;

interface Exchange {
  request: ProbeRequest;
  /** The one of the request's targets that it is with. */
  target: string;
  socket: Socket;
  watcher: Handle | null;
  startedUs: number;
  /** What is sent; empty for tcp. */
  query: string;
  /** What came back so far, and how long its first byte took. */
  heard: string;
  heardAfterUs: number | null;
  onEnd: EndHandler;
}

/** Closes the socket; nothing more comes of the exchange. */
function closeExchange(exchange: Exchange): void {
  exchange.watcher?.delete?.();
  exchange.socket.close();
}

function end(exchange: Exchange, rttUs: number | null, reason: string): void {
  closeExchange(exchange);
  exchange.onEnd(rttUs, reason);
}

function watch(exchange: Exchange, events: number, callback: () => void): void {
  exchange.watcher?.delete?.();
  exchange.watcher = handle(exchange.socket, callback, events);
}

/** Reads what has come; null when there is nothing yet, or when the exchange has ended with an error. */
function hear(exchange: Exchange, maxBytes: number): string | null {
  const data = exchange.socket.recv(maxBytes, 0);
  if (data == null) {
    const failure = failureOf(exchange.socket);
    if (!isUnderWay(failure)) {
      end(exchange, null, failure);
    }
  }
  return data;
}

function hearDns(exchange: Exchange): void {
  const datagram = hear(exchange, 512);
  if (datagram != null && isDnsAnswer(exchange.query, datagram)) {
    end(exchange, elapsedUs(exchange.startedUs), "");
  }
}

function hearHttp(exchange: Exchange): void {
  const data = hear(exchange, maxStatusLineBytes);
  if (data == null) {
    return;
  }
  exchange.heardAfterUs ??= elapsedUs(exchange.startedUs);
  exchange.heard += data;
  const verdict = httpVerdict(exchange.heard, exchange.request.httpPath ?? "/");
  const reason = verdict == null && data == "" ? "closed without an answer" : verdict?.reason;
  if (reason != null) {
    end(exchange, reason == "" ? exchange.heardAfterUs : null, reason);
  }
}

/** The handshake is over, one way or the other. */
function connected(exchange: Exchange): void {
  const socket = exchange.socket;
  if (socket.peername() == null) {
    // Receiving tells what became of the connection.
    const data = socket.recv(1, 0);
    end(exchange, null, data == null ? failureOf(socket) : "the connection was closed");
  } else if (exchange.request.method == "tcp") {
    end(exchange, elapsedUs(exchange.startedUs), "");
  } else if (socket.send(exchange.query, 0) != length(exchange.query)) {
    end(exchange, null, "the request could not be sent");
  } else {
    watch(exchange, ULOOP_READ, () => hearHttp(exchange));
  }
}

/** Null when the query or the handshake's first packet has left, else why not. */
function begin(exchange: Exchange): string | null {
  const socket = exchange.socket;
  const request = exchange.request;
  const isDns = request.method == "dns";
  if (socket.connect({ address: exchange.target, port: request.port as number }) == null) {
    const failure = failureOf(socket);
    if (isDns || !isUnderWay(failure)) {
      return failure;
    }
  }
  if (isDns && socket.send(exchange.query, 0) == null) {
    return failureOf(socket);
  }
  if (isDns) {
    watch(exchange, ULOOP_READ, () => hearDns(exchange));
  } else {
    watch(exchange, ULOOP_WRITE, () => connected(exchange));
  }
  return exchange.watcher == null ? "cannot watch the socket" : null;
}

/** What to send once the way is open; null when the request cannot be put into words. */
function queryFor(request: ProbeRequest, target: string, randomBytes: RandomBytes): string | null {
  switch (request.method) {
    case "dns":
      return dnsQuery(randomBytes(2));
    case "http":
      return httpRequest(
        request.httpHost ?? target,
        request.port as number,
        request.httpPath ?? "/"
      );
    default:
      return "";
  }
}

/** The exchange with this target of the request when it is on its way, else why it could not begin. */
function startExchange(
  request: ProbeRequest,
  target: string,
  randomBytes: RandomBytes,
  onEnd: EndHandler
): Exchange | string {
  if (request.port == null) {
    return `a probe by ${request.method} needs a port`;
  }
  const query = queryFor(request, target, randomBytes);
  if (query == null) {
    return "the HTTP address has characters that no request can hold";
  }
  const startedUs = nowUs();
  const opened = openBoundSocket(request, request.method == "dns" ? SOCK_DGRAM : SOCK_STREAM, 0);
  if (type(opened) == "string") {
    return opened as string;
  }
  const exchange: Exchange = {
    request,
    target,
    socket: opened as Socket,
    watcher: null,
    startedUs,
    query,
    heard: "",
    heardAfterUs: null,
    onEnd,
  };
  const failure = begin(exchange);
  if (failure != null) {
    closeExchange(exchange);
    return failure;
  }
  return exchange;
}

export { startExchange, closeExchange };
export type { Exchange };
