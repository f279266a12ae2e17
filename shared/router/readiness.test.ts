/** What would make a switch fail, and what would not: nobody is warned without need. */
import { describe, expect, test } from "vitest";
import { readinessOf } from "./readiness.ts";
import type { DumpedInterface, Line, RouterSettings } from "./readiness.ts";

const leadsOut = [{ target: "0.0.0.0", mask: 0 }];

function up(name: string, device: string, address: string, mask = 24): DumpedInterface {
  const addresses = [{ address, mask }];
  return {
    ...{ interface: name, up: true, l3_device: device, device },
    ...{ "ipv4-address": addresses, route: leadsOut },
  };
}

const lan = { ...up("lan", "br-lan", "192.168.1.1"), route: [] };
const wan = up("wan", "eth1", "203.0.113.2");
const wanb = up("wanb", "eth2", "198.51.100.2");

function line(section: string, name = section): Line {
  return { section, label: section, enabled: true, interface: name, families: ["ipv4", "ipv6"] };
}

type Section = { ".type": string; [option: string]: unknown };

const zone = (name: string, network: string | string[], more: object = {}): Section => ({
  ...{ ".type": "zone", name, network: [network].flat() },
  ...more,
});
const forwarding = (src: string, dest: string, more: object = {}): Section => ({
  ...{ ".type": "forwarding", src, dest },
  ...more,
});

/** What OpenWrt ships. */
const shipped = [
  { ".type": "defaults", input: "REJECT", output: "ACCEPT", forward: "REJECT" },
  zone("lan", "lan"),
  zone("wan", ["wan", "wan6"], { masq: "1" }),
  forwarding("lan", "wan"),
];

function codesOf(
  settings: Partial<RouterSettings>,
  lines = [line("wan"), line("wanb")]
): (string | null)[] {
  const whole = { interfaces: [lan, wan, wanb], network: [], firewall: shipped, ...settings };
  return readinessOf(lines, whole).map(({ section, code }) => `${section} ${code}`);
}

/** Of the house whose second line is in this zone. */
function withSecond(...sections: Section[]): (string | null)[] {
  return codesOf({ firewall: [...shipped, ...sections] });
}

describe("the firewall", () => {
  test("has the second line in no zone", () => {
    const [warning] = readinessOf([line("wan"), line("second", "wanb")], {
      interfaces: [lan, wan, wanb],
      network: [],
      firewall: shipped,
    });
    expect(warning).toEqual({
      section: "second",
      code: "no_zone",
      message:
        "second is in no firewall zone: the house would be offline through it; add 'wanb' to zone 'wan' under Network > Firewall",
    });
  });

  test("has it in a zone of its own that does all it should", () => {
    expect(withSecond(zone("b", "wanb", { masq: "1" }), forwarding("lan", "b"))).toEqual([]);
    expect(withSecond(zone("b", "wanb", { masq: "true" }), forwarding("lan", "*"))).toEqual([]);
    expect(withSecond(zone("b", [], { device: "eth2", masq: "1" }), forwarding("*", "b"))).toEqual(
      []
    );
    expect(
      withSecond(zone("b", [], { device: ["eth+"], masq: "1" }), forwarding("lan", "b"))
    ).toEqual([]);
  });

  test("does not masquerade, or for IPv6 alone", () => {
    const pass = forwarding("lan", "b");
    expect(withSecond(zone("b", "wanb"), pass)).toEqual(["wanb no_masquerading"]);
    expect(withSecond(zone("b", "wanb", { masq: "0" }), pass)).toEqual(["wanb no_masquerading"]);
    const six = zone("b", "wanb", { masq: "1", family: "ipv6" });
    expect(withSecond(six, pass)).toEqual(["wanb no_masquerading"]);
  });

  test("translates by a rule instead", () => {
    const pass = [zone("b", "wanb"), forwarding("lan", "b")];
    const nat = { ".type": "nat", src: "b", target: "MASQUERADE" };
    expect(withSecond(...pass, nat)).toEqual([]);
    expect(withSecond(...pass, { ...nat, enabled: "0" })).toEqual(["wanb no_masquerading"]);
    expect(withSecond(...pass, { ...nat, target: "ACCEPT" })).toEqual(["wanb no_masquerading"]);
  });

  test("masquerades nowhere: the house has addresses of its own", () => {
    const routed = [zone("lan", "lan"), zone("wan", ["wan", "wanb"]), forwarding("lan", "wan")];
    expect(codesOf({ firewall: routed })).toEqual([]);
  });

  test("lets nothing pass from the LAN's zone", () => {
    const b = zone("b", "wanb", { masq: "1" });
    expect(withSecond(b)).toEqual(["wanb no_forwarding"]);
    expect(withSecond(b, forwarding("guest", "b"))).toEqual(["wanb no_forwarding"]);
    expect(withSecond(b, forwarding("lan", "b", { enabled: "0" }))).toEqual(["wanb no_forwarding"]);
    expect(withSecond(b, forwarding("lan", "b", { family: "ipv6" }))).toEqual([
      "wanb no_forwarding",
    ]);
    expect(withSecond(zone("b", "wanb", { masq: "1", enabled: "0" }))).toEqual(["wanb no_zone"]);
  });

  test("lets it pass by a rule, or everything", () => {
    const b = zone("b", "wanb", { masq: "1" });
    const rule = { ".type": "rule", src: "lan", dest: "b", target: "ACCEPT" };
    expect(withSecond(b, rule)).toEqual([]);
    const open = [{ ".type": "defaults", forward: "ACCEPT" }, ...shipped.slice(1), b];
    expect(codesOf({ firewall: open })).toEqual([]);
  });

  test("keeps guests off the metered line, as they are meant to be", () => {
    const guests = [zone("guest", "guest"), forwarding("guest", "wan")];
    const b = [zone("b", "wanb", { masq: "1" }), forwarding("lan", "b")];
    expect(withSecond(...guests, ...b)).toEqual([]);
  });

  test("calls the house's zone otherwise", () => {
    const home = [
      ...[zone("home", "home"), zone("wan", "wan", { masq: "1" }), forwarding("home", "wan")],
      zone("b", "wanb", { masq: "1" }),
    ];
    expect(codesOf({ firewall: home })).toEqual(["wanb no_forwarding"]);
    expect(codesOf({ firewall: [...home, forwarding("home", "b")] })).toEqual([]);
  });

  test.each<[string, RouterSettings["firewall"]]>([
    ["is not there", null],
    ["has no zones", []],
    ["is told by what is not in it", [...shipped, zone("b", "!wan")]],
  ])("%s: nothing is said", (_what, firewall) => {
    expect(codesOf({ firewall })).toEqual([]);
  });

  test("goes by device: a modem's part and IPv6's are in the zone of the line", () => {
    const modem = { interface: "wwan", up: true, l3_device: "wwan0", device: "wwan0" };
    const made = {
      ...up("wwan_4", "wwan0", "100.64.0.2", 32),
      dynamic: true,
      data: { zone: "wan" },
    };
    expect(codesOf({ interfaces: [lan, wan, modem, made] }, [line("wan"), line("wwan")])).toEqual(
      []
    );
    expect(codesOf({ interfaces: [lan, wan] }, [line("six", "wan")])).toEqual([]);
  });
});

describe("the interface", () => {
  const told = (name: string, settings: Partial<RouterSettings> = {}): string[] =>
    readinessOf([line("second", name)], {
      ...{ interfaces: [lan, wan], network: [], firewall: shipped },
      ...settings,
    }).map(({ message }) => message);

  test("is not known, and what is meant is named", () => {
    const start = "second: netifd knows no interface";
    expect(told("WAN")).toEqual([`${start} 'WAN': set its name to 'wan'`]);
    expect(told("eth1")).toEqual([`${start} 'eth1': set its name to 'wan'`]);
    expect(told("eth9")).toEqual([`${start} 'eth9': set its name to one of 'lan', 'wan'`]);
    const network = [{ ".type": "interface", ".name": "dsl", disabled: "1" }];
    expect(told("dsl", { network })).toEqual([
      `${start} 'dsl': it is disabled in /etc/config/network`,
    ]);
    expect(told("wan_4")).toEqual([]);
  });

  test("has no default route while it is up", () => {
    const plain = { ...wanb, route: [] };
    expect(codesOf({ interfaces: [lan, wan, plain] })).toContain("wanb no_default_route");
    expect(codesOf({ interfaces: [lan, wan, { ...plain, up: false }] })).not.toContain(
      "wanb no_default_route"
    );
    const kept = { ...plain, inactive: { route: leadsOut } };
    expect(codesOf({ interfaces: [lan, wan, kept] })).not.toContain("wanb no_default_route");
  });

  test("lies on the device of another uplink", () => {
    const same = [lan, wan, up("wanb", "eth1", "203.0.113.9")];
    expect(codesOf({ interfaces: same })).toContain("wanb same_device");
  });

  test("is the other family's line on that device", () => {
    const wan6 = {
      ...{ interface: "wan6", up: true, l3_device: "eth1", device: "eth1" },
      ...{ "ipv6-address": [{ address: "2001:db8::2", mask: 64 }], route: leadsOut },
    };
    const four: Line = { ...line("wan"), families: ["ipv4"] };
    const six: Line = { ...line("wan6"), families: ["ipv6"] };
    expect(codesOf({ interfaces: [lan, wan, wan6] }, [four, six])).toEqual([]);
    expect(codesOf({ interfaces: [lan, wan, wan6] }, [line("wan"), line("wan6")])).toEqual([
      "wan6 same_device",
    ]);
  });

  test("is not asked for while its uplink is switched off, or netifd is silent", () => {
    expect(codesOf({}, [{ ...line("eth9"), enabled: false }])).toEqual([]);
    expect(codesOf({ interfaces: null }, [line("eth9")])).toEqual([]);
  });
});

describe("addresses", () => {
  const zones = [...shipped.slice(0, 2), zone("wan", ["wan", "wanb"], { masq: "1" }), shipped[3]!];
  const codes = (first: DumpedInterface, second: DumpedInterface): (string | null)[] =>
    codesOf({ interfaces: [lan, first, second], firewall: zones });

  test("of the house and of a line are the same network", () => {
    const second = up("wanb", "eth2", "192.168.1.7");
    expect(codes(wan, second)).toEqual(["wanb address_conflict"]);
    expect(codes(up("wan", "eth1", "192.168.0.2", 16), wanb)).toEqual(["wan address_conflict"]);
    expect(codes(wan, up("wanb", "eth2", "192.168.2.7"))).toEqual([]);
  });

  test("of two modems are the same network", () => {
    const modems = [
      up("wan", "eth1", "192.168.8.100"),
      up("wanb", "eth2", "192.168.8.101"),
    ] as const;
    expect(codes(...modems)).toEqual(["wanb address_conflict"]);
  });

  test("of two lines of one provider may be, and single ones overlap nothing", () => {
    expect(codes(wan, up("wanb", "eth2", "203.0.113.9"))).toEqual([]);
    expect(codes(wan, up("wanb", "eth2", "192.168.1.1", 32))).toEqual([]);
  });
});
