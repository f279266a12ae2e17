import { beforeEach, describe, expect, test } from "vitest";
import { World } from "./world.ts";

interface DumpedInterface {
  interface: string;
  up: boolean;
  [field: string]: unknown;
}

let world: World;
let events: string[];

beforeEach(() => {
  world = new World();
  events = [];
  world.bus.subscribe(world.shell, "network.interface", (_, { action, interface: name }) =>
    events.push(`${String(action)} ${String(name)} at ${world.clock.nowMs}`)
  );
  world.addUplink({
    name: "wan",
    device: "eth1",
    address: "192.0.2.2/24",
    gateway: "192.0.2.1",
    metric: 10,
  });
  world.addUplink({
    name: "office",
    device: "eth2",
    proto: "static",
    address: "198.51.100.2/24",
    gateway: "198.51.100.1",
    metric: 20,
  });
});

function dump(name: string): DumpedInterface {
  const { data } = world.bus.call("network.interface", "dump", {});
  const all = (data as { interface: DumpedInterface[] }).interface;
  return all.find((entry) => entry.interface === name)!;
}

function defaultRoutes(): string[] {
  return world.kernel.routes
    .ofFamily("ipv4")
    .filter(({ table, destination }) => table === 254 && destination.length === 0)
    .map(({ device, gateway, metric }) => `${device} ${gateway} ${metric}`);
}

describe("an interface that is up", () => {
  test("is dumped as netifd dumps it, and has its route in main", () => {
    world.clock.advance(5000);
    expect(dump("wan")).toEqual({
      interface: "wan",
      up: true,
      pending: false,
      available: true,
      autostart: true,
      dynamic: false,
      uptime: 5,
      l3_device: "eth1",
      proto: "dhcp",
      device: "eth1",
      metric: 10,
      dns_metric: 0,
      delegation: true,
      "ipv4-address": [{ address: "192.0.2.2", mask: 24 }],
      "ipv6-address": [],
      "ipv6-prefix": [],
      "ipv6-prefix-assignment": [],
      route: [{ target: "0.0.0.0", mask: 0, nexthop: "192.0.2.1", source: "192.0.2.2/32" }],
      "dns-server": ["192.0.2.1"],
      "dns-search": [],
      neighbors: [],
      inactive: {
        "ipv4-address": [],
        "ipv6-address": [],
        route: [],
        "dns-server": [],
        "dns-search": [],
        neighbors: [],
      },
      data: { leasetime: 43200 },
    });
    expect(defaultRoutes()).toEqual(["eth1 192.0.2.1 10", "eth2 198.51.100.1 20"]);
  });

  test("without the option defaultroute keeps its route out of the tables", () => {
    world.kernel.addDevice("eth3");
    world.netifd.addInterface({
      name: "spare",
      device: "eth3",
      proto: "static",
      address: "203.0.113.2/24",
      gateway: "203.0.113.1",
      installsDefaultRoute: false,
    });
    expect(dump("spare")).toMatchObject({
      route: [],
      inactive: { route: [{ nexthop: "203.0.113.1" }] },
    });
    expect(defaultRoutes()).toHaveLength(2);
  });
});

describe("a lost carrier", () => {
  test("takes a dhcp interface down, with address and route, and it comes back by itself", () => {
    world.network.getLink("eth1").change({ carrier: false });
    world.clock.advance(1000);
    expect(dump("wan")).toMatchObject({ up: false, pending: false });
    expect(dump("wan")).not.toHaveProperty("l3_device");
    expect(defaultRoutes()).toEqual(["eth2 198.51.100.1 20"]);
    expect(world.kernel.devices.get("eth1").addresses).toEqual([]);
    world.network.getLink("eth1").change({ carrier: true });
    expect(dump("wan")).toMatchObject({ up: false, pending: true });
    world.clock.advance(2000);
    expect(dump("wan").up).toBe(true);
    expect(defaultRoutes()).toEqual(["eth1 192.0.2.1 10", "eth2 198.51.100.1 20"]);
    expect(events).toEqual(["ifdown wan at 40", "ifup wan at 2200"]);
  });

  test("leaves a static interface as it is", () => {
    world.network.getLink("eth2").change({ carrier: false });
    world.clock.advance(10_000);
    expect(dump("office").up).toBe(true);
    expect(defaultRoutes()).toContain("eth2 198.51.100.1 20");
    expect(events).toEqual([]);
  });

  test("of a moment ends in an interface that is up", () => {
    const link = world.network.getLink("eth1");
    link.change({ carrier: false });
    world.clock.advance(10);
    link.change({ carrier: true });
    world.clock.advance(5000);
    expect(dump("wan").up).toBe(true);
    expect(events).toEqual(["ifdown wan at 40", "ifup wan at 1240"]);
  });
});

test("a new lease changes address and gateway without a word on the bus", () => {
  world.netifd.get("wan").changeAddress("192.0.2.77/24", "192.0.2.254");
  world.clock.advance(1000);
  expect(dump("wan")["ipv4-address"]).toEqual([{ address: "192.0.2.77", mask: 24 }]);
  expect(defaultRoutes()[0]).toBe("eth1 192.0.2.254 10");
  expect(events).toEqual([]);
});

test("ifdown lasts until ifup", () => {
  world.netifd.ifdown("wan");
  world.clock.advance(60_000);
  expect(dump("wan")).toMatchObject({ up: false, autostart: false });
  world.netifd.ifup("wan");
  world.clock.advance(5000);
  expect(dump("wan").up).toBe(true);
});

test("a network restart takes every foreign rule away", () => {
  const rule = world.kernel.rules.ofFamily("ipv4")[1]!;
  world.kernel.addRule({ ...rule, priority: 32600, table: 7700, protocol: 77 });
  world.netifd.restart();
  world.clock.advance(5000);
  const priorities = world.kernel.rules.ofFamily("ipv4").map(({ priority }) => priority);
  expect(priorities).toEqual([0, 32766, 32767]);
  expect([dump("wan").up, dump("office").up]).toEqual([true, true]);
});
