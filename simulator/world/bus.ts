/** The router's ubus: objects with methods, and events. One bus for all simulated programs. */
import { ubusStatus } from "../../shared/contract.ts";
import type { Clock } from "./clock.ts";
import { ExitSignal, currentProcess } from "./process.ts";
import type { Process } from "./process.ts";

interface BusRequest {
  readonly args: { [name: string]: unknown };
  reply(reply: object | null, code?: number): void;
}

interface BusMethod {
  /** Argument names with an example each, whose type is what callers must send. */
  args?: { [name: string]: unknown };
  call(request: BusRequest): unknown;
}

type BusMethods = { [method: string]: BusMethod };

interface BusReply {
  /** A code of ubusStatus. */
  status: number;
  /** Can be there beside a status that is not `ok`. */
  data: object | null;
}

interface Publication {
  methods: BusMethods;
  /** Program whose code answers, or null for one that is part of the world itself. */
  owner: Process | null;
  /** Whether an exception in a method ends the program; rpcd outlives its plugins' exceptions. */
  endsOnException: boolean;
}

type EventHandler = (type: string, data: { [key: string]: unknown }) => void;

/** What is sent over the bus arrives as a copy. */
function copyOf<T>(data: T): T {
  return JSON.parse(JSON.stringify(data)) as T;
}

/** The blobmsg type that a value is sent as; JSON does not tell 3.0 from 3, so both are integers. */
function blobTypeOf(value: unknown): string {
  if (typeof value === "number") {
    if (!Number.isInteger(value)) return "double";
    return value >= -(2 ** 31) && value < 2 ** 31 ? "int32" : "int64";
  }
  if (value === null) return "unspecified";
  return Array.isArray(value) ? "array" : typeof value;
}

/** The blobmsg type that an example value asks for: for integers the example may be a width. */
function wantedTypeOf(example: unknown): string {
  if (typeof example !== "number" || !Number.isInteger(example)) return blobTypeOf(example);
  const byWidth: { [width: number]: string } = { 8: "boolean", 16: "int16", 64: "int64" };
  return byWidth[example] ?? "int32";
}

/** Every argument must be known and of its type; none needs to be there. */
function areArgumentsValid(method: BusMethod, args: { [name: string]: unknown }): boolean {
  return Object.entries(args).every(([name, value]) => {
    if (name === "ubus_rpc_session") return typeof value === "string";
    const policy = method.args ?? {};
    return Object.hasOwn(policy, name) && wantedTypeOf(policy[name]) === blobTypeOf(value);
  });
}

/** Somebody who is notified by an object as long as that is there. */
interface Watch {
  object: string;
  onNotify: () => void;
  onRemove: () => void;
}

class Bus {
  #clock: Clock;
  #objects = new Map<string, Publication>();
  #subscriptions = new Set<{ pattern: string; handler: EventHandler }>();
  #clients = new Set<Process>();
  #up = true;
  #hung = false;
  #greetings = new Set<() => void>();
  #watches = new Set<Watch>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get up(): boolean {
    return this.#up;
  }

  /** Whether somebody answers by this name. */
  has(name: string): boolean {
    return this.#up && this.#objects.has(name);
  }

  /** Names of all objects, sorted, with their methods. */
  list(): [name: string, methods: BusMethods][] {
    this.#mustListen();
    return [...this.#objects]
      .map(([name, { methods }]): [string, BusMethods] => [name, methods])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** ubusd goes away: libubus ends the loop of every program that has something registered. */
  stop(): void {
    this.#up = false;
    for (const client of [...this.#clients]) client.run(() => client.requestEnd());
  }

  start(): void {
    this.#up = true;
  }

  /** ubusd does not get to run: whoever asks something of it waits for as long. */
  hang(): void {
    this.#hung = true;
  }

  wake(): void {
    this.#hung = false;
    for (const greeting of this.#greetings) this.#clock.after(0, greeting);
  }

  /** Calls back when ubusd has greeted a new client; gives the function that ends the waiting. */
  greet(callback: () => void): () => void {
    const greeting = (): void => void (this.#greetings.delete(greeting) && callback());
    this.#greetings.add(greeting);
    if (!this.#hung) this.#clock.after(0, greeting);
    return () => this.#greetings.delete(greeting);
  }

  #mustListen(): void {
    if (this.#hung) throw new Error("A program waits for a ubusd that hangs, maybe for ever.");
  }

  /** Gives the function that takes the object away again. */
  publish(name: string, publication: Publication): () => void {
    this.#objects.set(name, publication);
    if (publication.owner) this.#clients.add(publication.owner);
    this.send("ubus.object.add", { path: name });
    return () => {
      if (this.#objects.get(name) !== publication) return;
      this.#objects.delete(name);
      for (const watch of this.#watches)
        if (watch.object === name && this.#watches.delete(watch)) watch.onRemove();
    };
  }

  /** Publishes an object that the world itself answers for; its methods check their own arguments. */
  publishNative(
    name: string,
    methods: { [method: string]: (args: BusRequest["args"]) => BusReply }
  ): void {
    const wrapped = Object.entries(methods).map(([method, answer]): [string, BusMethod] => [
      method,
      {
        call(request) {
          const { status, data } = answer(request.args);
          request.reply(data, status);
        },
      },
    ]);
    this.publish(name, {
      methods: Object.fromEntries(wrapped),
      owner: null,
      endsOnException: false,
    });
  }

  /** Calls a method and waits for what it answers; that takes no virtual time. */
  call(object: string, method: string, args: object): BusReply {
    this.#mustListen();
    const publication = this.#up ? this.#objects.get(object) : undefined;
    if (!publication) return { status: ubusStatus.notFound, data: null };
    const found = Object.hasOwn(publication.methods, method)
      ? publication.methods[method]
      : undefined;
    if (!found) return { status: ubusStatus.methodNotFound, data: null };
    const { owner } = publication;
    // A program that waits for itself waits until the call's timeout.
    if (owner !== null && owner === currentProcess())
      return { status: ubusStatus.timeout, data: null };
    const copy = copyOf(args) as BusRequest["args"];
    if (owner !== null && !areArgumentsValid(found, copy))
      return { status: ubusStatus.invalidArgument, data: null };
    return copyOf(invoke(found, copy, publication));
  }

  /** Broadcasts an event; handlers run from the clock, after the sender has gone on. */
  send(type: string, data: object): void {
    this.#mustListen();
    if (!this.#up) return;
    const copy = copyOf(data) as { [key: string]: unknown };
    for (const subscription of this.#subscriptions) {
      const { pattern, handler } = subscription;
      const isWanted = pattern.endsWith("*")
        ? type.startsWith(pattern.slice(0, -1))
        : type === pattern;
      if (!isWanted) continue;
      this.#clock.after(0, () => {
        if (this.#subscriptions.has(subscription)) handler(type, copy);
      });
    }
  }

  /** What an object tells those who have subscribed to it; they hear of it after the sender has gone on. */
  notify(object: string): void {
    for (const watch of this.#watches)
      this.#clock.after(0, () => {
        if (watch.object === object && this.#watches.has(watch)) watch.onNotify();
      });
  }

  /** Null when there is no such object. */
  watchObject(object: string, onNotify: () => void, onRemove: () => void): (() => void) | null {
    this.#mustListen();
    if (!this.has(object)) return null;
    const watch = { object, onNotify, onRemove };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }

  /** A pattern is an event's name, or the beginning of names followed by `*`. */
  subscribe(owner: Process, pattern: string, handler: EventHandler): () => void {
    const subscription = { pattern, handler };
    this.#subscriptions.add(subscription);
    this.#clients.add(owner);
    return () => this.#subscriptions.delete(subscription);
  }
}

/** Runs a method in its owner's program and turns whatever comes of it into a reply. */
function invoke(method: BusMethod, args: BusRequest["args"], publication: Publication): BusReply {
  const { owner, endsOnException } = publication;
  let sent: BusReply | null = null;
  const request: BusRequest = {
    args,
    reply(data, code = ubusStatus.ok) {
      if (sent) throw new Error("Reply has already been sent");
      if (data !== null && (typeof data !== "object" || Array.isArray(data)))
        throw new Error("First argument to reply() must be null or an object");
      sent = { status: code, data: data === null ? null : copyOf(data) };
    },
  };
  let result: unknown;
  try {
    result = owner ? owner.evaluate(() => method.call(request)) : method.call(request);
  } catch (problem) {
    if (owner === null) throw problem;
    const isExit = problem instanceof ExitSignal;
    if (endsOnException)
      owner.run(() => {
        throw problem;
      });
    const status = isExit && problem.code <= 9 ? problem.code : ubusStatus.unknownError;
    return { status, data: null };
  }
  if (sent) return sent;
  if (typeof result === "object" && result !== null && !Array.isArray(result))
    return { status: ubusStatus.ok, data: result };
  return { status: ubusStatus.noData, data: null };
}

export { Bus };
export type { BusMethods, BusReply, EventHandler };
