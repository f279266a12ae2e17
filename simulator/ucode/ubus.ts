/** ucode's ubus module on the world's bus. */
import { ubusStatus } from "../../shared/contract.ts";
import type { BusMethods, EventHandler } from "../world/bus.ts";
import { getProcess, getWorld } from "./current.ts";

type Ubus = typeof import("ucode:ubus");
type Connection = NonNullable<ReturnType<Ubus["connect"]>>;

/** ubus_strerror of libubus. */
const statusTexts = [
  "Success",
  "Invalid command",
  "Invalid argument",
  "Method not found",
  "Not found",
  "No response",
  "Permission denied",
  "Request timed out",
  "Operation not supported",
  "Unknown error",
  "Connection failed",
];

let lastError: string | null = null;

function setError(status: number, detail: string): null {
  lastError =
    status === ubusStatus.unknownError
      ? detail
      : `${statusTexts[status] ?? "Unknown error"}: ${detail}`;
  return null;
}

function error(): string | null {
  const message = lastError;
  lastError = null;
  return message;
}

class SimulatedConnection implements Connection {
  #world = getWorld();
  #owner = getProcess();
  #releases = new Set<() => void>();

  call(object: string, method: string, args: object = {}): unknown {
    const { status, data } = this.#world.bus.call(object, method, args ?? {});
    if (status === ubusStatus.ok) {
      lastError = null;
      return data;
    }
    // A method may find something missing, too.
    if (status === ubusStatus.notFound && !this.#world.bus.has(object))
      return setError(status, `Failed to resolve object name '${object}'`);
    return setError(status, `Failed to invoke function '${method}' on object '${object}'`);
  }

  list(): string[] | null {
    const { bus } = this.#world;
    if (!bus.up) return setError(ubusStatus.invalidArgument, "Failed to enumerate objects");
    return bus.list().map(([name]) => name);
  }

  listener(pattern: string, handler: EventHandler): ReturnType<Connection["listener"]> {
    const remove = this.#world.bus.subscribe(this.#owner, pattern, (type, data) =>
      this.#owner.run(() => handler(type, data))
    );
    return { remove: this.#keep(remove) };
  }

  subscriber(onNotify: () => void, onRemove: () => void): ReturnType<Connection["subscriber"]> {
    return {
      subscribe: (object) => {
        const owner = this.#owner;
        const remove = this.#world.bus.watchObject(
          object,
          () => owner.run(onNotify),
          () => owner.run(onRemove)
        );
        if (remove === null)
          return setError(ubusStatus.notFound, `Failed to resolve object name '${object}'`);
        this.#keep(remove);
        return true;
      },
    };
  }

  publish(name: string, methods: BusMethods): ReturnType<Connection["publish"]> {
    const remove = this.#world.bus.publish(name, {
      methods,
      owner: this.#owner,
      endsOnException: true,
    });
    return { remove: this.#keep(remove) };
  }

  event(type: string, data: object): boolean | null {
    this.#world.bus.send(type, data ?? {});
    return true;
  }

  error(): string | null {
    return error();
  }

  disconnect(): boolean {
    for (const release of [...this.#releases]) release();
    return true;
  }

  /** Has it undone with the connection or the program, whichever ends first. */
  #keep(undo: () => void): () => boolean {
    const release = (): void => {
      undo();
      disown();
      this.#releases.delete(release);
    };
    const disown = this.#owner.own(undo);
    this.#releases.add(release);
    return () => {
      release();
      return true;
    };
  }
}

function connect(_socket?: string | null, _timeoutS?: number): Connection | null {
  if (!getWorld().bus.up)
    return setError(ubusStatus.unknownError, "Unable to connect to ubus socket");
  return new SimulatedConnection();
}

({ connect, error }) satisfies Ubus;

export { connect, error };
