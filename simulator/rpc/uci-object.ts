/** rpcd's ubus object `uci`: configurations with the changes that a session has staged over them. */
import { ubusStatus } from "../../shared/contract.ts";
import type { BusReply } from "../world/bus.ts";
import type { Delta } from "../world/uci/delta.ts";
import { isValidName, isValidType } from "../world/uci/package.ts";
import type { UciPackage, UciSection } from "../world/uci/package.ts";
import { UciNotFound, UciStore } from "../world/uci/store.ts";
import { UciParseError } from "../world/uci/text.ts";
import type { World } from "../world/world.ts";
import type { Sessions } from "./sessions.ts";
import { UciApply } from "./uci-apply.ts";
import { Edit, isSectionMatching } from "./uci-edits.ts";

type Arguments = { [name: string]: unknown };

const ok = (data: object | null = null): BusReply => ({ status: ubusStatus.ok, data });
const failed = (status: number): BusReply => ({ status, data: null });

/** Where rpcd keeps what a session has staged. */
function deltaFolderOf(session: unknown): string {
  return typeof session === "string" ? `/var/run/rpcd/uci-${session}` : "/tmp/.uci";
}

function describeSection(section: UciSection, index: number | null): object {
  return {
    ".anonymous": section.anonymous,
    ".type": section.type,
    ".name": section.name,
    ...(index !== null && { ".index": index }),
    ...Object.fromEntries(section.options),
  };
}

/** A change as `uci.changes` lists it. */
function describeDelta({ command, section, option, value }: Delta): unknown[] {
  const shown = command === "order" ? Number(value) : value;
  return [
    command,
    section,
    ...(option === null ? [] : [option]),
    ...(value === null ? [] : [shown]),
  ];
}

class UciObject {
  #world: World;
  #sessions: Sessions;
  #apply: UciApply;

  constructor(world: World, sessions: Sessions) {
    this.#world = world;
    this.#sessions = sessions;
    this.#apply = new UciApply(world, {
      storeOf: (session) => this.#storeOf(session),
      mayWrite: (session, config) => this.#may(session, config, "write"),
      isAlive: (session) => sessions.has(session),
    });
    sessions.onEnd((id) => world.files.removeTree(deltaFolderOf(id)));
  }

  #storeOf(session: unknown): UciStore {
    return new UciStore(this.#world.files, undefined, deltaFolderOf(session));
  }

  /** A call without a session comes from the router itself and may do anything. */
  #may(session: unknown, config: unknown, permission: "read" | "write"): boolean {
    if (typeof session !== "string") return true;
    return this.#sessions.mayAccess(session, "uci", String(config), permission);
  }

  /** Runs `answer` with the store, once arguments and permission are in order. */
  #with(
    args: Arguments,
    permission: "read" | "write",
    needed: readonly string[],
    answer: (store: UciStore, config: string) => BusReply
  ): BusReply {
    const { config, ubus_rpc_session: session } = args;
    const isComplete =
      typeof config === "string" && needed.every((name) => args[name] !== undefined);
    if (!isComplete) return failed(ubusStatus.invalidArgument);
    if (!this.#may(session, config, permission)) return failed(ubusStatus.permissionDenied);
    try {
      return answer(this.#storeOf(session), config);
    } catch (problem) {
      if (problem instanceof UciNotFound) return failed(ubusStatus.notFound);
      if (problem instanceof UciParseError) return failed(ubusStatus.unknownError);
      throw problem;
    }
  }

  #edit(
    args: Arguments,
    needed: readonly string[],
    work: (edit: Edit) => number | { status: number; data: object }
  ): BusReply {
    return this.#with(args, "write", needed, (store, config) => {
      const edit = new Edit(store.load(config));
      const result = work(edit);
      const { status, data } = typeof result === "number" ? { status: result, data: null } : result;
      if (status !== ubusStatus.ok) return failed(status);
      if (edit.deltas.length > 0) store.stage(config, ...edit.deltas);
      return ok(data);
    });
  }

  #get(args: Arguments): BusReply {
    return this.#with(args, "read", [], (store, name) => {
      const config = store.load(name);
      const { section: sectionName, option, type, match } = args;
      if (typeof sectionName !== "string") return ok({ values: describeAll(config, type, match) });
      const section = new Edit(config).section(sectionName);
      // What is not there is answered with nothing, not with an error.
      if (!section) return ok();
      if (typeof option !== "string") return ok({ values: describeSection(section, null) });
      const value = section.options.get(option);
      return value === undefined ? ok() : ok({ value });
    });
  }

  #add(args: Arguments): BusReply {
    const { type, name, values } = args;
    const isValid =
      typeof type === "string" &&
      isValidType(type) &&
      (name === undefined || (typeof name === "string" && isValidName(name)));
    if (!isValid) return failed(ubusStatus.invalidArgument);
    return this.#edit(args, ["type"], (edit) => {
      const section = edit.add(type, typeof name === "string" ? name : null);
      const statuses = Object.entries(values ?? {}).map(([option, value]) =>
        edit.mergeSet(section, option, value)
      );
      return { status: statuses.find((status) => status !== 0) ?? 0, data: { section } };
    });
  }

  #set(args: Arguments): BusReply {
    const { section, type, match, values } = args;
    if (section === undefined && type === undefined && match === undefined)
      return failed(ubusStatus.invalidArgument);
    return this.#edit(args, ["values"], (edit) => {
      const names = namesOf(edit.config, section, type, match);
      const statuses = names.flatMap((name) =>
        Object.entries(values ?? {}).map(([option, value]) => edit.mergeSet(name, option, value))
      );
      if (statuses.length === 0) return ubusStatus.notFound;
      return statuses.filter((status) => status !== 0).at(-1) ?? ubusStatus.ok;
    });
  }

  #delete(args: Arguments): BusReply {
    const { section, type, match, option, options } = args;
    if (section === undefined && type === undefined && match === undefined)
      return failed(ubusStatus.invalidArgument);
    return this.#edit(args, [], (edit) => {
      const names = namesOf(edit.config, section, type, match);
      const statuses = names.map((name) => edit.mergeDelete(name, options ?? option));
      return statuses.length === 0 ? ubusStatus.notFound : statuses.at(-1)!;
    });
  }

  #rename(args: Arguments): BusReply {
    const { section, option, name } = args;
    if (typeof section !== "string" || typeof name !== "string" || !isValidName(name))
      return failed(ubusStatus.invalidArgument);
    return this.#edit(args, [], (edit) => {
      const found = edit.section(section);
      // rpcd answers "ok" when there is nothing to rename.
      if (found && (typeof option !== "string" || found.options.has(option)))
        edit.change({
          command: "rename",
          section: found.name,
          option: typeof option === "string" ? option : null,
          value: name,
        });
      return ubusStatus.ok;
    });
  }

  #changes(args: Arguments): BusReply {
    if (typeof args["config"] === "string")
      return this.#with(args, "read", [], (store, name) => {
        store.load(name);
        return ok({ changes: store.changes(name).map(describeDelta) });
      });
    const session = args["ubus_rpc_session"];
    const store = this.#storeOf(session);
    const changed = store
      .configs()
      .filter((name) => this.#may(session, name, "read") && store.changes(name).length > 0)
      .map((name) => [name, store.changes(name).map(describeDelta)]);
    return ok({ changes: Object.fromEntries(changed) });
  }

  #commitOrRevert(args: Arguments, work: (store: UciStore, name: string) => void): BusReply {
    if (this.#apply.isPending) return failed(ubusStatus.permissionDenied);
    return this.#with(args, "write", [], (store, name) => {
      store.load(name);
      work(store, name);
      return ok();
    });
  }

  publish(): void {
    const { bus, files } = this.#world;
    const apply = this.#apply;
    bus.publishNative("uci", {
      configs: () => ok({ configs: new UciStore(files).configs() }),
      get: (args) => this.#get(args),
      add: (args) => this.#add(args),
      set: (args) => this.#set(args),
      delete: (args) => this.#delete(args),
      rename: (args) => this.#rename(args),
      order: (args) =>
        this.#edit(args, ["sections"], (edit) => edit.reorder([args["sections"]].flat())),
      changes: (args) => this.#changes(args),
      revert: (args) => this.#commitOrRevert(args, (store, name) => store.revert(name)),
      commit: (args) => this.#commitOrRevert(args, (store, name) => apply.commit(store, name)),
      apply: (args) =>
        failed(apply.apply(args["ubus_rpc_session"], args["rollback"], args["timeout"])),
      confirm: (args) => failed(apply.confirm(args["ubus_rpc_session"])),
      rollback: (args) => failed(apply.rollback(args["ubus_rpc_session"])),
    });
  }
}

function describeAll(config: UciPackage, type: unknown, match: unknown): object {
  const shown = config.sections
    .map((section, index) => ({ section, index }))
    .filter(({ section }) => isSectionMatching(section, type, match));
  return Object.fromEntries(
    shown.map(({ section, index }) => [section.name, describeSection(section, index)])
  );
}

/** The one section named, or all that match. */
function namesOf(config: UciPackage, section: unknown, type: unknown, match: unknown): string[] {
  if (typeof section === "string") return [section];
  return config.sections
    .filter((candidate) => isSectionMatching(candidate, type, match))
    .map(({ name }) => name);
}

export { UciObject };
