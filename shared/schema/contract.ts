/** Schemas of the replies of the ubus object `mini-mwan`. Fields they do not know are dropped. */
import type * as z from "zod/mini";
import { controlActions } from "../contract.ts";
import type { ConfigReply, ControlReply, EffectiveOption } from "../contract.ts";
import type { StatusReply, UplinkStatusReply } from "../contract.ts";
import type { EventReply, HistoryReply, InterfacesReply, ProbeReply } from "../queries.ts";
import type { UseReply, WhatIfReply } from "../queries.ts";
import { globalOptions } from "../global-options.ts";
import { flag, isListOfTexts, listOf, mapOf, number, objectOf, oneOf, orNull } from "./value.ts";
import { text, valueThat } from "./value.ts";

const modeSchema = oneOf(globalOptions.mode.choices);

const numberOrUnknown = orNull(number);
const textOrUnknown = orNull(text);

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
  targets: listOf(
    objectOf({
      target: text,
      state: oneOf(["unknown", "answers", "silent", "blamed"]),
      latency_ms: numberOrUnknown,
      loss_pct: numberOrUnknown,
    })
  ),
  suppressed_until: numberOrUnknown,
};

const familySchema = oneOf(["ipv4", "ipv6"]);

const eventSchema = objectOf({
  id: number,
  time: number,
  kind: text,
  section: textOrUnknown,
  family: orNull(familySchema),
  from: textOrUnknown,
  to: textOrUnknown,
  reason: text,
}) satisfies z.ZodMiniType<EventReply>;

const uplinkStatusSchema = objectOf({
  ...pathFields,
  section: text,
  interface: text,
  family: familySchema,
  device: textOrUnknown,
  ipv6: orNull(objectOf(pathFields)),
  rx_bytes: numberOrUnknown,
  tx_bytes: numberOrUnknown,
  metric: numberOrUnknown,
  weight: numberOrUnknown,
  metered: flag,
  override: orNull(
    objectOf({ kind: oneOf(["force", "drain", "disable"]), until: numberOrUnknown })
  ),
}) satisfies z.ZodMiniType<UplinkStatusReply>;

const statusReplySchema = objectOf({
  service: oneOf(["running", "stale", "stopped"]),
  message: textOrUnknown,
  now: number,
  timestamp: numberOrUnknown,
  version: textOrUnknown,
  mode: orNull(modeSchema),
  check_interval: numberOrUnknown,
  reason: textOrUnknown,
  active_since: numberOrUnknown,
  notice: textOrUnknown,
  uplinks: listOf(uplinkStatusSchema),
  events: listOf(eventSchema),
  last_event: number,
}) satisfies z.ZodMiniType<StatusReply>;

const scalarTypes = ["string", "number", "boolean"];

const effectiveValueSchema = valueThat<EffectiveOption["value"]>(
  (value) => value === null || scalarTypes.includes(typeof value) || isListOfTexts(value)
);

const effectiveSectionSchema = objectOf({
  section: text,
  options: mapOf(
    objectOf({
      value: effectiveValueSchema,
      origin: oneOf(["set", "default", "replaced"]),
    })
  ),
});

const interfacesReplySchema = objectOf({
  interfaces: listOf(
    objectOf({
      interface: text,
      proto: text,
      up: flag,
      device: textOrUnknown,
      families: listOf(familySchema),
      addresses: listOf(text),
      gateway: textOrUnknown,
      has_default_route: flag,
      zone: textOrUnknown,
      used_by: textOrUnknown,
      looks_like_wan: flag,
      reason: text,
    })
  ),
}) satisfies z.ZodMiniType<InterfacesReply>;

const problemSchema = objectOf({ section: textOrUnknown, option: textOrUnknown, message: text });

const configReplySchema = objectOf({
  global: effectiveSectionSchema,
  interfaces: listOf(effectiveSectionSchema),
  rules: listOf(effectiveSectionSchema),
  problems: listOf(problemSchema),
}) satisfies z.ZodMiniType<ConfigReply>;

const controlReplySchema = objectOf({
  action: oneOf(controlActions),
  accepted: flag,
}) satisfies z.ZodMiniType<ControlReply>;

const historyReplySchema = objectOf({
  now: number,
  span: oneOf(["recent", "day"]),
  written: numberOrUnknown,
  paths: listOf(
    objectOf({
      section: text,
      family: familySchema,
      ring: objectOf({ blocks: listOf(number), texts: listOf(text) }),
    })
  ),
}) satisfies z.ZodMiniType<HistoryReply>;

const shareSchema = objectOf({ section: text, share_pct: number });

const choiceSchema = orNull(
  objectOf({
    section: textOrUnknown,
    interface: textOrUnknown,
    device: textOrUnknown,
    shares: listOf(shareSchema),
    changes: flag,
    reason: text,
  })
);

const whatIfReplySchema = objectOf({
  down: listOf(text),
  ipv4: choiceSchema,
  ipv6: choiceSchema,
  summary: text,
}) satisfies z.ZodMiniType<WhatIfReply>;

const useReplySchema = objectOf({
  section: text,
  action: oneOf(["force", "drain", "disable", "auto"]),
  until: numberOrUnknown,
}) satisfies z.ZodMiniType<UseReply>;

const probeReplySchema = objectOf({
  section: textOrUnknown,
}) satisfies z.ZodMiniType<ProbeReply>;

export { effectiveSectionSchema, eventSchema, familySchema, problemSchema, shareSchema };
export { numberOrUnknown, textOrUnknown };
export {
  historyReplySchema,
  interfacesReplySchema,
  probeReplySchema,
  useReplySchema,
  whatIfReplySchema,
};
export { configReplySchema, controlReplySchema, modeSchema, statusReplySchema };
