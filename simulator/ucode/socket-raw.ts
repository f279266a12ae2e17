/** Raw ICMP and ICMPv6 sockets. */
import { SystemError } from "../world/errno.ts";
import type { RawReceiver } from "../world/network.ts";
import type { Family } from "../../shared/domain.ts";
import { BaseSocket, SOL_SOCKET, SO_TIMESTAMPNS, readable, writable } from "./socket-base.ts";
import type { SocketAddress } from "./socket-base.ts";

/** More than this unread and the kernel drops what comes, as with its default receive buffer. */
const maxQueuedPackets = 256;

/** A time of arrival as a router with musl has it: the bytes of seconds and nanoseconds. */
function stampOf(wallMs: number): string {
  const seconds = Math.floor(wallMs / 1000);
  const stamp = new DataView(new ArrayBuffer(16));
  stamp.setBigUint64(0, BigInt(seconds), true);
  stamp.setBigUint64(8, BigInt(Math.round((wallMs - seconds * 1000) * 1e6)), true);
  return String.fromCharCode(...new Uint8Array(stamp.buffer));
}

class RawSocket extends BaseSocket implements RawReceiver {
  #queue: { packet: string; source: string; atMs: number }[] = [];
  #removeReceiver: () => void;
  #peer: string | null = null;

  constructor(family: Family) {
    super(family);
    this.#removeReceiver = this.world.network.addReceiver(this);
  }

  /** From now on only packets of this host come in. */
  connect(address: SocketAddress): boolean | null {
    return this.attempt("connect()", () => {
      const peer = this.parse(address).text;
      this.world.network.routeOf("udp", this.flowTo(peer));
      this.#peer = peer;
      return true;
    });
  }

  peername(): SocketAddress | null {
    return this.attempt("getpeername()", () => {
      if (this.#peer === null) throw new SystemError("ENOTCONN");
      return this.describe(this.#peer, 0);
    });
  }

  send(data: string, _flags: number, address?: SocketAddress): number | null {
    return this.attempt("send()", () => {
      const to = address ? this.parse(address).text : this.#peer;
      if (to === null) throw new SystemError("EDESTADDRREQ");
      this.world.network.sendIcmp(this.flowTo(to), data);
      return data.length;
    });
  }

  /** Never waits: with nothing there it fails with EAGAIN, as a non-blocking socket does. */
  recv(length: number, _flags: number, address?: object): string | null {
    return this.attempt("recv()", () => {
      const next = this.#queue.shift();
      if (next === undefined) throw new SystemError("EAGAIN");
      if (address) Object.assign(address, this.describe(next.source, 0));
      return next.packet.slice(0, length);
    });
  }

  override recvmsg(length: number, _ancillaryLength: number, _flags: number) {
    return this.attempt("recvmsg()", () => {
      const next = this.#queue.shift();
      if (next === undefined) throw new SystemError("EAGAIN");
      const stamp = { level: SOL_SOCKET, type: SO_TIMESTAMPNS, data: stampOf(next.atMs) };
      return {
        data: next.packet.slice(0, length),
        address: this.describe(next.source, 0),
        ancillary: this.isStamped ? [stamp] : [],
      };
    });
  }

  receive(packet: string, source: string): void {
    if (this.#peer !== null && source !== this.#peer) return;
    if (this.#queue.length >= maxQueuedPackets) return;
    this.#queue.push({ packet, source, atMs: this.world.clock.wallMs });
    this.wakeUp();
  }

  protected ready(): number {
    return writable | (this.#queue.length > 0 ? readable : 0);
  }

  protected hasError(): boolean {
    return false;
  }

  protected release(): void {
    this.#queue = [];
    this.#removeReceiver();
  }
}

export { RawSocket };
