/** The schema of every method's reply, by the method's name; for those who check them all. */
import type * as z from "zod/mini";
import type { MethodName } from "../contract.ts";
import { configReplySchema, controlReplySchema, historyReplySchema } from "./contract.ts";
import { probeReplySchema, statusReplySchema, useReplySchema } from "./contract.ts";
import { interfacesReplySchema, whatIfReplySchema } from "./contract.ts";
import { diagnosticsReplySchema, eventsReplySchema, explainReplySchema } from "./queries.ts";
import { validateReplySchema } from "./queries.ts";

const replySchemas = {
  status: statusReplySchema,
  config: configReplySchema,
  interfaces: interfacesReplySchema,
  validate: validateReplySchema,
  history: historyReplySchema,
  events: eventsReplySchema,
  explain: explainReplySchema,
  what_if: whatIfReplySchema,
  diagnostics: diagnosticsReplySchema,
  control: controlReplySchema,
  use: useReplySchema,
  probe: probeReplySchema,
} satisfies Record<MethodName, z.ZodMiniType>;

export { replySchemas };
