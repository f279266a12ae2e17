/** Schemas of replies that the page has no use for so far; those it uses are in `contract.ts`. */
import type * as z from "zod/mini";
import type { DiagnosticsReply, EventsReply, ExplainReply } from "../queries.ts";
import type { ValidateReply } from "../queries.ts";
import { effectiveSectionSchema, eventSchema, familySchema } from "./contract.ts";
import { numberOrUnknown, problemSchema, shareSchema, textOrUnknown } from "./contract.ts";
import { flag, listOf, number, objectOf, text } from "./value.ts";

const eventsReplySchema = objectOf({
  now: number,
  events: listOf(eventSchema),
}) satisfies z.ZodMiniType<EventsReply>;

const validateReplySchema = objectOf({
  valid: flag,
  problems: listOf(problemSchema),
  global: effectiveSectionSchema,
  interfaces: listOf(effectiveSectionSchema),
  rules: listOf(effectiveSectionSchema),
}) satisfies z.ZodMiniType<ValidateReply>;

const explainReplySchema = objectOf({
  family: familySchema,
  section: textOrUnknown,
  interface: textOrUnknown,
  device: textOrUnknown,
  gateway: textOrUnknown,
  priority: numberOrUnknown,
  table: numberOrUnknown,
  policy: textOrUnknown,
  shares: listOf(shareSchema),
  reason: text,
}) satisfies z.ZodMiniType<ExplainReply>;

const diagnosticsReplySchema = objectOf({ text }) satisfies z.ZodMiniType<DiagnosticsReply>;

export { diagnosticsReplySchema, eventsReplySchema, explainReplySchema };
export { validateReplySchema };
