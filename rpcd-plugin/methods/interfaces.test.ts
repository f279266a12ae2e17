import { beforeEach, expect, test } from "vitest";
import { PluginCaller } from "../../simulator/rpc/plugin-caller.ts";
import { createDualStack } from "../../simulator/scenarios/two-wans-dual-stack.ts";

let plugin: PluginCaller;

beforeEach(() => {
  plugin = new PluginCaller(createDualStack({ seed: 7 }));
});

function interfaces() {
  return plugin.ask("interfaces").interfaces;
}

function named(name: string) {
  return interfaces().find((one) => one.interface === name);
}

test("a line in use tells its addresses, gateway and whose it is", () => {
  expect(named("wan")).toEqual({
    interface: "wan",
    proto: "dhcp",
    up: true,
    device: "eth1",
    families: ["ipv4"],
    addresses: ["192.0.2.2"],
    gateway: "192.0.2.1",
    has_default_route: true,
    zone: null,
    used_by: "fibre",
    looks_like_wan: true,
    reason: "it has a default route",
    obstacle: null,
  });
});

test("only lines that nobody else brings along look like WANs", () => {
  const likely = interfaces().filter((one) => one.looks_like_wan);
  expect(likely.map((one) => one.interface)).toEqual(["wan", "wwan"]);
  expect(named("wan6")?.reason).toBe("it belongs to 'wan', which brings it along");
  expect(named("lan")?.used_by).toBe(null);
});

test("the firewall's zones are told, and count while a line is down", () => {
  plugin.router.world.files.install(
    "/etc/config/firewall",
    [
      "config zone\n\toption name 'wan'\n\toption masq '1'\n\tlist network 'wwan'",
      "config zone\n\toption name 'lan'\n\tlist network 'lan'\n",
    ].join("\n")
  );
  plugin.router.world.network.getLink("wwan0").change({ carrier: false });
  plugin.after(5);
  expect(named("wwan")).toMatchObject({
    up: false,
    families: [],
    zone: "wan",
    has_default_route: false,
    looks_like_wan: true,
    reason: "its firewall zone 'wan' masquerades",
  });
  expect(named("lan")?.zone).toBe("lan");
});

test("a modem's line is one, with what its protocol has made on its device", () => {
  const on = { up: true, l3_device: "wwan0", device: "wwan0" };
  const made = { ...on, dynamic: true };
  const address = [{ address: "198.51.100.2", mask: 30 }];
  const route = [{ target: "0.0.0.0", mask: 0, nexthop: "198.51.100.1" }];
  const entries = [
    { ...on, interface: "wwan", proto: "qmi" },
    { ...made, interface: "wwan_4", proto: "dhcp", "ipv4-address": address, route },
    {
      ...made,
      interface: "wwan_6",
      proto: "dhcpv6",
      "ipv6-prefix": [{ address: "2001:db8::", mask: 64 }],
    },
  ];
  plugin.router.world.bus.publishNative("network.interface", {
    dump: () => ({ status: 0, data: { interface: entries } }),
  });
  expect(named("wwan")).toMatchObject({
    families: ["ipv4", "ipv6"],
    addresses: ["198.51.100.2"],
    gateway: "198.51.100.1",
    looks_like_wan: true,
    reason: "it has a default route",
  });
  for (const name of ["wwan_4", "wwan_6"])
    expect(named(name)).toMatchObject({
      looks_like_wan: false,
      reason: "it belongs to 'wwan', which brings it along",
    });
});

test.each([
  ["gives an error", () => ({ status: 4, data: null })],
  ["gives something else", () => ({ status: 0, data: { interface: 7 } })],
])("a netifd that %s is said, with a status", (_, dump) => {
  plugin.router.world.bus.publishNative("network.interface", { dump });
  expect(plugin.call("interfaces")).toEqual({
    status: 7,
    data: { message: "netifd does not answer" },
  });
});
