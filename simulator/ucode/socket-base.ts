/** What all sockets of the stand-in share: options, their address, and how the loop watches them. */
import { formatIpAddress, parseIpAddress } from "../world/address.ts";
import { SystemError } from "../world/errno.ts";
import type { PacketFlow } from "../world/network.ts";
import type { Family } from "../../shared/domain.ts";
import { getProcess, getWorld } from "./current.ts";
import { CallError, attempt, error, fail } from "./socket-error.ts";
import type { Watchable } from "./uloop.ts";

type SocketModule = typeof import("ucode:socket");
type Socket = NonNullable<ReturnType<SocketModule["create"]>>;
type SocketAddress = Parameters<Socket["bind"]>[0];
type ReceivedMessage = NonNullable<ReturnType<Socket["recvmsg"]>>;

const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const SO_MARK = 36;
const SO_TIMESTAMPNS = 35;
const IPPROTO_IPV6 = 41;
const IPV6_MULTICAST_ALL = 29;

const afNumbers = { ipv4: 2, ipv6: 10 };
const anyAddresses = { ipv4: "0.0.0.0", ipv6: "::" };

/** ULOOP_READ and ULOOP_WRITE. */
const readable = 1;
const writable = 2;

interface Watcher {
  events: number;
  callback: (events: number) => void;
}

function isAddress(value: unknown): value is SocketAddress {
  return typeof value === "object" && value !== null && "address" in value;
}

/** Descriptors are never used again here. */
let nextNumber = 3;

abstract class BaseSocket implements Socket, Watchable {
  readonly family: Family;
  boundDevice: string | null = null;
  boundAddress: string | null = null;
  protected readonly world = getWorld();
  /** Whether messages come with the time of their arrival. */
  protected isStamped = false;
  #mark = 0;
  readonly #number = nextNumber++;
  #watchers = new Set<Watcher>();
  #wakeUpPending = false;
  #open = true;
  #disown: () => void;

  constructor(family: Family) {
    this.family = family;
    this.#disown = getProcess().own(() => this.#shut());
  }

  /** What a poll would report now: `readable` and `writable`. */
  protected abstract ready(): number;
  /** Whether there is an error that the next call will give. */
  protected abstract hasError(): boolean;
  /** The socket is closed: nothing may reach it any more. */
  protected abstract release(): void;
  abstract connect(address: SocketAddress): boolean | null;
  abstract peername(): SocketAddress | null;
  abstract send(data: string, flags: number, address?: SocketAddress): number | null;
  abstract recv(length: number, flags: number, address?: object): string | null;

  recvmsg(_length: number, _ancillaryLength: number, _flags: number): ReceivedMessage | null {
    throw new Error("socket.recvmsg: the simulator has it for raw sockets only.");
  }

  bind(address: SocketAddress): boolean | null {
    return this.attempt("bind()", () => {
      const { text } = this.parse(address);
      const isAny = text === anyAddresses[this.family];
      if (!isAny && this.world.kernel.devices.withAddress(text) === null)
        throw new SystemError("EADDRNOTAVAIL");
      this.boundAddress = isAny ? null : text;
      return true;
    });
  }

  setopt(level: number, option: number, value: number | string): boolean | null {
    return this.attempt("setsockopt()", () => {
      const isMulticast = level === IPPROTO_IPV6 && option === IPV6_MULTICAST_ALL;
      if (isMulticast && this.family === "ipv6") return true;
      if (isMulticast) throw new SystemError("ENOPROTOOPT");
      if (level !== SOL_SOCKET) throw new CallError("Unknown socket level or option", "EINVAL");
      if (option === SO_BINDTODEVICE) {
        const name = String(value).replace(/\0.*$/, "");
        if (name !== "" && this.world.kernel.devices.find(name) === null)
          throw new SystemError("ENODEV");
        this.boundDevice = name === "" ? null : name;
      } else if (option === SO_MARK) this.#mark = Number(value) >>> 0;
      else if (option === SO_TIMESTAMPNS) this.isStamped = Boolean(value);
      return true;
    });
  }

  getopt(level: number, option: number): unknown {
    if (level === SOL_SOCKET && option === SO_BINDTODEVICE)
      return this.boundDevice === null ? "" : `${this.boundDevice}\0`;
    if (level === SOL_SOCKET && option === SO_MARK) return this.#mark;
    return fail("getsockopt()", "EOPNOTSUPP");
  }

  fileno(): number {
    return this.#number;
  }

  close(): boolean | null {
    if (!this.#open) return fail("Invalid socket context", "EBADF");
    this.#disown();
    this.#shut();
    return true;
  }

  error(numeric = false): string | number | null {
    return error(numeric);
  }

  watch(events: number, callback: (events: number) => void): () => void {
    const watcher = { events, callback };
    this.#watchers.add(watcher);
    this.wakeUp();
    return () => this.#watchers.delete(watcher);
  }

  /** Calls the watchers as long as what they wait for holds, as poll reports a level and not an edge. */
  protected wakeUp(): void {
    if (this.#wakeUpPending || !this.#isSomebodyDue()) return;
    this.#wakeUpPending = true;
    this.world.clock.after(0, () => {
      this.#wakeUpPending = false;
      const failed = this.hasError();
      for (const watcher of [...this.#watchers]) {
        const events = this.ready() & watcher.events;
        if (events === 0 && !failed) continue;
        // After an error libubox takes the socket off its list, and calls once more.
        if (failed) this.#watchers.delete(watcher);
        watcher.callback(events);
      }
      this.wakeUp();
    });
  }

  protected attempt<T>(call: string, work: () => T): T | null {
    return this.#open ? attempt(call, work) : fail("Invalid socket context", "EBADF");
  }

  protected parse(address: SocketAddress): { text: string; port: number } {
    if (!isAddress(address))
      throw new Error(
        `socket: pass the address as { address, port }, not as ${JSON.stringify(address)}: a bare text fails on OpenWrt 24.10.`
      );
    const parsed = parseIpAddress(address.address);
    if (parsed === null) throw new CallError("Unable to parse IP address", "EINVAL");
    // An IPv4 address is shorter than any that an IPv6 socket takes.
    if (parsed.family !== this.family)
      throw new SystemError(this.family === "ipv6" ? "EINVAL" : "EAFNOSUPPORT");
    return { text: formatIpAddress(parsed.bytes), port: address.port };
  }

  protected describe(address: string, port: number): SocketAddress {
    const common = { family: afNumbers[this.family], address, port };
    const whole = this.family === "ipv6" ? { ...common, flowinfo: 0 } : common;
    return whole;
  }

  protected flowTo(destination: string, destinationPort = 0): PacketFlow {
    return {
      destination,
      destinationPort,
      source: this.boundAddress,
      mark: this.#mark,
      device: this.boundDevice,
    };
  }

  #isSomebodyDue(): boolean {
    const [ready, failed] = [this.ready(), this.hasError()];
    return [...this.#watchers].some(({ events }) => failed || (events & ready) !== 0);
  }

  #shut(): void {
    this.#open = false;
    this.#watchers.clear();
    this.release();
  }
}

export {
  BaseSocket,
  SOL_SOCKET,
  SO_BINDTODEVICE,
  SO_MARK,
  SO_TIMESTAMPNS,
  IPPROTO_IPV6,
  IPV6_MULTICAST_ALL,
  readable,
  writable,
};
export type { Socket, SocketAddress, SocketModule };
