/** The router's methods as the page uses them, every reply checked against the contract. */
import * as z from "zod/mini";
import type { ConfigReply, ControlAction, MethodName } from "../../../shared/contract.ts";
import type { StatusReply } from "../../../shared/contract.ts";
import { objectName } from "../../../shared/contract.ts";
import { packageName } from "../../../shared/options.ts";
import type { HistoryReply, HistorySpan, InterfaceReply } from "../../../shared/queries.ts";
import type { UseAction } from "../../../shared/queries.ts";
import {
  configReplySchema,
  historyReplySchema,
  interfacesReplySchema,
  statusReplySchema,
} from "../../../shared/schema/contract.ts";
import { rawValueSchema } from "../../../shared/schema/options.ts";
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
  /** `since`: id of the latest event that is known; 0 gives all that are kept. */
  readStatus(since: number): Promise<StatusReply>;
  /** Every path's last ten minutes, or its last day. */
  readHistory(span: HistorySpan): Promise<HistoryReply>;
  /** What would carry the traffic if this uplink were dead, in a sentence. */
  readWhatIf(section: string): Promise<string>;
  /** Orders the use of an uplink, or with `auto` takes the order back; for `forS` seconds or for good. */
  use(section: string, action: UseAction, forS?: number): Promise<void>;
  /** Has an uplink checked now. */
  probe(section: string): Promise<void>;
  readConfig(): Promise<ConfigReply>;
  control(action: ControlAction): Promise<void>;
  /** The stored sections in their order, with changes that are staged but not applied. */
  readSections(): Promise<UciSection[]>;
  /** Whether something is staged that has not been applied. */
  hasStagedChanges(): Promise<boolean>;
  /** netifd's interfaces, for choosing one. */
  readInterfaces(): Promise<InterfaceReply[]>;
  /** Stages changes one after the other; `apply` of the host makes them take effect. */
  stage(changes: UciChange[]): Promise<void>;
  /** Withdraws what is staged. */
  unstage(): Promise<void>;
}

const uciReplySchema = z.object({
  values: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** What UCI itself says of a section. */
const uciNamesSchema = z.object({ ".name": z.string(), ".type": z.string() });

/** There are no `changes` at all while nothing is staged. */
const changesReplySchema = z.record(z.string(), z.array(z.unknown()));

/** Of `what_if`; of commands nothing is read but that they were taken. */
const summarySchema = z.object({ summary: z.string() });

const optionsSchema = z.record(z.string(), rawValueSchema);

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
  const names = check(uciNamesSchema, raw, "uci get");
  return {
    name: names[".name"],
    type: names[".type"],
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
  const own = async <T>(method: MethodName, schema: z.ZodMiniType<T>, args: Arguments = {}) =>
    check(schema, await host.call(objectName, method, args), method);

  const uci = (method: string, args: Arguments = {}) =>
    host.call("uci", method, { config: packageName, ...args });

  return {
    readStatus: (since) => own("status", statusReplySchema, { since }),
    readHistory: (span) => own("history", historyReplySchema, { span }),
    async readWhatIf(section) {
      return (await own("what_if", summarySchema, { down: [section] })).summary;
    },
    readConfig: () => own("config", configReplySchema),
    async use(section, action, forS) {
      await host.call(objectName, "use", { section, action, ...(forS && { for: forS }) });
    },
    async probe(section) {
      await host.call(objectName, "probe", { section });
    },
    async control(action) {
      await host.call(objectName, "control", { action });
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
    async readInterfaces() {
      return (await own("interfaces", interfacesReplySchema)).interfaces;
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
