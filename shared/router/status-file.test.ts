import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PathStatus, Snapshot, UplinkStatus } from "../domain.ts";
import { formatStatus, parseStatus } from "./status-file.ts";

const path: PathStatus = {
  status: "up",
  health: "degraded",
  active: true,
  sharePct: 75,
  reason: "probes are answered",
  statusSince: 1795261137,
  lastCheck: 1795261140,
  latencyMs: 12.34,
  jitterMs: 0.5,
  lossPct: 0,
  gateway: "203.0.113.1",
  address: "203.0.113.2",
  score: 17.5,
  targets: [
    { target: "1.1.1.1", state: "answers", latencyMs: 12.3, lossPct: 0 },
    { target: "8.8.8.8", state: "blamed", latencyMs: null, lossPct: 100 },
  ],
  suppressedUntil: 1795261999,
};

const wan: UplinkStatus = {
  ...path,
  section: "wan1",
  interface: "wan",
  label: "Fibre, south = [1]",
  family: "ipv4",
  device: "eth1",
  ipv6: { ...path, active: false, address: "2001:db8::2", targets: [], suppressedUntil: null },
  rxBytes: 5000000000123,
  txBytes: 42,
  metric: 10,
  weight: 1,
  metered: true,
  override: { kind: "drain", until: 1795261900 },
  slot: 1,
};

const snapshot: Snapshot = {
  schemaVersion: 2,
  version: "0.1.0",
  mode: "failover",
  checkIntervalS: 5,
  timestamp: 1795261141,
  reason: "wan has the lowest metric of those online",
  activeSince: 1795260000,
  notice: "",
  warnings: [
    {
      section: null,
      code: "config_problem",
      message: "the configuration has problems (2): see it",
    },
    { section: "wan2", code: "config_problem", message: "a=b [c] - d" },
  ],
  uplinks: [
    wan,
    {
      ...wan,
      section: "wan2",
      device: null,
      latencyMs: null,
      ipv6: null,
      override: null,
      slot: 12,
    },
  ],
};

test("what is written is read back", () => {
  expect(parseStatus(formatStatus(snapshot))).toEqual(snapshot);
});

test("every key of the original is there, in its form", () => {
  const lines = formatStatus(snapshot).split("\n");
  expect(lines.slice(0, 3)).toEqual(["mode=failover", "timestamp=1795261141", "check_interval=5"]);
  for (const line of [
    "[wan1]",
    "device=eth1",
    "status=up",
    "status_since=1795261137",
    "last_check=1795261140",
    "latency=12.34",
    "gateway=203.0.113.1",
    "ping_target=1.1.1.1 8.8.8.8",
    "rx_bytes=5000000000123",
    "tx_bytes=42",
  ]) {
    expect(lines).toContain(line);
  }
});

test("a file cut anywhere is told from a whole one", () => {
  const whole = formatStatus(snapshot);
  for (let end = 0; end < whole.length; end++) {
    expect(parseStatus(whole.slice(0, end)), `cut at ${end}`).toBeNull();
  }
});

test("junk never throws and is never taken for a status", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseStatus(text)).toBeNull();
    })
  );
});

test("a line break in a text does not make a new line", () => {
  const hostile = { ...snapshot, reason: "a\n[evil]\nstatus=up" };
  expect(parseStatus(formatStatus(hostile))?.uplinks).toHaveLength(2);
});
