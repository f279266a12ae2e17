/** Sockets that send through one uplink, whatever is decided about it. */
import {
  AF_INET,
  AF_INET6,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  create,
  error,
} from "ucode:socket";
import type { Socket } from "ucode:socket";
import type { Family } from "../../shared/domain.ts";

/** Where a socket's packets leave, and how they are marked. */
interface Way {
  family: Family;
  device: string;
  /** Source address. */
  address: string;
  mark: number;
}

/**
 * EAGAIN and EINPROGRESS in the words of glibc and musl. The latter's number depends on the architecture,
 * and 24.10 gives either the number or the words.
 */
const underWay = [
  "Resource temporarily unavailable",
  "Operation now in progress",
  "Operation in progress",
];

/** Why the socket's latest call failed, in the C library's words. */
function failureOf(socket: Socket): string {
  const text = `${socket.error()}`;
  const at = index(text, "(): ");
  return at < 0 ? text : substr(text, at + 4);
}

/** Whether it is no failure, only not done yet. */
function isUnderWay(failure: string): boolean {
  return index(underWay, failure) >= 0;
}

/**
 * A non-blocking socket bound to device and address and marked, or why there is none.
 * @param type a SOCK_* constant
 * @param protocol of a raw socket; 0 means the type's usual one
 */
function openBoundSocket(way: Way, type: number, protocol: number): Socket | string {
  const domain = way.family == "ipv4" ? AF_INET : AF_INET6;
  const socket = create(domain, type + SOCK_NONBLOCK + SOCK_CLOEXEC, protocol);
  if (socket == null) {
    return `cannot open a socket: ${error()}`;
  }
  const ready =
    socket.setopt(SOL_SOCKET, SO_BINDTODEVICE, way.device) &&
    socket.setopt(SOL_SOCKET, SO_MARK, way.mark) &&
    socket.bind({ address: way.address, port: 0 });
  if (!ready) {
    const reason = `cannot bind to ${way.device} and ${way.address}: ${failureOf(socket)}`;
    socket.close();
    return reason;
  }
  return socket;
}

/**
 * Whether this build of ucode takes every socket for the same one, as on 64 bits with the highest byte first: then
 * one socket's replies would judge all lines.
 */
function areSocketsBroken(): boolean {
  const one = create(AF_INET, SOCK_DGRAM, 0);
  const other = create(AF_INET, SOCK_DGRAM, 0);
  const broken = one != null && other != null && one.fileno() == other.fileno();
  one?.close?.();
  other?.close?.();
  return broken;
}

export { areSocketsBroken, openBoundSocket, failureOf, isUnderWay };
export type { Way };
