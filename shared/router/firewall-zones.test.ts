import { expect, test } from "vitest";
import { zonesByInterface } from "./firewall-zones.ts";

test("an interface is in the first zone that names it, by list or by option", () => {
  const zones = zonesByInterface([
    { ".type": "defaults", input: "REJECT" },
    { ".type": "zone", name: "lan", network: ["lan", "guest"] },
    { ".type": "zone", name: "wan", network: "wan  wan6", masq: "1" },
    { ".type": "zone", name: "late", network: ["lan"], masq: "1" },
    { ".type": "forwarding", name: "zone", network: ["lan2"] },
  ]);
  expect(zones).toEqual({
    lan: { zone: "lan", masquerades: false },
    guest: { zone: "lan", masquerades: false },
    wan: { zone: "wan", masquerades: true },
    wan6: { zone: "wan", masquerades: true },
  });
});

test.each(["1", "on", "true", "yes", "enabled", "TRUE"])("%s switches masquerading on", (masq) => {
  const zones = zonesByInterface([{ ".type": "zone", name: "w", network: ["a"], masq }]);
  expect(zones["a"]?.masquerades).toBe(true);
});

test("a zone without a name or interfaces counts for nothing", () => {
  expect(
    zonesByInterface([
      { ".type": "zone", network: ["a"] },
      { ".type": "zone", name: "wan" },
    ])
  ).not.toHaveProperty("a");
});
