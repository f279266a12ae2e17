import { describe, expect, test } from "vitest";
import { address6, default6, entry, factsOf, providerRouter } from "../../simulator/story/dump.ts";

describe("IPv4 of a line with IPv6 alone is the softwire over it", () => {
  const line = {
    l3_device: "eth1",
    proto: "dhcpv6",
    "ipv6-address": [address6("2001:db8:1::2")],
    route: [default6()],
  };
  const softwire = {
    l3_device: "ds-wan6_4",
    device: undefined,
    proto: "dslite",
    "ipv4-address": [{ address: "192.0.0.2", mask: 32 }],
    route: [{ target: "0.0.0.0", mask: 0, nexthop: "0.0.0.0", source: "0.0.0.0/0" }],
  };
  const sides = {
    ipv4: { up: true, device: "ds-wan6_4", address: "192.0.0.2", gateway: null, isTunnel: false },
    ipv6: { up: true, device: "eth1", address: "2001:db8:1::2", gateway: providerRouter },
  };

  test.each([
    ["DS-Lite", "dslite"],
    ["MAP-E and MAP-T", "map"],
    ["464XLAT", "464xlat"],
  ])("that DHCPv6 has brought: %s", (_, proto) => {
    const made = entry("wan6_4", { ...softwire, proto, dynamic: true });
    // wan is the same line, by IPv4 of its own, which the provider does not give.
    const wan = entry("wan", { up: false, l3_device: undefined });
    const facts = factsOf([wan, entry("wan6", line), made]);
    expect(facts["wan6"]).toMatchObject(sides);
    expect(facts["wan"]).toMatchObject(sides);
    expect(facts["wan6_4"]).toMatchObject({ ipv4: { ...sides.ipv4, interface: "wan6_4" } });
  });

  test("that its settings name", () => {
    const network = `
config interface 'lite'
	option proto 'dslite'
	option tunlink 'wan6'
`;
    const entries = [entry("wan6", line), entry("lite", softwire)];
    expect(factsOf(entries, null, network)["wan6"]).toMatchObject(sides);
    expect(factsOf(entries)["wan6"]?.ipv4).toBeNull();
  });

  test("on PPP, too", () => {
    const ppp = { l3_device: "pppoe-wan", proto: "pppoe" };
    const facts = factsOf([
      entry("wan", ppp),
      entry("wan_6", { ...line, ...ppp, proto: "dhcpv6", dynamic: true }),
      entry("wan_6_4", { ...softwire, dynamic: true }),
    ]);
    expect(facts["wan"]).toMatchObject({ ...sides, ipv6: { device: "pppoe-wan" } });
  });

  test("is down while it is, and not there for a line with IPv4 of its own", () => {
    const down = entry("wan6_4", { up: false, proto: "dslite", dynamic: true, l3_device: null });
    expect(factsOf([entry("wan6", line), down])["wan6"]).toMatchObject({ ipv4: { up: false } });
    const own = { "ipv4-address": [{ address: "192.0.2.2", mask: 24 }] };
    const made = entry("wan6_4", { ...softwire, dynamic: true });
    expect(factsOf([entry("wan6", { ...line, ...own }), made])["wan6"]).toMatchObject({
      ipv4: { device: "eth1", address: "192.0.2.2" },
    });
  });
});
