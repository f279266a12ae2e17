import { beforeEach, describe, expect, test } from "vitest";
import { PluginCaller } from "../../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../../simulator/scenarios/two-wans-dual-stack.ts";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 }));
});

describe("orders", () => {
  beforeEach(() => {
    plugin.startService();
  });

  test("are carried out by the service, with the time they end", () => {
    const { now } = plugin.ask("status");
    const order = { section: "fibre", action: "drain", for: 600 };
    expect(plugin.ask("use", order)).toEqual({
      section: "fibre",
      action: "drain",
      until: now + 600,
    });
    plugin.after(6);
    expect(plugin.ask("status").uplinks[0]?.override?.kind).toBe("drain");
    expect(plugin.ask("use", { section: "fibre", action: "auto" })).toMatchObject({ until: null });
    plugin.after(6);
    expect(plugin.ask("status").uplinks[0]?.override).toBe(null);
  });

  test("a probe may be for one uplink or for all", () => {
    expect(plugin.ask("probe", { section: "lte" })).toEqual({ section: "lte" });
    expect(plugin.ask("probe")).toEqual({ section: null });
  });

  test.each([
    ["use", { section: "dsl", action: "drain" }, 4, "the running service has no uplink 'dsl'"],
    ["probe", { section: "dsl" }, 4, "the running service has no uplink 'dsl'"],
    ["what_if", { down: ["fibre", "dsl"] }, 4, "does not have every uplink of 'fibre', 'dsl'"],
    ["use", { action: "drain" }, 2, "section is missing; it must be the name of"],
    ["use", { section: "fibre", action: "eat" }, 2, "action is 'eat'; it must be one of force,"],
    ["use", { section: "fibre", action: "drain", for: 0 }, 2, "for is '0'; it must be seconds,"],
    ["what_if", {}, 2, "down is missing; it must be a list"],
    ["what_if", { down: [] }, 2, "down is empty; it must be a list of one or more"],
    ["what_if", { down: [7] }, 2, "down[0] is '7'; it must be the name of an uplink's section"],
    ["explain", {}, 2, "dst is missing; it must be an IPv4 or IPv6 address"],
    ["explain", { dst: "1.1.1.1", src: "::1" }, 2, "addresses of different families"],
    ["explain", { dst: "1.1.1.1", family: "ipv6" }, 2, "dst is an address of ipv4"],
    ["explain", { dst: "1.1.1.1", proto: "icmp", dport: 443 }, 2, "which has no ports"],
    ["explain", { dst: "1.1.1.1", proto: "tcp", dport: 65536 }, 2, "it must be a port"],
    ["control", { action: "eat" }, 2, "action is 'eat'; it must be one of start, stop,"],
  ] as const)("%s %j is refused with a sentence", (method, args, code, words) => {
    const { status: given, data } = plugin.call(method, args);
    expect(given).toBe(code);
    expect((data as { message: string }).message).toContain(words);
  });

  test("the live engine explains and thinks ahead", () => {
    expect(plugin.ask("explain", { dst: "1.1.1.1" })).toMatchObject({
      section: "fibre",
      device: "eth1",
    });
    expect(plugin.ask("what_if", { down: ["fibre"] })).toMatchObject({
      ipv4: { section: "lte", changes: true },
    });
  });
});
