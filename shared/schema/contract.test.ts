import { expect, expectTypeOf, test } from "vitest";
import type * as z from "zod/mini";
import { controlActions } from "../contract.ts";
import type { ConfigReply, ControlReply, StatusReply } from "../contract.ts";
import type { HistoryReply, ProbeReply, UseReply, WhatIfReply } from "../queries.ts";
import type { Mode } from "../domain.ts";
import {
  configReplySchema,
  controlReplySchema,
  historyReplySchema,
  modeSchema,
  probeReplySchema,
  statusReplySchema,
  useReplySchema,
  whatIfReplySchema,
} from "./contract.ts";

test("what a schema gives is what the contract says, no more and no less", () => {
  expectTypeOf<z.output<typeof statusReplySchema>>().toEqualTypeOf<StatusReply>();
  expectTypeOf<z.output<typeof configReplySchema>>().toEqualTypeOf<ConfigReply>();
  expectTypeOf<z.output<typeof controlReplySchema>>().toEqualTypeOf<ControlReply>();
  expectTypeOf<z.output<typeof historyReplySchema>>().toEqualTypeOf<HistoryReply>();
  expectTypeOf<z.output<typeof whatIfReplySchema>>().toEqualTypeOf<WhatIfReply>();
  expectTypeOf<z.output<typeof useReplySchema>>().toEqualTypeOf<UseReply>();
  expectTypeOf<z.output<typeof probeReplySchema>>().toEqualTypeOf<ProbeReply>();
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
  active_since: null,
  notice: null,
  warnings: [],
  uplinks: [],
  events: [],
  last_event: 0,
};

const event = {
  id: 7,
  time: 1_795_262_000,
  kind: "switch",
  section: null,
  family: "ipv4",
  from: "fibre",
  to: null,
  reason: "no uplink is online",
};

const path = {
  status: "up",
  health: "degraded",
  active: true,
  share_pct: 62.5,
  reason: "30 % loss",
  status_since: 1_795_262_300,
  last_check: 1_795_262_399,
  latency_ms: 12.25,
  jitter_ms: 0.5,
  loss_pct: 30,
  score: 102.75,
  gateway: "192.0.2.1",
  address: "192.0.2.2",
  targets: [{ target: "1.1.1.1", state: "answers", latency_ms: 12.25, loss_pct: 30 }],
  suppressed_until: 1_795_262_700,
};

const uplink = {
  ...path,
  section: "fibre",
  interface: "wan",
  label: "Fibre",
  family: "ipv4",
  device: "eth1",
  ipv6: { ...path, health: "offline", status: "down", score: null, targets: [] },
  rx_bytes: 3_000_000_000_000,
  tx_bytes: 1,
  metric: 10,
  weight: 1,
  metered: true,
  override: { kind: "force", until: null },
};

const running = {
  ...stopped,
  service: "running",
  message: null,
  mode: "quality",
  active_since: 1_795_262_000,
  warnings: [{ section: "fibre", code: "of_a_newer_daemon", message: "mend it" }],
  uplinks: [uplink],
  events: [event],
  last_event: 7,
};

test("a stopped service is a valid status, and a newer router's extra fields do no harm", () => {
  expect(statusReplySchema.parse({ ...stopped, score: 7 })).toEqual(stopped);
});

test("an uplink keeps all it brings, its IPv6 side and an order as well", () => {
  expect(statusReplySchema.parse(running)).toEqual(running);
  const plain = { ...uplink, ipv6: null, override: null };
  expect(statusReplySchema.parse({ ...running, uplinks: [plain] }).uplinks).toEqual([plain]);
});

test.each([
  ["health", "tired"],
  ["share_pct", null],
  ["latency_ms", Number.NaN],
  ["metered", "1"],
  ["targets", ["1.1.1.1"]],
  ["targets", [{ ...path.targets[0], state: "asleep" }]],
  ["family", "ipv5"],
  ["ipv6", {}],
  ["ipv6", { ...path, active: null }],
  ["override", { kind: "prefer", until: null }],
  ["override", { kind: "force" }],
])("an uplink whose %s is %j is refused by its name", (field, value) => {
  const parsed = statusReplySchema.safeParse({
    ...running,
    uplinks: [{ ...uplink, [field]: value }],
  });
  expect(parsed.error?.issues[0]?.path.slice(0, 3)).toEqual(["uplinks", 0, field]);
});

test.each([
  ["a clock that is no number", { ...stopped, now: "noon" }],
  ["a state nobody knows", { ...stopped, service: "napping" }],
  ["a missing list of uplinks", { ...stopped, uplinks: undefined }],
  ["nothing", null],
])("a status with %s is refused", (_what, reply) => {
  expect(statusReplySchema.safeParse(reply).success).toBe(false);
});
