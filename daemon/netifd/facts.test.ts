import { beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../simulator/ucode/ubus.ts";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import {
  address6,
  default6,
  entry,
  factsOf,
  ipv4,
  providerRouter as router,
} from "../../simulator/story/dump.ts";
import type { Entry } from "../../simulator/story/dump.ts";
import { factsFrom, readInterfaces } from "./facts.ts";

describe("IPv4", () => {
  test("has all addresses of the interface as sources, the first one to probe from", () => {
    const addresses = [
      { address: "192.0.2.2", mask: 24 },
      { address: "192.0.2.66", mask: 32 },
    ];
    expect(factsOf([entry("wan", { ...ipv4(), "ipv4-address": addresses })])["wan"]).toEqual({
      ipv4: {
        interface: "wan",
        up: true,
        device: "eth1",
        carrier: true,
        address: "192.0.2.2",
        sources: ["192.0.2.2", "192.0.2.66"],
        hasDefaultRoute: true,
        gateway: "192.0.2.1",
        isTunnel: false,
        hostRoutes: [],
      },
      ipv6: null,
    });
  });

  test("is there while the interface is down or has nothing at all", () => {
    const facts = factsOf([
      entry("wan", { up: false, l3_device: undefined }),
      entry("spare", { l3_device: "eth2", device: "eth2" }),
    ]);
    expect(facts["wan"]).toMatchObject({ ipv4: { up: false, address: null }, ipv6: null });
    expect(facts["spare"]).toMatchObject({
      ipv4: { up: true, address: null, sources: [], hasDefaultRoute: false },
      ipv6: null,
    });
  });

  describe("of a modem's line", () => {
    const modem = { proto: "qmi", l3_device: "wwan0", device: "wwan0" };
    const made = { ...modem, proto: "dhcp", dynamic: true };

    test("is what its protocol made for it, by either name", () => {
      const facts = factsOf([entry("wwan", modem), entry("wwan_4", { ...made, ...ipv4() })]);
      const known = { address: "192.0.2.2", hasDefaultRoute: true, gateway: "192.0.2.1" };
      for (const name of ["wwan", "wwan_4"])
        expect(facts[name]?.ipv4).toMatchObject({ interface: name, device: "wwan0", ...known });
    });

    test("comes with the IPv6 that was made beside it", () => {
      const facts = factsOf([
        entry("wwan", modem),
        entry("wwan_4", { ...made, ...ipv4() }),
        entry("wwan_6", {
          ...made,
          "ipv6-address": [address6("2001:db8:1::2")],
          route: [default6()],
        }),
      ]);
      expect(facts["wwan"]).toMatchObject({
        ipv4: { address: "192.0.2.2" },
        ipv6: { address: "2001:db8:1::2" },
      });
      expect(facts["wwan_6"]).toMatchObject({ ipv4: null });
    });

    test("is missing while the modem has none, and not taken from anybody else", () => {
      const elsewhere = entry("wan", ipv4("192.0.2.9"));
      const lan = entry("guest", { ...modem, ...ipv4("192.0.2.8") });
      for (const other of [elsewhere, lan]) {
        const facts = factsOf([entry("wwan", modem), other]);
        expect(facts["wwan"]?.ipv4).toMatchObject({ up: true, address: null });
      }
    });
  });

  test("of WireGuard is known for a tunnel's", () => {
    const tunnel = entry("vpn", { ...ipv4(), proto: "wireguard", l3_device: "vpn" });
    expect(factsOf([tunnel])["vpn"]).toMatchObject({ ipv4: { isTunnel: true } });
  });

  test("is null for an interface that is up with IPv6 alone", () => {
    const facts = factsOf([
      entry("wan6", { "ipv6-address": [address6("2001:db8:1::2")], route: [default6()] }),
    ]);
    expect(facts["wan6"]).toMatchObject({ ipv4: null, ipv6: { address: "2001:db8:1::2" } });
  });
});

describe("IPv6", () => {
  const wan6 = entry("wan6", {
    proto: "dhcpv6",
    "ipv6-address": [address6("2001:db8:1::2", 1800)],
    "ipv6-prefix": [{ address: "2001:db8:7::", mask: 56 }],
    route: [default6({ source: "2001:db8:7::/56" })],
  });

  test("of wan is that of wan6 on the same device, under wan's name", () => {
    expect(factsOf([entry("wan", ipv4()), wan6])["wan"]).toMatchObject({
      ipv4: { address: "192.0.2.2" },
      ipv6: {
        interface: "wan",
        up: true,
        device: "eth1",
        carrier: true,
        address: "2001:db8:1::2",
        sources: ["2001:db8:1::2", "2001:db8:7::/56"],
        hasDefaultRoute: true,
        gateway: router,
        isTunnel: false,
        hostRoutes: [],
      },
    });
  });

  test("stays with wan6 while wan has no lease", () => {
    const wan = entry("wan", { up: false, l3_device: undefined });
    expect(factsOf([wan, wan6])["wan"]).toMatchObject({ ipv4: { up: false }, ipv6: { up: true } });
  });

  test("of a PPP line is not that of the Ethernet below it while it is down", () => {
    const ppp = entry("wan", { up: false, l3_device: undefined, proto: "pppoe" });
    expect(factsOf([ppp, wan6])["wan"]?.ipv6).toBeNull();
  });

  test("of a PPP line is that of the dynamic interface on it, without a gateway", () => {
    const facts = factsOf([
      entry("wan", { ...ipv4(), l3_device: "pppoe-wan", proto: "pppoe" }),
      entry("wan_6", {
        l3_device: "pppoe-wan",
        "ipv6-address": [address6("2001:db8:3::2")],
        route: [default6({ nexthop: "::" })],
      }),
    ]);
    expect(facts["wan"]?.ipv6).toMatchObject({
      device: "pppoe-wan",
      address: "2001:db8:3::2",
      hasDefaultRoute: true,
      gateway: null,
    });
  });

  test("of an interface with a default route of its own is its own", () => {
    const own = { "ipv6-address": [address6("2001:db8:5::2")], inactive: { route: [default6()] } };
    expect(factsOf([entry("wan", own), wan6])["wan"]?.ipv6?.address).toBe("2001:db8:5::2");
  });

  test("is there with a global address alone, and not with less", () => {
    const facts = factsOf([
      entry("wan", { "ipv6-address": [address6("2001:db8:5::2")] }),
      entry("lan", { l3_device: "br-lan", "ipv6-address": [address6("fd00::1")] }),
    ]);
    expect(facts["wan"]?.ipv6).toMatchObject({ hasDefaultRoute: false, gateway: null });
    expect(facts["lan"]?.ipv6).toBeNull();
  });

  test("without an address of its own is probed from the LAN's in its delegated prefix", () => {
    const facts = factsOf([
      { ...wan6, "ipv6-address": [] },
      entry("lan", {
        l3_device: "br-lan",
        "ipv6-prefix-assignment": [
          {
            address: "2001:db8:8::",
            mask: 64,
            "local-address": { address: "2001:db8:8::1", mask: 64 },
          },
          { address: "2001:db8:7:2::", mask: 64, "local-address": {} },
          {
            address: "2001:db8:7:1::",
            mask: 64,
            "local-address": { address: "2001:db8:7:1::1", mask: 64 },
          },
        ],
      }),
    ]);
    expect(facts["wan6"]?.ipv6).toMatchObject({
      address: "2001:db8:7:1::1",
      sources: ["2001:db8:7:1::1", "2001:db8:7::/56"],
    });
  });

  test("takes the default route with the lowest metric, and none that leads nowhere", () => {
    const route = [
      default6({ nexthop: "::", type: 7, metric: 1 }),
      default6({ nexthop: "fe80::9", metric: 1024 }),
      default6({ nexthop: "fe80::5", metric: 384 }),
    ];
    expect(factsOf([{ ...wan6, route }])["wan6"]?.ipv6?.gateway).toBe("fe80::5");
  });

  test.each([
    [
      "the one preferred longest",
      [
        ["2001:db8:1::2", 600],
        ["2001:db8:2::2", 900],
      ],
      "2001:db8:2::2",
    ],
    ["one for good", [["2001:db8:1::2", 600], ["2001:db8:2::2"]], "2001:db8:2::2"],
    ["a global one before a local one", [["fd00::2"], ["2001:db8:2::2", 60]], "2001:db8:2::2"],
    [
      "no deprecated one",
      [
        ["2001:db8:1::2", 0],
        ["2001:db8:2::2", 60],
      ],
      "2001:db8:2::2",
    ],
    ["a deprecated one before a local one", [["fd00::2"], ["2001:db8:1::2", 0]], "2001:db8:1::2"],
    ["a local one before a link-local one", [["fe80::2"], ["fd00::2"]], "fd00::2"],
  ] as const)("of several addresses takes %s", (_, addresses, chosen) => {
    const list = addresses.map(([address, preferred]) => address6(address, preferred));
    expect(factsOf([{ ...wan6, "ipv6-address": list }])["wan6"]?.ipv6?.address).toBe(chosen);
  });

  describe("with two good addresses", () => {
    const withLifetimes = (first: number, second: number): Entry[] => [
      {
        ...wan6,
        "ipv6-address": [address6("2001:db8:1::2", first), address6("2001:db8:2::2", second)],
      },
    ];
    let before: ReturnType<typeof factsFrom>;

    beforeEach(() => {
      before = factsOf(withLifetimes(1800, 900));
    });

    test("stays with the one it had, whichever has just been refreshed", () => {
      expect(before?.["wan6"]?.ipv6?.address).toBe("2001:db8:1::2");
      const now = factsOf(withLifetimes(300, 1800), before);
      expect(now["wan6"]?.ipv6?.address).toBe("2001:db8:1::2");
    });

    test("leaves it once it is deprecated, and keeps it as a source", () => {
      const now = factsOf(withLifetimes(0, 1800), before);
      expect(now["wan6"]?.ipv6?.address).toBe("2001:db8:2::2");
      expect(now["wan6"]?.ipv6?.sources).toContain("2001:db8:1::2");
    });
  });
});

test("a netifd that does not answer gives nothing", () => {
  const world = new World();
  setWorld(world);
  world.bus.publishNative("network.interface", { dump: () => ({ status: 4, data: null }) });
  expect(readInterfaces(connect(null, 1)!)).toBeNull();
});
