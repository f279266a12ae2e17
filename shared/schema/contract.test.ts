import { expect, expectTypeOf, test } from "vitest";
import * as z from "zod/mini";
import { controlActions } from "../contract.ts";
import type { ConfigReply, ControlReply, StatusReply } from "../contract.ts";
import type { Mode } from "../domain.ts";
import {
  configReplySchema,
  controlReplySchema,
  modeSchema,
  statusReplySchema,
} from "./contract.ts";

test("what a schema gives is what the contract says, no more and no less", () => {
  expectTypeOf<z.output<typeof statusReplySchema>>().toEqualTypeOf<StatusReply>();
  expectTypeOf<z.output<typeof configReplySchema>>().toEqualTypeOf<ConfigReply>();
  expectTypeOf<z.output<typeof controlReplySchema>>().toEqualTypeOf<ControlReply>();
  expectTypeOf<z.output<typeof modeSchema>>().toEqualTypeOf<Mode>();
});

test.each(controlActions)("control may answer for %s", (action) => {
  expect(controlReplySchema.parse({ action, accepted: true })).toEqual({ action, accepted: true });
});

const stopped = {
  service: "stopped",
  message: "The service is not running: there is no status file.",
  now: 1_795_262_400,
  timestamp: null,
  version: null,
  mode: null,
  check_interval: null,
  reason: null,
  uplinks: [],
};

test("a stopped service is a valid status, and a newer router's extra fields do no harm", () => {
  expect(statusReplySchema.parse({ ...stopped, score: 7 })).toEqual(stopped);
});

test.each([
  ["a clock that is no number", { ...stopped, now: "noon" }],
  ["a state nobody knows", { ...stopped, service: "napping" }],
  ["a missing list of uplinks", { ...stopped, uplinks: undefined }],
  ["nothing", null],
])("a status with %s is refused", (_what, reply) => {
  expect(statusReplySchema.safeParse(reply).success).toBe(false);
});
