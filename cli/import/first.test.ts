/** First configurations of routers as people have them. */
import { describe, expect, test } from "vitest";
import { lanNetwork as lan } from "../../simulator/scenarios/home-network.ts";
import { sectionsOf, uciSection } from "../../simulator/world/uci/sections.ts";
import { draftFirst } from "./first.ts";

function firewallWith(...wans: string[]): string {
  const networks = wans.map((name) => `\tlist network '${name}'\n`).join("");
  return `
config zone
	option name 'lan'
	list network 'lan'
	option masq '0'

config zone
	option name 'wan'
	option masq '1'
${networks}`;
}

function iface(name: string, proto: string, options: Record<string, string> = {}): string {
  return uciSection("interface", name, { proto, ...options });
}

/** `name metric`, and `metered` behind it, of every uplink. */
function uplinksOf(network: string, firewall: string): string[] {
  const { sections } = draftFirst(sectionsOf(network), sectionsOf(firewall));
  return sections
    .filter(({ type }) => type === "interface")
    .map(({ name, options }) => {
      expect(options["name"]).toBe(name);
      return `${name} ${String(options["metric"])}${options["metered"] === "1" ? " metered" : ""}`;
    });
}

test("a line through which the house would be offline is not proposed silently", () => {
  const network = lan + iface("wan", "dhcp", { device: "eth1" }) + iface("lte", "qmi");
  const forwarding = "\nconfig forwarding\n\toption src 'lan'\n\toption dest 'wan'\n";
  const notesWith = (firewall: string) =>
    draftFirst(sectionsOf(network), sectionsOf(firewall)).notes;
  expect(notesWith(firewallWith("wan") + forwarding)).toEqual([
    "lte is in no firewall zone: the house would be offline through it; add 'lte' to zone 'wan' under Network > Firewall.",
  ]);
  expect(notesWith(firewallWith("wan", "lte") + forwarding)).toEqual([]);
  expect(notesWith("")).toEqual([]);
});

function reasonFor(name: string, network: string, firewall: string): string {
  const { account } = draftFirst(sectionsOf(network), sectionsOf(firewall));
  const line = account.find(({ section }) => section === name);
  return `${line?.taken ? "taken" : "left"}: ${line?.text}`;
}

const wan = iface("wan", "dhcp", { device: "wan" });
const wan6 = iface("wan6", "dhcpv6", { device: "wan" });

describe("a first configuration", () => {
  test("of a router as OpenWrt ships it has its one WAN, IPv6 included", () => {
    expect(uplinksOf(lan + wan + wan6, firewallWith("wan", "wan6"))).toEqual(["wan 10"]);
    expect(reasonFor("wan6", lan + wan + wan6, firewallWith("wan", "wan6"))).toBe(
      "left: it belongs to 'wan', which brings it along"
    );
  });

  test("leaves the service off", () => {
    const { sections } = draftFirst(sectionsOf(lan + wan), sectionsOf(firewallWith("wan")));
    expect(sections[0]).toEqual({ type: "global", name: "global", options: { enabled: "0" } });
  });

  test("puts wan first and a modem last, whatever the order of the file", () => {
    const modem = iface("lte", "modemmanager", { device: "/sys/devices/platform/usb" });
    const cable = iface("cable", "dhcp", { device: "eth2" });
    const network = lan + modem + cable + wan;
    expect(uplinksOf(network, firewallWith("wan", "lte", "cable"))).toEqual([
      "wan 10",
      "cable 20",
      "lte 30 metered",
    ]);
  });

  test("takes a stick or a phone on USB for a modem, and a WiFi client not", () => {
    const network = lan + iface("phone", "dhcp", { device: "usb0" }) + iface("wwan", "dhcp") + wan;
    expect(uplinksOf(network, firewallWith("wan", "wwan", "phone"))).toEqual([
      "wan 10",
      "wwan 20",
      "phone 30 metered",
    ]);
  });

  test.each([
    ["an alias of it", "@wan"],
    ["the same port", "eth0.7"],
  ])("knows the IPv6 of PPPoE on %s", (_, device) => {
    const network =
      lan + iface("wan", "pppoe", { device: "eth0.7" }) + iface("wan6", "dhcpv6", { device });
    expect(uplinksOf(network, firewallWith("wan", "wan6"))).toEqual(["wan 10"]);
  });

  test("has both WANs of two VLANs on one port", () => {
    const network =
      lan +
      iface("fibre", "dhcp", { device: "eth0.10" }) +
      iface("dsl", "pppoe", { device: "eth0.20" });
    expect(uplinksOf(network, firewallWith("fibre", "dsl"))).toEqual(["fibre 10", "dsl 20"]);
  });

  test("of a line with IPv6 alone has it once, with the IPv4 that DS-Lite brings", () => {
    const lite = iface("lite", "dslite", { peeraddr: "2001:db8::1", tunlink: "wan6" });
    expect(uplinksOf(lan + wan6 + lite, firewallWith("wan6", "lite"))).toEqual(["wan6 10"]);
  });

  test("finds a WAN without any firewall by its protocol and name", () => {
    expect(uplinksOf(lan + wan + wan6, "")).toEqual(["wan 10"]);
  });

  test("knows interfaces of before 21.02 by ifname", () => {
    const old =
      iface("wan", "dhcp", { ifname: "eth1" }) + iface("wan6", "dhcpv6", { ifname: "eth1" });
    expect(uplinksOf(old, firewallWith("wan", "wan6"))).toEqual(["wan 10"]);
  });

  test.each([
    [
      "a way to the modem on WAN's port",
      iface("modem", "static", { device: "wan", ipaddr: "10.0.0.2" }),
      "it is static and has no gateway",
    ],
    [
      "an alias of WAN",
      iface("modem", "dhcp", { device: "@wan" }),
      "it shares the device of 'wan'",
    ],
    ["a tunnel", iface("modem", "wireguard"), "wireguard is a tunnel through another connection"],
    [
      "what is disabled",
      iface("modem", "dhcp", { device: "eth5", disabled: "1" }),
      "it is disabled in the network configuration",
    ],
    [
      "what wants no default route",
      iface("modem", "dhcp", { device: "eth5", defaultroute: "0" }),
      "its settings want no default route",
    ],
    [
      "what has no protocol",
      iface("modem", "none", { device: "eth5" }),
      "without a protocol it has no address",
    ],
  ])("leaves out %s, and says why", (_, text, reason) => {
    const network = lan + wan + text;
    expect(uplinksOf(network, firewallWith("wan", "modem"))).toEqual(["wan 10"]);
    expect(reasonFor("modem", network, firewallWith("wan", "modem"))).toBe(`left: ${reason}`);
  });

  test("of a router with a LAN alone is none at all, and says so", () => {
    const draft = draftFirst(sectionsOf(lan), sectionsOf(firewallWith()));
    expect(draft.sections).toEqual([]);
    expect(draft.notes).toEqual(["No interface in /etc/config/network looks like a WAN."]);
  });
});
