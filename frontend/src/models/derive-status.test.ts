import { describe, expect, test } from "vitest";
import type { StatusReply, UplinkStatusReply } from "../../../shared/contract.ts";
import { deriveHeadline, orderUplinks } from "./derive-status.ts";

const english = (text: string): string => text;

/** Seconds since 1970 as minutes after noon, which is enough for these stories. */
const writeMoment = (atS: number): string => `12:${String(atS / 60).padStart(2, "0")}`;

const base: UplinkStatusReply = {
  section: "",
  interface: "",
  device: null,
  status: "up",
  active: false,
  reason: "",
  status_since: 0,
  last_check: null,
  latency_ms: null,
  jitter_ms: null,
  loss_pct: null,
  gateway: null,
  address: null,
  targets: [],
  rx_bytes: null,
  tx_bytes: null,
  metric: 0,
  weight: 1,
};

type Story = Partial<UplinkStatusReply> & { since?: number | null };

/** An uplink that has been in its state since some minutes after noon. */
function uplink(name: string, metric: number, { since = 0, ...rest }: Story = {}) {
  const statusSince = since === null ? null : since * 60;
  return { ...base, section: name, interface: name, metric, status_since: statusSince, ...rest };
}

function headline(...uplinks: UplinkStatusReply[]) {
  const status: StatusReply = {
    service: "running",
    message: null,
    now: 3600,
    timestamp: 3600,
    version: "0.1.0",
    mode: "failover",
    check_interval: 5,
    reason: null,
    uplinks,
  };
  const { standing, sentence } = deriveHeadline(english, status, writeMoment);
  return `${standing}: ${sentence}`;
}

describe("the sentence on top", () => {
  test("all is well", () => {
    expect(headline(uplink("wan", 10, { active: true, since: 3 }), uplink("wwan", 20))).toBe(
      "good: Online through wan since 12:03; wwan is ready as backup."
    );
  });

  test("two backups", () => {
    const active = uplink("wan", 10, { active: true });
    expect(headline(active, uplink("wwan", 20), uplink("dsl", 30))).toBe(
      "good: Online through wan since 12:00; wwan and dsl are ready as backups."
    );
  });

  test("the only uplink works", () => {
    expect(headline(uplink("wan", 10, { active: true }))).toBe(
      "good: Online through wan since 12:00; there is no backup."
    );
  });

  test("the backup carries: since the better one went down, not since it is up itself", () => {
    const failed = uplink("wan", 10, { status: "down", since: 7 });
    expect(headline(failed, uplink("wwan", 20, { active: true }))).toBe(
      "degraded: Online through wwan since 12:07; wan is down."
    );
  });

  test("a disabled uplink is neither down nor a backup", () => {
    const disabled = uplink("dsl", 1, { status: "disabled", since: 30 });
    expect(headline(disabled, uplink("wan", 10, { active: true }))).toBe(
      "good: Online through wan since 12:00; there is no backup."
    );
  });

  test("the backup has no link", () => {
    const unplugged = uplink("wwan", 20, { status: "interface_down" });
    expect(headline(uplink("wan", 10, { active: true }), unplugged)).toBe(
      "degraded: Online through wan since 12:00; no backup is ready."
    );
  });

  test("a moment that is not known is not made up", () => {
    expect(headline(uplink("wan", 10, { active: true, since: null }))).toBe(
      "good: Online through wan; there is no backup."
    );
  });

  test("an uplink that answers again is tried while nothing else works", () => {
    const recovering = uplink("wan", 10, { status: "down", active: true });
    expect(headline(recovering, uplink("wwan", 20, { status: "down" }))).toBe(
      "degraded: Trying wan, which answers again; no other uplink is online."
    );
  });

  test("everything is down, since the last one went", () => {
    const both = [
      uplink("wan", 10, { status: "down", since: 4 }),
      uplink("wwan", 20, { status: "interface_down", since: 9 }),
    ];
    expect(headline(...both)).toBe("bad: Offline since 12:09: no uplink reaches the Internet.");
  });

  test("nothing is known yet, nothing is switched on, nothing is configured", () => {
    expect(headline(uplink("wan", 10, { status: "unknown" }))).toBe(
      "neutral: Checking the uplinks…"
    );
    expect(headline(uplink("wan", 10, { status: "disabled" }))).toBe(
      "neutral: All uplinks are disabled."
    );
    expect(headline()).toBe(
      "neutral: No uplinks are configured yet; add the first one in Configuration."
    );
  });
});

test("uplinks stand in the order in which failover uses them", () => {
  const uplinks = [
    uplink("dsl", 1, { status: "disabled" }),
    uplink("wwan", 20),
    uplink("wan", 10),
    uplink("lte", 20),
  ];
  expect(orderUplinks(uplinks).map((one) => one.section)).toEqual(["wan", "wwan", "lte", "dsl"]);
});
