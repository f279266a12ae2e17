/** Schemas of the replies of the ubus object `mini-mwan`. Fields they do not know are dropped. */
import * as z from "zod/mini";
import { controlActions } from "../contract.ts";
import type { ConfigReply, ControlReply, EffectiveOption } from "../contract.ts";
import type { StatusReply, UplinkStatusReply, WarningReply } from "../contract.ts";
import type { EventReply, HistoryReply, InterfacesReply, ProbeReply } from "../queries.ts";
import type { UseReply, WhatIfReply } from "../queries.ts";
import { globalOptions } from "../global-options.ts";
import { isRawValue } from "./raw-value.ts";

const modeSchema = z.enum(globalOptions.mode.choices);

const numberOrUnknown = z.nullable(z.number());
const textOrUnknown = z.nullable(z.string());

const pathFields = {
  status: z.enum(["up", "down", "interface_down", "disabled", "unknown"]),
  health: z.enum(["unknown", "online", "degraded", "offline"]),
  active: z.boolean(),
  share_pct: z.number(),
  reason: z.string(),
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
      target: z.string(),
      state: z.enum(["unknown", "answers", "silent", "blamed"]),
      latency_ms: numberOrUnknown,
      loss_pct: numberOrUnknown,
    })
  ),
  suppressed_until: numberOrUnknown,
};

const familySchema = z.enum(["ipv4", "ipv6"]);

const eventSchema = z.object({
  id: z.number(),
  time: z.number(),
  kind: z.string(),
  section: textOrUnknown,
  family: z.nullable(familySchema),
  from: textOrUnknown,
  to: textOrUnknown,
  reason: z.string(),
}) satisfies z.ZodMiniType<EventReply>;

const uplinkStatusSchema = z.object({
  ...pathFields,
  section: z.string(),
  interface: z.string(),
  label: z.string(),
  family: familySchema,
  device: textOrUnknown,
  ipv6: z.nullable(z.object(pathFields)),
  rx_bytes: numberOrUnknown,
  tx_bytes: numberOrUnknown,
  metric: numberOrUnknown,
  weight: numberOrUnknown,
  metered: z.boolean(),
  override: z.nullable(
    z.object({ kind: z.enum(["force", "drain", "disable"]), until: numberOrUnknown })
  ),
}) satisfies z.ZodMiniType<UplinkStatusReply>;

const warningsSchema = z.array(
  z.object({ section: textOrUnknown, code: z.string(), message: z.string() })
) satisfies z.ZodMiniType<WarningReply[]>;

const statusReplySchema = z.object({
  service: z.enum(["running", "stale", "stopped"]),
  message: textOrUnknown,
  now: z.number(),
  timestamp: numberOrUnknown,
  version: textOrUnknown,
  mode: z.nullable(modeSchema),
  check_interval: numberOrUnknown,
  reason: textOrUnknown,
  active_since: numberOrUnknown,
  notice: textOrUnknown,
  warnings: warningsSchema,
  uplinks: z.array(uplinkStatusSchema),
  events: z.array(eventSchema),
  last_event: z.number(),
}) satisfies z.ZodMiniType<StatusReply>;

const effectiveValueSchema = z.custom<EffectiveOption["value"]>(
  (value) => value === null || ["number", "boolean"].includes(typeof value) || isRawValue(value)
);

const effectiveSectionSchema = z.object({
  section: z.string(),
  options: z.record(
    z.string(),
    z.object({
      value: effectiveValueSchema,
      origin: z.enum(["set", "default", "replaced"]),
    })
  ),
});

const interfacesReplySchema = z.object({
  interfaces: z.array(
    z.object({
      interface: z.string(),
      proto: z.string(),
      up: z.boolean(),
      device: textOrUnknown,
      families: z.array(familySchema),
      addresses: z.array(z.string()),
      gateway: textOrUnknown,
      has_default_route: z.boolean(),
      zone: textOrUnknown,
      used_by: textOrUnknown,
      looks_like_wan: z.boolean(),
      reason: z.string(),
      obstacle: textOrUnknown,
    })
  ),
}) satisfies z.ZodMiniType<InterfacesReply>;

const problemSchema = z.object({
  section: textOrUnknown,
  option: textOrUnknown,
  message: z.string(),
});

const configReplySchema = z.object({
  global: effectiveSectionSchema,
  interfaces: z.array(effectiveSectionSchema),
  rules: z.array(effectiveSectionSchema),
  problems: z.array(problemSchema),
  warnings: warningsSchema,
}) satisfies z.ZodMiniType<ConfigReply>;

const controlReplySchema = z.object({
  action: z.enum(controlActions),
  accepted: z.boolean(),
}) satisfies z.ZodMiniType<ControlReply>;

const historyReplySchema = z.object({
  now: z.number(),
  span: z.enum(["recent", "day"]),
  written: numberOrUnknown,
  paths: z.array(
    z.object({
      section: z.string(),
      family: familySchema,
      ring: z.object({ blocks: z.array(z.number()), texts: z.array(z.string()) }),
    })
  ),
}) satisfies z.ZodMiniType<HistoryReply>;

const shareSchema = z.object({ section: z.string(), share_pct: z.number() });

const choiceSchema = z.nullable(
  z.object({
    section: textOrUnknown,
    interface: textOrUnknown,
    device: textOrUnknown,
    shares: z.array(shareSchema),
    changes: z.boolean(),
    reason: z.string(),
  })
);

const whatIfReplySchema = z.object({
  down: z.array(z.string()),
  ipv4: choiceSchema,
  ipv6: choiceSchema,
  summary: z.string(),
}) satisfies z.ZodMiniType<WhatIfReply>;

const useReplySchema = z.object({
  section: z.string(),
  action: z.enum(["force", "drain", "disable", "auto"]),
  until: numberOrUnknown,
}) satisfies z.ZodMiniType<UseReply>;

const probeReplySchema = z.object({
  section: textOrUnknown,
}) satisfies z.ZodMiniType<ProbeReply>;

export { effectiveSectionSchema, eventSchema, familySchema, problemSchema, shareSchema };
export { numberOrUnknown, textOrUnknown, warningsSchema };
export {
  historyReplySchema,
  interfacesReplySchema,
  probeReplySchema,
  useReplySchema,
  whatIfReplySchema,
};
export { configReplySchema, controlReplySchema, modeSchema, statusReplySchema };
