/** rpcd's sessions and its ubus object `session`. */
import { ubusStatus } from "../../shared/contract.ts";
import type { BusReply } from "../world/bus.ts";
import type { Appointment } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { grantsOf } from "./acl.ts";
import type { AclFile, Grants, Permission } from "./acl.ts";

/** A `config login` section of /etc/config/rpcd. */
interface User {
  name: string;
  /** Null while none is set: then any will do, as on a router just unpacked. */
  password: string | null;
  permissions: Permission[];
}

interface Session {
  id: string;
  grants: Grants;
  /** Seconds without use after which it ends; 0 for never. */
  timeoutS: number;
  data: { [key: string]: unknown };
  expiry: Appointment | null;
  expiresAtMs: number;
}

/** Whoever has not logged in. */
const defaultSessionId = "0".repeat(32);

const defaultTimeoutS = 300;

type Arguments = { [name: string]: unknown };

const ok = (data: object | null = null): BusReply => ({ status: ubusStatus.ok, data });
const failed = (status: number): BusReply => ({ status, data: null });

class Sessions {
  #world: World;
  #users: readonly User[];
  #aclFiles: readonly AclFile[];
  #sessions = new Map<string, Session>();
  #onEnd: (id: string) => void = () => {};

  constructor(world: World, users: readonly User[], aclFiles: readonly AclFile[]) {
    this.#world = world;
    this.#users = users;
    this.#aclFiles = aclFiles;
    const grants = grantsOf(aclFiles, (group) => group === "unauthenticated");
    this.#sessions.set(defaultSessionId, {
      id: defaultSessionId,
      grants,
      timeoutS: 0,
      data: {},
      expiry: null,
      expiresAtMs: 0,
    });
    this.#publish();
  }

  /** Called with the id of each session that ends. */
  onEnd(callback: (id: string) => void): void {
    this.#onEnd = callback;
  }

  has(id: string): boolean {
    return this.#sessions.has(id);
  }

  /** Whether the session is there and may; asking keeps it alive. */
  mayAccess(id: unknown, scope: string, object: string, name: string): boolean {
    return this.#find(id)?.grants.allows(scope, object, name) ?? false;
  }

  #find(id: unknown): Session | null {
    const session = this.#sessions.get(String(id)) ?? null;
    if (session) this.#touch(session);
    return session;
  }

  #touch(session: Session): void {
    if (session.timeoutS <= 0) return;
    session.expiry?.cancel();
    const timeoutMs = session.timeoutS * 1000;
    session.expiresAtMs = this.#world.clock.nowMs + timeoutMs;
    session.expiry = this.#world.clock.after(timeoutMs, () => this.#end(session));
  }

  #end(session: Session): void {
    session.expiry?.cancel();
    this.#sessions.delete(session.id);
    this.#onEnd(session.id);
  }

  #login(args: Arguments): BusReply {
    const { username, password, timeout } = args;
    if (typeof username !== "string" || typeof password !== "string")
      return failed(ubusStatus.invalidArgument);
    const user = this.#users.find(({ name }) => name === username);
    const isRight = user && (user.password === null || user.password === password);
    if (!isRight) return failed(ubusStatus.permissionDenied);
    const session: Session = {
      id: this.#inventId(),
      // The unauthenticated group is for everybody.
      grants: grantsOf(this.#aclFiles, (_, permission) => user.permissions.includes(permission)),
      timeoutS: typeof timeout === "number" ? timeout : defaultTimeoutS,
      data: { username },
      expiry: null,
      expiresAtMs: 0,
    };
    this.#sessions.set(session.id, session);
    this.#touch(session);
    return ok(this.#describe(session));
  }

  #inventId(): string {
    const digit = (): string => Math.floor(this.#world.random.next() * 16).toString(16);
    return Array.from({ length: 32 }, digit).join("");
  }

  #describe({ id, timeoutS, expiresAtMs, grants, data }: Session): object {
    const leftMs = Math.max(0, expiresAtMs - this.#world.clock.nowMs);
    return {
      ubus_rpc_session: id,
      timeout: timeoutS,
      expires: timeoutS > 0 ? Math.floor(leftMs / 1000) : 0,
      acls: grants.describe(),
      data,
    };
  }

  #access(args: Arguments): BusReply {
    const session = this.#find(args["ubus_rpc_session"]);
    if (!session) return failed(ubusStatus.notFound);
    const { object, function: name, scope } = args;
    if (typeof object !== "string" || typeof name !== "string")
      return ok(session.grants.describe());
    const inScope = typeof scope === "string" ? scope : "ubus";
    return ok({ access: session.grants.allows(inScope, object, name) });
  }

  #withSession(args: Arguments, answer: (session: Session) => BusReply): BusReply {
    if (typeof args["ubus_rpc_session"] !== "string") return failed(ubusStatus.invalidArgument);
    const session = this.#find(args["ubus_rpc_session"]);
    return session ? answer(session) : failed(ubusStatus.notFound);
  }

  #destroy(args: Arguments): BusReply {
    if (args["ubus_rpc_session"] === defaultSessionId) return failed(ubusStatus.permissionDenied);
    return this.#withSession(args, (session) => {
      this.#end(session);
      return ok();
    });
  }

  #publish(): void {
    this.#world.bus.publishNative("session", {
      login: (args) => this.#login(args),
      access: (args) => this.#access(args),
      list: (args) => this.#withSession(args, (session) => ok(this.#describe(session))),
      get: (args) => this.#withSession(args, ({ data }) => ok({ values: data })),
      set: (args) =>
        this.#withSession(args, (session) => {
          Object.assign(session.data, args["values"]);
          return ok();
        }),
      destroy: (args) => this.#destroy(args),
    });
  }
}

export { Sessions, defaultSessionId };
export type { User };
