/** rpcd's `uci.apply` with its roll-back: at most one in the whole router at a time. */
import { ubusStatus } from "../../shared/contract.ts";
import type { Appointment } from "../world/clock.ts";
import { UciStore } from "../world/uci/store.ts";
import type { Delta } from "../world/uci/delta.ts";
import type { World } from "../world/world.ts";

/** How rpcd is built: the time it waits for `confirm` when none is given. */
const defaultTimeoutS = 60;

interface Pending {
  session: string;
  /** Files as they were, and the changes that were applied to them. */
  snapshots: { name: string; text: string; deltas: Delta[] }[];
  timer: Appointment;
}

interface ApplyOptions {
  storeOf: (session: string) => UciStore;
  mayWrite: (session: string, config: string) => boolean;
  isAlive: (session: string) => boolean;
}

class UciApply {
  #world: World;
  #options: ApplyOptions;
  #pending: Pending | null = null;

  constructor(world: World, options: ApplyOptions) {
    this.#world = world;
    this.#options = options;
  }

  /** While an apply waits for its confirmation nothing may be committed or reverted. */
  get isPending(): boolean {
    return this.#pending !== null;
  }

  apply(session: unknown, rollback: unknown, timeoutS: unknown): number {
    if (this.#pending && rollback === true) return ubusStatus.permissionDenied;
    if (typeof session !== "string") return ubusStatus.invalidArgument;
    if (this.#pending) return ubusStatus.ok;
    const store = this.#options.storeOf(session);
    const names = store.configs().filter((name) => store.changes(name).length > 0);
    if (names.length === 0) return ubusStatus.noData;
    if (!names.every((name) => this.#options.mayWrite(session, name)))
      return ubusStatus.permissionDenied;
    const snapshots = names.map((name) => ({
      name,
      text: this.#world.files.read(`/etc/config/${name}`),
      deltas: store.changes(name),
    }));
    for (const name of names) this.commit(store, name);
    if (rollback === true) {
      const waitMs = (typeof timeoutS === "number" ? timeoutS : defaultTimeoutS) * 1000;
      const timer = this.#world.clock.after(waitMs, () => this.#rollBack());
      this.#pending = { session, snapshots, timer };
    }
    return ubusStatus.ok;
  }

  confirm(session: unknown): number {
    if (typeof session !== "string") return ubusStatus.invalidArgument;
    if (!this.#pending) return ubusStatus.noData;
    if (this.#pending.session !== session) return ubusStatus.permissionDenied;
    this.#pending.timer.cancel();
    this.#pending = null;
    return ubusStatus.ok;
  }

  rollback(session: unknown): number {
    if (!this.#pending) return ubusStatus.noData;
    if (typeof session !== "string") return ubusStatus.invalidArgument;
    if (this.#pending.session !== session) return ubusStatus.permissionDenied;
    this.#rollBack();
    return ubusStatus.ok;
  }

  /** Writes a configuration's changes and tells procd, whose triggers reload the services. */
  commit(store: UciStore, name: string): void {
    store.commit(name);
    this.#world.bus.call("service", "event", { type: "config.change", data: { package: name } });
  }

  /** The files become what they were; the changes come back as unsaved ones of their session. */
  #rollBack(): void {
    const { session, snapshots, timer } = this.#pending!;
    timer.cancel();
    this.#pending = null;
    const store = this.#options.storeOf(session);
    for (const { name, text, deltas } of snapshots) {
      this.#world.files.write(`/etc/config/${name}`, text);
      this.commit(new UciStore(this.#world.files, undefined, "/dev/null"), name);
      if (this.#options.isAlive(session)) store.stage(name, ...deltas);
    }
  }
}

export { UciApply };
