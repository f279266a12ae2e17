import { describe, expect, test } from "vitest";
import { wanLikenessOf } from "./wan-likeness.ts";
import type { WanHints } from "./wan-likeness.ts";

/** An interface of which nothing is known but this. */
function judge(hints: Partial<WanHints>) {
  return wanLikenessOf({
    name: "net0",
    proto: "dhcp",
    device: "eth1",
    zone: null,
    masquerades: null,
    hasDefaultRoute: null,
    companion: null,
    ...hints,
  });
}

const inZone = (zone: string, masquerades: boolean) => ({ zone, masquerades });

describe("with all that a running router knows", () => {
  test.each<[string, Partial<WanHints>, boolean, string]>([
    ["a line with a default route", { hasDefaultRoute: true }, true, "default route"],
    [
      "a line up without one",
      { hasDefaultRoute: false, ...inZone("wan", true) },
      false,
      "no default",
    ],
    [
      "the LAN",
      { name: "lan", proto: "static", hasDefaultRoute: false, ...inZone("lan", false) },
      false,
      "no default",
    ],
    [
      "loopback",
      { name: "loopback", proto: "static", device: "lo", hasDefaultRoute: false },
      false,
      "loopback",
    ],
    [
      "a VPN that takes all traffic",
      { name: "vpn", proto: "wireguard", hasDefaultRoute: true },
      false,
      "tunnel",
    ],
    [
      "the IPv6 side of a line",
      { name: "wan6", proto: "dhcpv6", hasDefaultRoute: true, companion: "wan" },
      false,
      "belongs to 'wan'",
    ],
    [
      "a line of IPv6 alone",
      { name: "wan6", proto: "dhcpv6", hasDefaultRoute: true },
      true,
      "default route",
    ],
    ["a bridge without a protocol", { proto: "none" }, false, "no address"],
    ["nothing at all", { proto: null }, false, "no address"],
  ])("%s", (_, hints, likely, words) => {
    expect(judge(hints)).toMatchObject({ likely, reason: expect.stringContaining(words) });
  });
});

describe("with settings alone, or while it is down", () => {
  test.each<[string, Partial<WanHints>, boolean, string]>([
    [
      "a dial-up",
      { name: "dsl", proto: "pppoe", ...inZone("lan", false) },
      true,
      "calls a provider",
    ],
    ["a modem", { name: "mobile", proto: "modemmanager" }, true, "calls a provider"],
    [
      "a line in the zone that masquerades",
      { proto: "static", ...inZone("wan", true) },
      true,
      "zone 'wan' masquerades",
    ],
    [
      "a guest network",
      { name: "guest", proto: "static", ...inZone("guest", false) },
      false,
      "does not masquerade",
    ],
    ["a WAN by its name", { name: "wanb", proto: "static" }, true, "name"],
    ["a DHCP client of no zone", {}, true, "address from another router"],
    ["a static network of no zone", { proto: "static" }, false, "leads out"],
    ["a name that breaks the line", { name: "wan\nb", proto: "static" }, false, "leads out"],
  ])("%s", (_, hints, likely, words) => {
    expect(judge(hints)).toMatchObject({ likely, reason: expect.stringContaining(words) });
  });
});
