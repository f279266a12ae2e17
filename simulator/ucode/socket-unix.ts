/** A Unix domain socket to ubusd, which greets whoever connects; nothing else is there to connect to. */
import { getProcess, getWorld } from "./current.ts";
import type { Socket } from "./socket-base.ts";
import { error, fail } from "./socket-error.ts";
import type { Watchable } from "./uloop.ts";

const ubusPath = "/var/run/ubus/ubus.sock";

type Address = Parameters<Socket["connect"]>[0];

class UnixSocket implements Socket, Watchable {
  #world = getWorld();
  #leave = (): void => {};
  #disown = getProcess().own(() => this.#leave());

  connect(address: Address): boolean | null {
    const isThere = "path" in address && address.path === ubusPath && this.#world.bus.up;
    return isThere ? true : fail("connect()", "ECONNREFUSED");
  }

  watch(_events: number, callback: (events: number) => void): () => void {
    this.#leave = this.#world.bus.greet(() => callback(1));
    return this.#leave;
  }

  /** The first bytes of the greeting, or none from an ubusd that has ended meanwhile. */
  recv(length: number): string | null {
    return this.#world.bus.up ? "\0".repeat(length) : "";
  }

  fileno(): number {
    throw new Error("socket.fileno: the simulator has it for Internet sockets only.");
  }

  close(): boolean | null {
    this.#leave();
    this.#disown();
    return true;
  }

  error(numeric = false): string | number | null {
    return error(numeric);
  }

  bind = (): null => fail("bind()", "EOPNOTSUPP");
  peername = (): null => fail("getpeername()", "EOPNOTSUPP");
  setopt = (): null => fail("setsockopt()", "EOPNOTSUPP");
  getopt = (): null => fail("getsockopt()", "EOPNOTSUPP");
  send = (): null => fail("send()", "EOPNOTSUPP");
  recvmsg = (): null => fail("recvmsg()", "EOPNOTSUPP");
}

export { UnixSocket };
