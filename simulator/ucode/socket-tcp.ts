/** TCP sockets that connect to a host on the Internet, send a request and read what comes back. */
import { SystemError } from "../world/errno.ts";
import type { Errno } from "../world/errno.ts";
import type { Visit } from "../world/services.ts";
import type { Family } from "../../shared/domain.ts";
import { BaseSocket, readable, writable } from "./socket-base.ts";
import type { SocketAddress } from "./socket-base.ts";

type Phase = "unconnected" | "connecting" | "connected" | "broken";

/** The first SYN is repeated after this, and each time after twice as long (RFC 6298). */
const firstSynTimeoutMs = 1000;
/** Linux gives up after as many (tcp_syn_retries). */
const synRepeats = 6;
const firstDataTimeoutMs = 200;
const dataRepeats = 8;

/** Octets of TCP options in a SYN. */
const synOptionBytes = 20;

class TcpSocket extends BaseSocket {
  #phase: Phase = "unconnected";
  #peer: { text: string; port: number } | null = null;
  #sent = "";
  #received = "";
  #peerClosed = false;
  #pending: Errno | null = null;
  #nonBlocking: boolean;
  /** Cancels what is repeated until it is answered. */
  #stopRepeating = (): void => {};

  constructor(family: Family, nonBlocking: boolean) {
    super(family);
    this.#nonBlocking = nonBlocking;
  }

  connect(address: SocketAddress): boolean | null {
    if (!this.#nonBlocking)
      throw new Error("socket.connect: without SOCK_NONBLOCK it would stop the program's loop.");
    return this.attempt("connect()", () => {
      if (this.#phase === "connecting") throw new SystemError("EALREADY");
      if (this.#phase === "connected") throw new SystemError("EISCONN");
      this.#peer = this.parse(address);
      const source = this.#transmit(synOptionBytes, firstSynTimeoutMs, synRepeats, (visit) => {
        if (!this.world.network.services.listensOnTcp(visit)) return this.#break("ECONNREFUSED");
        this.#phase = "connected";
        this.wakeUp();
      });
      this.boundAddress ??= source;
      this.#phase = "connecting";
      throw new SystemError("EINPROGRESS");
    });
  }

  peername(): SocketAddress | null {
    return this.attempt("getpeername()", () => {
      if (this.#phase !== "connected" || this.#peer === null) throw new SystemError("ENOTCONN");
      return this.describe(this.#peer.text, this.#peer.port);
    });
  }

  send(data: string, _flags: number): number | null {
    return this.attempt("send()", () => {
      this.#throwPending();
      if (this.#phase === "connecting") throw new SystemError("EAGAIN");
      if (this.#phase !== "connected") throw new SystemError("EPIPE");
      this.#sent += data;
      this.#transmit(data.length, firstDataTimeoutMs, dataRepeats, (visit) => {
        const answer = this.world.network.services.answerStream(visit, this.#sent);
        if (answer === null) return;
        this.#received += answer;
        this.#peerClosed = true;
        this.wakeUp();
      });
      return data.length;
    });
  }

  recv(length: number, _flags: number): string | null {
    return this.attempt("recv()", () => {
      this.#throwPending();
      if (this.#phase === "unconnected") throw new SystemError("ENOTCONN");
      if (this.#phase === "broken") return "";
      const data = this.#received.slice(0, length);
      this.#received = this.#received.slice(length);
      if (data === "" && !this.#peerClosed) throw new SystemError("EAGAIN");
      return data;
    });
  }

  protected ready(): number {
    if (this.#phase === "connecting") return 0;
    if (this.#phase !== "connected") return readable | writable;
    return writable | (this.#received !== "" || this.#peerClosed ? readable : 0);
  }

  protected hasError(): boolean {
    return this.#pending !== null;
  }

  protected release(): void {
    this.#stopRepeating();
    this.#stopRepeating = () => {};
    this.#phase = "unconnected";
  }

  /** Sends until it is answered or all repeats are used up. Gives the address it leaves with. */
  #transmit(
    bytes: number,
    timeoutMs: number,
    repeats: number,
    answered: (visit: Visit) => void
  ): string {
    const { text: host, port } = this.#peer!;
    let done = false;
    const flow = this.flowTo(host, port);
    const source = this.world.network.sendSegment("tcp", flow, bytes, (device) => {
      if (done) return;
      this.#stopRepeating();
      answered({ device, host, port });
    });
    const repeat = this.world.clock.after(timeoutMs, () => {
      if (repeats === 0) return this.#break("ETIMEDOUT");
      try {
        this.#transmit(bytes, timeoutMs * 2, repeats - 1, answered);
      } catch (problem) {
        if (!(problem instanceof SystemError)) throw problem;
        this.#break(problem.errno);
      }
    });
    const stopOthers = this.#stopRepeating;
    this.#stopRepeating = () => {
      done = true;
      repeat.cancel();
      stopOthers();
    };
    return source;
  }

  #break(errno: Errno): void {
    this.#stopRepeating();
    this.#phase = "broken";
    this.#pending = errno;
    this.wakeUp();
  }

  #throwPending(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) throw new SystemError(pending);
  }
}

export { TcpSocket };
