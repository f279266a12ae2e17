/** ucode's socket module for raw ICMP sockets, the only kind the router code opens. */
import { SystemError, errnoNumber, errnoText } from "../world/errno.ts";
import type { Errno } from "../world/errno.ts";
import { parseIpAddress } from "../world/address.ts";
import type { RawReceiver } from "../world/network.ts";
import { getProcess, getWorld } from "./current.ts";
import type { Watchable } from "./uloop.ts";

type SocketModule = typeof import("ucode:socket");
type Socket = NonNullable<ReturnType<SocketModule["create"]>>;
type SocketAddress = Parameters<Socket["bind"]>[0];

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0x800;
const SOCK_CLOEXEC = 0x80000;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const SO_MARK = 36;
const MSG_DONTWAIT = 0x40;

const icmpProtocol = 1;

/** Socket types without their flags. */
const typeMask = 0xf;

/** More than this unread and the kernel drops what comes, as with its default receive buffer. */
const maxQueuedPackets = 256;

/** A call that failed, and what to say for it. */
class CallError extends Error {
  readonly errno: Errno;
  constructor(call: string, errno: Errno) {
    super(`${call}: ${errnoText(errno)}`);
    this.errno = errno;
  }
}

/**
 * The last failure, of whichever socket or of the module. Reading it forgets it, as on 24.10; later
 * versions keep it until the next call.
 */
let lastError: CallError | null = null;

function fail(problem: CallError): null {
  lastError = problem;
  return null;
}

function error(numeric = false): string | number | null {
  const problem = lastError;
  lastError = null;
  if (problem === null) return null;
  return numeric ? errnoNumber(problem.errno) : problem.message;
}

function isAddress(value: unknown): value is SocketAddress {
  return typeof value === "object" && value !== null && "address" in value;
}

class RawSocket implements Socket, RawReceiver, Watchable {
  boundDevice: string | null = null;
  boundAddress: string | null = null;
  #world = getWorld();
  #mark = 0;
  #queue: { packet: string; source: string }[] = [];
  #readers = new Set<() => void>();
  #wakeUpPending = false;
  #open = true;
  #release: () => void;

  constructor() {
    const removeReceiver = this.#world.network.addReceiver(this);
    const disown = getProcess().own(() => this.#shut());
    this.#release = () => {
      removeReceiver();
      disown();
    };
  }

  bind(address: SocketAddress): boolean | null {
    return this.#attempt("bind()", () => {
      const parsed = this.#parse(address);
      const isAny = parsed === "0.0.0.0";
      if (!isAny && this.#world.kernel.devices.withAddress(parsed) === null)
        throw new SystemError("EADDRNOTAVAIL");
      this.boundAddress = isAny ? null : parsed;
      return true;
    });
  }

  connect(_address: SocketAddress): boolean | null {
    throw new Error("socket.connect: the simulator has raw ICMP sockets only; send to an address.");
  }

  setopt(level: number, option: number, value: number | string): boolean | null {
    return this.#attempt("setsockopt()", () => {
      if (level !== SOL_SOCKET) throw new SystemError("EOPNOTSUPP");
      if (option === SO_BINDTODEVICE) {
        const name = String(value).replace(/\0.*$/, "");
        if (name !== "" && this.#world.kernel.devices.find(name) === null)
          throw new SystemError("ENODEV");
        this.boundDevice = name === "" ? null : name;
      } else if (option === SO_MARK) this.#mark = Number(value) >>> 0;
      return true;
    });
  }

  getopt(level: number, option: number): unknown {
    if (level === SOL_SOCKET && option === SO_BINDTODEVICE)
      return this.boundDevice === null ? "" : `${this.boundDevice}\0`;
    if (level === SOL_SOCKET && option === SO_MARK) return this.#mark;
    return fail(new CallError("getsockopt()", "EOPNOTSUPP"));
  }

  send(data: string, _flags: number, address?: SocketAddress): number | null {
    return this.#attempt("send()", () => {
      if (address === undefined || address === null) throw new SystemError("EDESTADDRREQ");
      this.#world.network.sendIcmp({
        destination: this.#parse(address),
        message: data,
        source: this.boundAddress,
        mark: this.#mark,
        device: this.boundDevice,
      });
      return data.length;
    });
  }

  /** Never waits: with nothing there it fails with EAGAIN, as a non-blocking socket does. */
  recv(length: number, _flags: number, address?: object): string | null {
    return this.#attempt("recv()", () => {
      const next = this.#queue.shift();
      if (next === undefined) throw new SystemError("EAGAIN");
      if (address) Object.assign(address, { family: AF_INET, address: next.source, port: 0 });
      return next.packet.slice(0, length);
    });
  }

  close(): boolean | null {
    if (!this.#open) return fail(new CallError("Invalid socket context", "EBADF"));
    this.#release();
    this.#shut();
    return true;
  }

  error(numeric = false): string | number | null {
    return error(numeric);
  }

  receive(packet: string, source: string): void {
    if (this.#queue.length >= maxQueuedPackets) return;
    this.#queue.push({ packet, source });
    this.#wakeUp();
  }

  watchReadable(callback: () => void): () => void {
    this.#readers.add(callback);
    this.#wakeUp();
    return () => this.#readers.delete(callback);
  }

  /** Calls the watchers until nothing is left to read, as poll reports a level and not an edge. */
  #wakeUp(): void {
    if (this.#wakeUpPending || this.#readers.size === 0 || this.#queue.length === 0) return;
    this.#wakeUpPending = true;
    this.#world.clock.after(0, () => {
      this.#wakeUpPending = false;
      if (this.#queue.length === 0) return;
      for (const reader of [...this.#readers]) reader();
      this.#wakeUp();
    });
  }

  #parse(address: SocketAddress): string {
    if (!isAddress(address))
      throw new Error(
        `socket: pass the address as { address, port }, not as ${JSON.stringify(address)}: a bare text fails on OpenWrt 24.10.`
      );
    const parsed = parseIpAddress(address.address);
    if (parsed === null) throw new CallError("Unable to parse IP address", "EINVAL");
    if (parsed.family !== "ipv4") throw new SystemError("EAFNOSUPPORT");
    return parsed.bytes.join(".");
  }

  #attempt<T>(call: string, work: () => T): T | null {
    if (!this.#open) return fail(new CallError("Invalid socket context", "EBADF"));
    try {
      const result = work();
      lastError = null;
      return result;
    } catch (problem) {
      if (problem instanceof CallError) return fail(problem);
      if (problem instanceof SystemError) return fail(new CallError(call, problem.errno));
      throw problem;
    }
  }

  #shut(): void {
    this.#open = false;
    this.#queue = [];
    this.#readers.clear();
    this.#release();
  }
}

function create(domain: number, type: number, protocol: number): Socket | null {
  if (domain !== AF_INET) return fail(new CallError("socket()", "EAFNOSUPPORT"));
  if ((type & typeMask) !== SOCK_RAW || protocol !== icmpProtocol)
    return fail(new CallError("socket()", "EPROTONOSUPPORT"));
  return new RawSocket();
}

({
  AF_INET,
  AF_INET6,
  SOCK_RAW,
  SOCK_NONBLOCK,
  SOCK_CLOEXEC,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  MSG_DONTWAIT,
  create,
  error,
}) satisfies SocketModule;

export {
  AF_INET,
  AF_INET6,
  SOCK_RAW,
  SOCK_NONBLOCK,
  SOCK_CLOEXEC,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  MSG_DONTWAIT,
  create,
  error,
};
