/** Schemas of replies that the page has no use for so far; those it uses are in `contract.ts`. */
import * as z from "zod/mini";
import type { DiagnosticsReply, EventsReply, ExplainReply } from "../queries.ts";
import type { ValidateReply } from "../queries.ts";
import { effectiveSectionSchema, eventSchema, familySchema } from "./contract.ts";
import {
  numberOrUnknown,
  problemSchema,
  shareSchema,
  textOrUnknown,
  warningsSchema,
} from "./contract.ts";

const eventsReplySchema = z.object({
  now: z.number(),
  events: z.array(eventSchema),
}) satisfies z.ZodMiniType<EventsReply>;

const validateReplySchema = z.object({
  valid: z.boolean(),
  problems: z.array(problemSchema),
  warnings: warningsSchema,
  global: effectiveSectionSchema,
  interfaces: z.array(effectiveSectionSchema),
  rules: z.array(effectiveSectionSchema),
}) satisfies z.ZodMiniType<ValidateReply>;

const explainReplySchema = z.object({
  family: familySchema,
  section: textOrUnknown,
  interface: textOrUnknown,
  device: textOrUnknown,
  gateway: textOrUnknown,
  priority: numberOrUnknown,
  table: numberOrUnknown,
  policy: textOrUnknown,
  shares: z.array(shareSchema),
  reason: z.string(),
}) satisfies z.ZodMiniType<ExplainReply>;

const diagnosticsReplySchema = z.object({
  text: z.string(),
}) satisfies z.ZodMiniType<DiagnosticsReply>;

export { diagnosticsReplySchema, eventsReplySchema, explainReplySchema };
export { validateReplySchema };
