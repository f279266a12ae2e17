/** Connected UDP sockets. */
import { SystemError } from "../world/errno.ts";
import type { Errno } from "../world/errno.ts";
import { BaseSocket, readable, writable } from "./socket-base.ts";
import type { SocketAddress } from "./socket-base.ts";

class UdpSocket extends BaseSocket {
  #peer: { text: string; port: number } | null = null;
  #queue: string[] = [];
  #pending: Errno | null = null;
  #open = true;

  connect(address: SocketAddress): boolean | null {
    return this.attempt("connect()", () => {
      const peer = this.parse(address);
      const routing = this.world.network.routeOf("udp", this.flowTo(peer.text, peer.port));
      this.boundAddress ??= routing.source;
      this.#peer = peer;
      return true;
    });
  }

  peername(): SocketAddress | null {
    return this.attempt("getpeername()", () => {
      if (this.#peer === null) throw new SystemError("ENOTCONN");
      return this.describe(this.#peer.text, this.#peer.port);
    });
  }

  send(data: string, _flags: number, address?: SocketAddress): number | null {
    if (address) throw new Error("socket.send: connect the simulator's UDP sockets first.");
    return this.attempt("send()", () => {
      this.#throwPending();
      if (this.#peer === null) throw new SystemError("EDESTADDRREQ");
      const { text: host, port } = this.#peer;
      const { network } = this.world;
      network.sendSegment("udp", this.flowTo(host, port), data.length, (device) => {
        const visit = { device, host, port };
        if (!network.services.listensOnUdp(visit)) return this.#refuse();
        const answer = network.services.answerDatagram(visit, data);
        if (answer !== null) this.#receive(answer);
      });
      return data.length;
    });
  }

  recv(length: number, _flags: number, address?: object): string | null {
    return this.attempt("recv()", () => {
      this.#throwPending();
      const next = this.#queue.shift();
      if (next === undefined || this.#peer === null) throw new SystemError("EAGAIN");
      if (address) Object.assign(address, this.describe(this.#peer.text, this.#peer.port));
      return next.slice(0, length);
    });
  }

  protected ready(): number {
    return writable | (this.#queue.length > 0 ? readable : 0);
  }

  protected hasError(): boolean {
    return this.#pending !== null;
  }

  protected release(): void {
    this.#open = false;
  }

  #receive(datagram: string): void {
    if (!this.#open) return;
    this.#queue.push(datagram);
    this.wakeUp();
  }

  /** The other host's ICMP message that nobody listens there. */
  #refuse(): void {
    if (!this.#open) return;
    this.#pending = "ECONNREFUSED";
    this.wakeUp();
  }

  #throwPending(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) throw new SystemError(pending);
  }
}

export { UdpSocket };
