import { describe, expect, test } from "vitest";
import type { StatusReply, UplinkStatusReply } from "../../../shared/contract.ts";
import { path, status, uplink } from "../../testing/replies.ts";
import { deriveHeadline, orderUplinks } from "./derive-status.ts";

const english = (text: string): string => text;

/** Seconds since 1970 as minutes after noon, which is enough for these stories. */
const writeMoment = (atS: number): string => `12:${String(atS / 60).padStart(2, "0")}`;

/** New connections last changed their uplink at 12:03 unless the story says otherwise. */
function headline(uplinks: UplinkStatusReply[], story: Partial<StatusReply> = {}) {
  const { standing, sentence } = deriveHeadline(english, status(uplinks, story), writeMoment);
  return `${standing}: ${sentence}`;
}

const wan = uplink("wan", 10, { active: true });

describe("the sentence on top", () => {
  test("all is well", () => {
    expect(headline([wan, uplink("wwan", 20)])).toBe(
      "good: Online through wan since 12:03; wwan is ready as backup."
    );
  });

  test("two backups", () => {
    expect(headline([wan, uplink("wwan", 20), uplink("dsl", 30)])).toBe(
      "good: Online through wan since 12:03; wwan and dsl are ready as backups."
    );
  });

  test("the only uplink works", () => {
    expect(headline([wan])).toBe("good: Online through wan since 12:03; there is no backup.");
  });

  test("what a VPN's default route keeps is not said to leave by an uplink", () => {
    const warnings = [{ section: null, code: "foreign_default", message: "wg0 has it" }];
    expect(headline([uplink("wan", 10)], { warnings })).toBe(
      "neutral: Ordinary traffic leaves by a default route that is no uplink's."
    );
  });

  test("the backup carries: since the switch, not since it is up itself", () => {
    const failed = uplink("wan", 10, { status: "down", status_since: 360 });
    const carrying = uplink("wwan", 20, { active: true });
    expect(headline([failed, carrying], { active_since: 420 })).toBe(
      "degraded: Online through wwan since 12:07; wan is down."
    );
  });

  test("a disabled uplink is neither down nor a backup, whoever disabled it", () => {
    const disabled = uplink("dsl", 1, { status: "disabled" });
    const withdrawn = uplink("lte", 2, { override: { kind: "disable", until: null } });
    expect(headline([disabled, withdrawn, wan])).toBe(
      "good: Online through wan since 12:03; there is no backup."
    );
  });

  test("one that is to get nothing new is no backup", () => {
    const drained = uplink("wwan", 20, { override: { kind: "drain", until: null } });
    expect(headline([wan, drained])).toBe(
      "good: Online through wan since 12:03; no backup is ready."
    );
  });

  test("the backup has no link", () => {
    const unplugged = uplink("wwan", 20, { status: "interface_down" });
    expect(headline([wan, unplugged])).toBe(
      "degraded: Online through wan since 12:03; no backup is ready."
    );
  });

  test("a moment that is not known is not made up", () => {
    expect(headline([wan], { active_since: null })).toBe(
      "good: Online through wan; there is no backup."
    );
  });

  test("an uplink that answers again is tried while nothing else works", () => {
    const recovering = uplink("wan", 10, { status: "down", active: true });
    expect(headline([recovering, uplink("wwan", 20, { status: "down" })])).toBe(
      "degraded: Trying wan, which answers again; no other uplink is online."
    );
  });

  test("everything is down, since the last one went", () => {
    const both = [
      uplink("wan", 10, { status: "down", status_since: 240 }),
      uplink("wwan", 20, { status: "interface_down", status_since: 540 }),
    ];
    expect(headline(both)).toBe("bad: Offline since 12:09: no uplink reaches the Internet.");
  });

  test("nothing is known yet, nothing is switched on, nothing is configured", () => {
    expect(headline([uplink("wan", 10, { status: "unknown" })])).toBe(
      "neutral: Checking the uplinks…"
    );
    expect(headline([uplink("wan", 10, { status: "disabled" })])).toBe(
      "neutral: All uplinks are disabled."
    );
    const override = { kind: "disable", until: null } as const;
    expect(headline([uplink("wan", 10, { status: "disabled", override })])).toBe(
      "bad: Offline: all uplinks are disabled."
    );
    expect(headline([])).toBe(
      "neutral: No uplinks are configured yet; add the first one in Configuration."
    );
  });
});

describe("a degraded line is named", () => {
  const poor = { health: "degraded" } as const;

  test("when it carries the traffic because nothing better is there", () => {
    const worn = uplink("wan", 10, { active: true, ...poor });
    expect(headline([worn, uplink("wwan", 20, { status: "down" })])).toBe(
      "degraded: Online through wan since 12:03; wan is degraded; no backup is ready."
    );
  });

  test("when another one took over from it", () => {
    expect(headline([uplink("wan", 10, poor), uplink("wwan", 20, { active: true })])).toBe(
      "degraded: Online through wwan since 12:03; wan is degraded."
    );
  });

  test("when it is a backup, beside those that are ready", () => {
    expect(headline([wan, uplink("wwan", 20, poor), uplink("dsl", 30)])).toBe(
      "degraded: Online through wan since 12:03; wwan is degraded; dsl is ready as backup."
    );
  });

  test("when it is the only backup: it works, so nothing is missed", () => {
    expect(headline([wan, uplink("wwan", 20, poor)])).toBe(
      "degraded: Online through wan since 12:03; wwan is degraded."
    );
  });

  test("but not when it is down: that says more", () => {
    const fallen = uplink("wwan", 20, { status: "down", ...poor });
    expect(headline([wan, fallen])).toBe(
      "degraded: Online through wan since 12:03; no backup is ready."
    );
  });
});

describe("where uplinks share the traffic, or the best score has it", () => {
  const half = { active: true, share_pct: 50 };

  test("all that carry are named, and nobody misses a backup", () => {
    const both = [uplink("wan", 10, half), uplink("wwan", 20, half)];
    expect(headline(both, { mode: "multi-uplink" })).toBe(
      "good: Online through wan and wwan since 12:03."
    );
  });

  test("one that is down is named whatever its metric", () => {
    const others = [uplink("wwan", 20, half), uplink("dsl", 30, { status: "down" })];
    expect(headline([uplink("wan", 10, half), ...others], { mode: "multi-uplink" })).toBe(
      "degraded: Online through wan and wwan since 12:03; dsl is down."
    );
    expect(headline([wan, uplink("dsl", 30, { status: "down" })], { mode: "quality" })).toBe(
      "degraded: Online through wan since 12:03; dsl is down."
    );
  });
});

describe("IPv6", () => {
  test("that answers nowhere is said, though IPv4 works", () => {
    const silent = path({ status: "down" });
    const both = [{ ...wan, ipv6: silent }, uplink("wwan", 20, { ipv6: silent })];
    expect(headline(both)).toBe(
      "degraded: Online through wan since 12:03; wwan is ready as backup; IPv6 is down."
    );
  });

  test("that works through one uplink is not", () => {
    const both = [
      { ...wan, ipv6: path({ status: "down" }) },
      uplink("wwan", 20, { ipv6: path({ active: true }) }),
    ];
    expect(headline(both)).toBe("good: Online through wan since 12:03; wwan is ready as backup.");
  });

  test("that was never there is not missed", () => {
    const both = [{ ...wan, ipv6: path({ status: "interface_down" }) }, uplink("wwan", 20)];
    expect(headline(both)).toBe("good: Online through wan since 12:03; wwan is ready as backup.");
  });

  test("is the last that works", () => {
    const last = uplink("wan", 10, { status: "down", ipv6: path({ active: true }) });
    expect(headline([last, uplink("wwan", 20, { status: "down" })])).toBe(
      "degraded: Only IPv6 works, through wan."
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
