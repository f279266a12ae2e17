/** What becomes of mwan3's interfaces and globals. */
import { describe, expect, test } from "vitest";
import { iface, lookAt, mwan3Network, policy } from "../../simulator/scenarios/mwan3-config.ts";
import { sectionsOf, uciSection } from "../../simulator/world/uci/sections.ts";
import { draftFromMwan3 } from "./mwan3.ts";

function convert(text: string) {
  return lookAt(draftFromMwan3(sectionsOf(text), sectionsOf(mwan3Network)));
}

describe("interfaces", () => {
  test("keep how they are watched", () => {
    const { uplinks, global } = convert(
      iface("wan", {
        track_ip: ["1.0.0.1", "9.9.9.9"],
        reliability: "2",
        count: "2",
        timeout: "4",
        interval: "8",
        down: "3",
        up: "4",
      })
    );
    expect(uplinks["wan"]).toMatchObject({
      ...{ enabled: "1", name: "wan", family: "ipv4", ping_target: ["1.0.0.1", "9.9.9.9"] },
      ...{ reliability: "2", ping_count: "2", ping_timeout: "4", fall: "3", rise: "4" },
    });
    expect(global).toEqual({ enabled: "0", mode: "failover", check_interval: "8" });
  });

  test("of both families on one device are one uplink", () => {
    const { uplinks, told } = convert(
      iface("wan", { family: "ipv4", track_ip: ["9.9.9.9"], reliability: "1" }) +
        iface("wan6", { family: "ipv6", track_ip: ["2620:fe::fe"], reliability: "2" })
    );
    expect(Object.keys(uplinks)).toEqual(["wan"]);
    expect(uplinks["wan"]).toMatchObject({ ping_target: ["9.9.9.9", "2620:fe::fe"] });
    expect(uplinks["wan"]).not.toHaveProperty("family");
    expect(told("wan6", null)).toBe("+ interface 'wan', which brings its IPv6 along");
    expect(told("wan6", "reliability")).toBe("- one reliability holds for both families, '1'");
  });

  test.each([
    ["1", "0", { enabled: "1", family: "ipv4" }],
    ["0", "1", { enabled: "1", family: "ipv6" }],
    ["0", "0", { enabled: "0" }],
  ])("with IPv4 on %s and IPv6 on %s are watched for what is on", (ipv4, ipv6, expected) => {
    const { uplinks } = convert(
      iface("wan", { enabled: ipv4 }) + iface("wan6", { enabled: ipv6, family: "ipv6" })
    );
    const { enabled, family } = uplinks["wan"] ?? {};
    expect({ enabled, ...(family !== undefined && { family }) }).toEqual(expected);
  });

  test("that netifd does not know keep their names", () => {
    const { uplinks } = convert(iface("gone6", { family: "ipv6" }));
    expect(uplinks["gone6"]).toMatchObject({ name: "gone6", family: "ipv6" });
  });

  test.each([
    ["ping", "0", { probe_method: "icmp" }],
    ["nping-icmp", "0", { probe_method: "icmp" }],
    ["nping-tcp", "0", { probe_method: "tcp", probe_port: "80" }],
    ["httping", "0", { probe_method: "tcp", probe_port: "80" }],
    ["httping", "1", { probe_method: "tcp", probe_port: "443" }],
    ["nslookup", "0", { probe_method: "dns" }],
    ["arping", "0", {}],
  ])("tracked by %s (ssl %s) are probed so", (method, ssl, expected) => {
    const { uplinks } = convert(iface("wan", { track_method: method, httping_ssl: ssl }));
    const { probe_method, probe_port } = uplinks["wan"] ?? {};
    expect({
      ...(probe_method !== undefined && { probe_method }),
      ...(probe_port !== undefined && { probe_port }),
    }).toEqual(expected);
  });

  test("keep limits of quality only when mwan3 looks at it", () => {
    const limits = { failure_latency: "900", recovery_loss: "5" };
    expect(convert(iface("wan", { check_quality: "1", ...limits })).uplinks["wan"]).toMatchObject(
      limits
    );
    const off = convert(iface("wan", limits));
    expect(off.uplinks["wan"]).not.toHaveProperty("failure_latency");
    expect(off.told("wan", "failure_latency")).toBe(
      "- mwan3 does not look at it without check_quality"
    );
  });

  test("with numbers beyond our range get the nearest one, said", () => {
    const { uplinks, told } = convert(iface("wan", { up: "50", count: "many", timeout: "0" }));
    expect(uplinks["wan"]).toMatchObject({ rise: "20", ping_timeout: "1" });
    expect(told("wan", "up")).toBe("+ rise '20', the most that there is");
    expect(told("wan", "count")).toBe("- it is no whole number");
  });

  test("have one interval, the smallest of those that are on", () => {
    const { global, told } = convert(
      iface("wan", { interval: "10" }) +
        iface("wanb", { interval: "6" }) +
        iface("lte", { interval: "2", enabled: "0" })
    );
    expect(global).toMatchObject({ check_interval: "6" });
    expect(told("wan", "interval")).toBe(
      "+ global: check_interval '6', the smallest of those that are on"
    );
  });
});

test("globals keep a mask that we can have", () => {
  const globals = (mask: string) =>
    uciSection("globals", "globals", { mmx_mask: mask, logging: "1" });
  const good = convert(globals("0xFF00") + iface("wan"));
  expect(good.global).toMatchObject({ mark_mask: "0xff00" });
  expect(good.told("globals", "logging")).toBe("- switches and states are always logged");
  const bad = convert(globals("0x5500") + iface("wan"));
  expect(bad.global).not.toHaveProperty("mark_mask");
});

test("without any interface there is nothing to import", () => {
  expect(convert(policy("p", [])).sections).toEqual([]);
});
