import { expectTypeOf, test } from "vitest";
import type * as z from "zod/mini";
import type { ControlArgs, StatusArgs, methods } from "../contract.ts";
import type { DiagnosticsReply, EventsArgs, EventsReply, ExplainArgs } from "../queries.ts";
import type { ExplainReply, HistoryArgs, InterfacesReply, ProbeArgs, UseArgs } from "../queries.ts";
import type { ValidateArgs, ValidateReply, WhatIfArgs } from "../queries.ts";
import type { replySchemas } from "./replies.ts";

type Output<Method extends keyof typeof replySchemas> = z.output<(typeof replySchemas)[Method]>;

test("what a schema gives is what the contract says, no more and no less", () => {
  expectTypeOf<Output<"interfaces">>().toEqualTypeOf<InterfacesReply>();
  expectTypeOf<Output<"validate">>().toEqualTypeOf<ValidateReply>();
  expectTypeOf<Output<"events">>().toEqualTypeOf<EventsReply>();
  expectTypeOf<Output<"explain">>().toEqualTypeOf<ExplainReply>();
  expectTypeOf<Output<"diagnostics">>().toEqualTypeOf<DiagnosticsReply>();
});

type Arguments<Method extends keyof typeof methods> = keyof (typeof methods)[Method]["args"];

test("the table of methods has the arguments of the contract, no more and no less", () => {
  expectTypeOf<Arguments<"status">>().toEqualTypeOf<keyof StatusArgs>();
  expectTypeOf<Arguments<"events">>().toEqualTypeOf<keyof EventsArgs>();
  expectTypeOf<Arguments<"history">>().toEqualTypeOf<keyof HistoryArgs>();
  expectTypeOf<Arguments<"validate">>().toEqualTypeOf<keyof ValidateArgs>();
  expectTypeOf<Arguments<"explain">>().toEqualTypeOf<keyof ExplainArgs>();
  expectTypeOf<Arguments<"what_if">>().toEqualTypeOf<keyof WhatIfArgs>();
  expectTypeOf<Arguments<"control">>().toEqualTypeOf<keyof ControlArgs>();
  expectTypeOf<Arguments<"use">>().toEqualTypeOf<keyof UseArgs>();
  expectTypeOf<Arguments<"probe">>().toEqualTypeOf<keyof ProbeArgs>();
  expectTypeOf<Arguments<"config" | "interfaces" | "diagnostics">>().toEqualTypeOf<never>();
});
