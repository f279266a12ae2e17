/** Schemas of the replies of the ubus object `mini-mwan`. Fields they do not know are dropped. */
import * as z from "zod/mini";
import { controlActions } from "../contract.ts";
import type { ConfigReply, ControlReply, EffectiveOption } from "../contract.ts";
import type { StatusReply, UplinkStatusReply } from "../contract.ts";
import { globalOptions } from "../global-options.ts";
import { flag, isListOfTexts, mapOf, number, oneOf, text, valueThat } from "./value.ts";

const modeSchema = oneOf(globalOptions.mode.choices);

const numberOrUnknown = z.nullable(number);
const textOrUnknown = z.nullable(text);

const pathFields = {
  status: oneOf(["up", "down", "interface_down", "disabled", "unknown"]),
  health: oneOf(["unknown", "online", "degraded", "offline"]),
  active: flag,
  share_pct: number,
  reason: text,
  status_since: numberOrUnknown,
  last_check: numberOrUnknown,
  latency_ms: numberOrUnknown,
  jitter_ms: numberOrUnknown,
  loss_pct: numberOrUnknown,
  score: numberOrUnknown,
  gateway: textOrUnknown,
  address: textOrUnknown,
  targets: z.array(
    z.object({
      target: text,
      state: oneOf(["unknown", "answers", "silent", "blamed"]),
      latency_ms: numberOrUnknown,
      loss_pct: numberOrUnknown,
    })
  ),
  suppressed_until: numberOrUnknown,
};

const uplinkStatusSchema = z.object({
  ...pathFields,
  section: text,
  interface: text,
  family: oneOf(["ipv4", "ipv6"]),
  device: textOrUnknown,
  ipv6: z.nullable(z.object(pathFields)),
  rx_bytes: numberOrUnknown,
  tx_bytes: numberOrUnknown,
  metric: numberOrUnknown,
  weight: numberOrUnknown,
  metered: flag,
  override: z.nullable(
    z.object({ kind: oneOf(["force", "drain", "disable"]), until: numberOrUnknown })
  ),
}) satisfies z.ZodMiniType<UplinkStatusReply>;

const statusReplySchema = z.object({
  service: oneOf(["running", "stale", "stopped"]),
  message: textOrUnknown,
  now: number,
  timestamp: numberOrUnknown,
  version: textOrUnknown,
  mode: z.nullable(modeSchema),
  check_interval: numberOrUnknown,
  reason: textOrUnknown,
  active_since: numberOrUnknown,
  notice: textOrUnknown,
  uplinks: z.array(uplinkStatusSchema),
}) satisfies z.ZodMiniType<StatusReply>;

const scalarTypes = ["string", "number", "boolean"];

const effectiveValueSchema = valueThat<EffectiveOption["value"]>(
  (value) => value === null || scalarTypes.includes(typeof value) || isListOfTexts(value)
);

const effectiveSectionSchema = z.object({
  section: text,
  options: mapOf(
    z.object({
      value: effectiveValueSchema,
      origin: oneOf(["set", "default", "replaced"]),
    })
  ),
});

const configReplySchema = z.object({
  global: effectiveSectionSchema,
  interfaces: z.array(effectiveSectionSchema),
  problems: z.array(z.object({ section: textOrUnknown, option: textOrUnknown, message: text })),
}) satisfies z.ZodMiniType<ConfigReply>;

const controlReplySchema = z.object({
  action: oneOf(controlActions),
  accepted: flag,
}) satisfies z.ZodMiniType<ControlReply>;

export { configReplySchema, controlReplySchema, modeSchema, statusReplySchema };
