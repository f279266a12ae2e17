/** The router's methods as the page uses them, every reply checked against the contract. */
import * as z from "zod/mini";
import type { ConfigReply, ControlAction, StatusReply } from "../../../shared/contract.ts";
import { objectName } from "../../../shared/contract.ts";
import { packageName } from "../../../shared/options.ts";
import {
  configReplySchema,
  controlReplySchema,
  statusReplySchema,
} from "../../../shared/schema/contract.ts";
import { rawValueSchema } from "../../../shared/schema/options.ts";
import { mapOf, text } from "../../../shared/schema/value.ts";
import { ReplySchemaError } from "./errors.ts";
import type { Arguments, Host } from "./host.ts";

/** A section as `uci get` gives it; keys that start with a dot are UCI's own. */
interface UciSection {
  name: string;
  type: string;
  options: Record<string, string | string[]>;
}

/** One step from the stored configuration to the edited one. */
type UciChange =
  | { kind: "add"; section: string; type: string; values: Record<string, string | string[]> }
  | { kind: "set"; section: string; values: Record<string, string | string[]> }
  | { kind: "unset"; section: string; options: string[] }
  | { kind: "remove"; section: string }
  | { kind: "order"; sections: string[] };

interface RouterApi {
  readStatus(): Promise<StatusReply>;
  readConfig(): Promise<ConfigReply>;
  control(action: ControlAction): Promise<void>;
  /** The stored sections in their order, with changes that are staged but not applied. */
  readSections(): Promise<UciSection[]>;
  /** Whether something is staged that has not been applied. */
  hasStagedChanges(): Promise<boolean>;
  /** Names of netifd's interfaces, for choosing one. */
  readInterfaceNames(): Promise<string[]>;
  /** Stages changes one after the other; `apply` of the host makes them take effect. */
  stage(changes: UciChange[]): Promise<void>;
  /** Withdraws what is staged. */
  unstage(): Promise<void>;
}

const uciReplySchema = z.object({
  values: mapOf(z.looseObject({ ".name": text, ".type": text })),
});

/** There are no `changes` at all while nothing is staged. */
const changesReplySchema = mapOf(z.array(z.unknown()));

const dumpReplySchema = z.object({ interface: z.array(z.object({ interface: text })) });

const optionsSchema = mapOf(rawValueSchema);

function check<T>(schema: z.ZodMiniType<T>, reply: unknown, what: string): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new ReplySchemaError(`${what}: ${where}`);
}

/** UCI's own count of the sections; those just added have none yet. */
function placeOf(raw: Record<string, unknown>): number {
  return Number(raw[".index"] ?? 0);
}

function sectionOf(raw: Record<string, unknown>): UciSection {
  const options = Object.entries(raw).filter(([key]) => !key.startsWith("."));
  return {
    name: raw[".name"] as string,
    type: raw[".type"] as string,
    options: check(optionsSchema, Object.fromEntries(options), "uci get"),
  };
}

function callOf(change: UciChange): [method: string, args: Arguments] {
  switch (change.kind) {
    case "add":
      return ["add", { type: change.type, name: change.section, values: change.values }];
    case "set":
      return ["set", { section: change.section, values: change.values }];
    case "unset":
      return ["delete", { section: change.section, options: change.options }];
    case "remove":
      return ["delete", { section: change.section }];
    case "order":
      return ["order", { sections: change.sections }];
  }
}

function createRouterApi(host: Host): RouterApi {
  const uci = (method: string, args: Arguments = {}) =>
    host.call("uci", method, { config: packageName, ...args });

  return {
    async readStatus() {
      return check(statusReplySchema, await host.call(objectName, "status"), "status");
    },
    async readConfig() {
      return check(configReplySchema, await host.call(objectName, "config"), "config");
    },
    async control(action) {
      check(controlReplySchema, await host.call(objectName, "control", { action }), "control");
    },
    async readSections() {
      const { values } = check(uciReplySchema, await uci("get"), "uci get");
      return Object.values(values)
        .sort((a, b) => placeOf(a) - placeOf(b))
        .map(sectionOf);
    },
    async hasStagedChanges() {
      const { changes = [] } = check(changesReplySchema, await uci("changes"), "uci changes");
      return changes.length > 0;
    },
    async readInterfaceNames() {
      const reply = await host.call("network.interface", "dump");
      const dump = check(dumpReplySchema, reply, "network.interface dump");
      return dump.interface.map((entry) => entry.interface);
    },
    async stage(changes) {
      for (const change of changes) {
        const [method, args] = callOf(change);
        await uci(method, args);
      }
      host.noteStagedChanges();
    },
    async unstage() {
      await uci("revert");
      host.noteStagedChanges();
    },
  };
}

export { createRouterApi };
export type { RouterApi, UciChange, UciSection };
