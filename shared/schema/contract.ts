/** Schemas of the replies of the ubus object `mini-mwan`. Fields they do not know are dropped. */
import * as z from "zod/mini";
import { controlActions } from "../contract.ts";
import type { ConfigReply, ControlReply, EffectiveOption } from "../contract.ts";
import type { StatusReply, UplinkStatusReply } from "../contract.ts";
import { globalOptions } from "../options.ts";

const modeSchema = z.enum(globalOptions.mode.choices);

const numberOrUnknown = z.nullable(z.number());
const textOrUnknown = z.nullable(z.string());

const uplinkStatusSchema = z.object({
  section: z.string(),
  interface: z.string(),
  device: textOrUnknown,
  status: z.enum(["up", "down", "interface_down", "disabled", "unknown"]),
  active: z.boolean(),
  reason: z.string(),
  status_since: numberOrUnknown,
  last_check: numberOrUnknown,
  latency_ms: numberOrUnknown,
  jitter_ms: numberOrUnknown,
  loss_pct: numberOrUnknown,
  gateway: textOrUnknown,
  address: textOrUnknown,
  targets: z.array(z.string()),
  rx_bytes: numberOrUnknown,
  tx_bytes: numberOrUnknown,
  metric: numberOrUnknown,
  weight: numberOrUnknown,
}) satisfies z.ZodMiniType<UplinkStatusReply>;

const statusReplySchema = z.object({
  service: z.enum(["running", "stale", "stopped"]),
  message: textOrUnknown,
  now: z.number(),
  timestamp: numberOrUnknown,
  version: textOrUnknown,
  mode: z.nullable(modeSchema),
  check_interval: numberOrUnknown,
  reason: textOrUnknown,
  uplinks: z.array(uplinkStatusSchema),
}) satisfies z.ZodMiniType<StatusReply>;

/** An object with any keys and one kind of values; zod's own record would be 1 KB of the page. */
function mapOf<T extends z.ZodMiniType>(values: T) {
  return z.catchall(z.object({}), values);
}

const scalarTypes = ["string", "number", "boolean"];

/** A union in zod's own terms, without its weight. */
const effectiveValueSchema = z.unknown().check((payload) => {
  const { value, issues } = payload;
  const isScalar = value === null || scalarTypes.includes(typeof value);
  const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
  if (!isScalar && !isList) issues.push({ code: "custom", input: value });
}) as z.ZodMiniType<EffectiveOption["value"]>;

const effectiveSectionSchema = z.object({
  section: z.string(),
  options: mapOf(
    z.object({
      value: effectiveValueSchema,
      origin: z.enum(["set", "default", "replaced"]),
    })
  ),
});

const configReplySchema = z.object({
  global: effectiveSectionSchema,
  interfaces: z.array(effectiveSectionSchema),
  problems: z.array(
    z.object({ section: textOrUnknown, option: textOrUnknown, message: z.string() })
  ),
}) satisfies z.ZodMiniType<ConfigReply>;

const controlReplySchema = z.object({
  action: z.enum(controlActions),
  accepted: z.boolean(),
}) satisfies z.ZodMiniType<ControlReply>;

export { configReplySchema, controlReplySchema, mapOf, modeSchema, statusReplySchema };
