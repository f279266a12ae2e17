import { beforeEach, describe, expect, test } from "vitest";
import { factsFrom, readInterfaces } from "../../daemon/netifd/facts.ts";
import { applyPlan } from "../../daemon/kernel/apply.ts";
import { ruleTo } from "../../daemon/engine/ip-rule.ts";
import type { RoutePlan } from "../../daemon/engine/plan.ts";
import { connect } from "../ucode/ubus.ts";
import type { World } from "../world/world.ts";
import { createTwoWans } from "./two-wans.ts";
import { createDualStack } from "./two-wans-dual-stack.ts";

const destination = "2001:db8:ffff::80";
const phone = "2001:db8:7::100";

let world: World;

beforeEach(() => {
  world = createDualStack().world;
});

function facts() {
  return factsFrom(readInterfaces(connect(null, 1)!)!);
}

function ipv6Routes(): string[] {
  return world.kernel.routes
    .ofFamily("ipv6")
    .filter(({ table, destination: to }) => table === 254 && to.length === 0)
    .map(({ from, device, gateway }) => `${from?.text}/${from?.length} ${device} ${gateway}`);
}

function addressesOf(device: string): string[] {
  return world.kernel.devices.get(device).addresses.map(({ address }) => address);
}

/** Active table through this device; netifd's own routes are for each line's senders only. */
function planThrough(device: string): RoutePlan {
  return {
    family: "ipv6",
    rules: [{ ...ruleTo(254, 32100), suppressPrefixLength: 0 }, ruleTo(7700, 32600)],
    routes: [{ table: 7700, device, gateway: "fe80::1" }],
    decided: true,
    heard: true,
  };
}

test("IPv4 is what it is without IPv6", () => {
  const ipv4Of = ({ kernel }: World): unknown[] => [
    kernel.rules.ofFamily("ipv4"),
    kernel.routes.ofFamily("ipv4"),
  ];
  expect(ipv4Of(world)).toEqual(ipv4Of(createTwoWans().world));
});

test("each line has routes for its own senders, and the LAN a network of each prefix", () => {
  expect(ipv6Routes().sort()).toEqual([
    "2001:db8:1::2/128 eth1 fe80::1",
    "2001:db8:2::/64 wwan0 fe80::1",
    "2001:db8:7::/56 eth1 fe80::1",
    "2001:db8:8::/60 wwan0 fe80::1",
  ]);
  expect(addressesOf("br-lan")).toEqual(expect.arrayContaining(["2001:db8:7::1", "2001:db8:8::1"]));
});

test("netifd's dump leads to both families' facts", () => {
  expect(facts()["wan"]).toMatchObject({
    ipv4: { address: "192.0.2.2", sources: ["192.0.2.2"], gateway: "192.0.2.1" },
    ipv6: {
      interface: "wan",
      device: "eth1",
      carrier: true,
      address: "2001:db8:1::2",
      sources: ["2001:db8:1::2", "2001:db8:7::/56"],
      hasDefaultRoute: true,
      gateway: "fe80::1",
    },
  });
  expect(facts()["wwan"]?.ipv6).toMatchObject({ device: "wwan0", address: "2001:db8:2::2" });
  expect(facts()["lan"]?.ipv6).toBeNull();
});

describe("a phone with an address of the fibre's prefix", () => {
  test("is answered through the fibre, and by nobody once it is cut", () => {
    const client = world.addClient({ address: phone, destination });
    world.clock.advance(2000);
    expect(client.currentDevice).toBe("eth1");
    world.network.getLink("eth1").change({ carrier: false });
    world.clock.advance(5000);
    expect(client.currentDevice).toBeNull();
    expect(addressesOf("br-lan")).not.toContain("2001:db8:7::1");
    world.network.getLink("eth1").change({ carrier: true });
    world.clock.advance(5000);
    expect(client.currentDevice).toBe("eth1");
    expect(client.gaps()).toHaveLength(1);
  });

  test("moves by the active table without losing a packet, and back when that is withdrawn", () => {
    const client = world.addClient({ address: phone, destination });
    for (const device of ["eth1", "wwan0", "eth1", "wwan0"]) {
      expect(applyPlan(planThrough(device))).toMatchObject({ failedTables: [], errors: [] });
      world.clock.advance(3000);
      expect(client.currentDevice).toBe(device);
    }
    const before = world.kernel.routes.ofFamily("ipv6");
    expect(applyPlan(planThrough("wwan0"))).toMatchObject({ failedTables: [], errors: [] });
    expect(world.kernel.routes.ofFamily("ipv6"), "adopted").toEqual(before);
    applyPlan({ family: "ipv6", rules: [], routes: [], decided: true, heard: true });
    world.clock.advance(3000);
    expect(client.currentDevice).toBe("eth1");
    expect(client.gaps()).toEqual([]);
  });
});

test("a new prefix takes the place of the old one on the LAN, without a word on the bus", () => {
  const told: unknown[] = [];
  world.bus.subscribe(world.shell, "network.interface", (_, event) => told.push(event));
  world.netifd.changeIpv6("wan6", { prefixes: ["2001:db8:9::/56"] });
  world.clock.advance(1000);
  expect(facts()["wan"]?.ipv6?.sources).toEqual(["2001:db8:1::2", "2001:db8:9::/56"]);
  expect(addressesOf("br-lan")).toContain("2001:db8:9::1");
  expect(addressesOf("br-lan")).not.toContain("2001:db8:7::1");
  expect(ipv6Routes()).toContain("2001:db8:9::/56 eth1 fe80::1");
  expect(told).toEqual([]);
});

test("an advertisement that only refreshes lifetimes changes nothing but them", () => {
  const changes: string[] = [];
  world.kernel.subscribe((event) => changes.push(event.kind));
  world.netifd.changeIpv6("wwan6", {
    addresses: [{ address: "2001:db8:2::2/64", preferredS: 1799 }],
  });
  expect(changes).toEqual(["address"]);
});

test("a deprecated address is still a source, and no longer probed from", () => {
  const addresses = [
    { address: "2001:db8:1::2/128", preferredS: 0 },
    { address: "2001:db8:1:1::2/64", preferredS: 600 },
  ];
  world.netifd.changeIpv6("wan6", { addresses });
  expect(facts()["wan"]?.ipv6?.address).toBe("2001:db8:1:1::2");
  expect(facts()["wan"]?.ipv6?.sources).toContain("2001:db8:1::2");
});
