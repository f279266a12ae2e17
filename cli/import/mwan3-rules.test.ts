/** What becomes of mwan3's rules. */
import { describe, expect, test } from "vitest";
import {
  everything,
  iface,
  lookAt,
  member,
  members,
  mwan3Network,
  policy,
  rule,
} from "../../simulator/scenarios/mwan3-config.ts";
import { sectionsOf } from "../../simulator/world/uci/sections.ts";
import { draftFromMwan3 } from "./mwan3.ts";

function convert(text: string) {
  return lookAt(draftFromMwan3(sectionsOf(text), sectionsOf(mwan3Network)));
}

describe("rules", () => {
  const base =
    iface("wan") +
    iface("wanb") +
    members +
    policy("p", ["wan_m1_w3", "wanb_m2_w2"]) +
    policy("only", ["wanb_m1_w2"]) +
    policy("open", ["wanb_m1_w2"], "default") +
    policy("turned", ["wan_m2_w3", "wanb_m1_w2"]);

  test.each([
    ["only", { use: "wanb", otherwise: "nothing" }],
    ["open", { use: "wanb" }],
    ["turned", { use: "wanb" }],
  ])("that follow policy %s use its uplink", (name, expected) => {
    const { rules } = convert(base + rule("tv", name, { src_ip: "192.168.1.9" }) + everything("p"));
    expect(rules).toEqual([{ name: "tv", src_ip: "192.168.1.9", ...expected }]);
  });

  test("with several ports or addresses are one for each", () => {
    const { rules } = convert(
      base +
        rule("voip", "open", {
          proto: "udp",
          dest_port: "5060,10000:20000",
          src_ip: "10.0.0.1,fd00::1",
        })
    );
    expect(rules.map(({ name, ...options }) => [name, options])).toEqual([
      ["voip", { proto: "udp", src_ip: "10.0.0.1", dest_port: "5060", use: "wanb" }],
      ["voip_2", { proto: "udp", src_ip: "10.0.0.1", dest_port: "10000-20000", use: "wanb" }],
      ["voip_3", { proto: "udp", src_ip: "fd00::1", dest_port: "5060", use: "wanb" }],
      ["voip_4", { proto: "udp", src_ip: "fd00::1", dest_port: "10000-20000", use: "wanb" }],
    ]);
  });

  test("forget ports without tcp or udp, as mwan3 does", () => {
    const { rules, told } = convert(
      base + rule("r", "open", { dest_port: "53", dest_ip: "9.9.9.9" })
    );
    expect(rules).toEqual([{ name: "r", dest_ip: "9.9.9.9", use: "wanb" }]);
    expect(told("r", "dest_port")).toBe("- mwan3 does not look at it without tcp or udp");
  });

  test.each([
    [
      "an ipset",
      "only",
      { ipset: "netflix" },
      "- ipset cannot be matched, and without it the rule would take more",
    ],
    [
      "a source interface",
      "only",
      { src_iface: "lan" },
      "- src_iface cannot be matched, and without it the rule would take more",
    ],
    ["a protocol of its own", "only", { proto: "esp" }, "- protocol 'esp' cannot be matched"],
    [
      "a negated address",
      "only",
      { src_ip: "!10.0.0.1" },
      "- src_ip '!10.0.0.1' cannot be matched",
    ],
    ["a policy that is missing", "none", { src_ip: "10.0.0.1" }, "- there is no policy 'none'"],
    [
      "netifd's own routes",
      "default",
      { src_ip: "10.0.0.1" },
      "- no rule leaves traffic to netifd's own default routes",
    ],
    [
      "no way out",
      "unreachable",
      { src_ip: "10.0.0.1" },
      "- a rule of the firewall can refuse this traffic",
    ],
    [
      "addresses of both families",
      "only",
      { src_ip: "10.0.0.1", dest_ip: "fd00::1" },
      "- its addresses and its family contradict each other",
    ],
  ])("with %s are left out, with the reason", (_, use, options, reason) => {
    const { rules, told } = convert(base + rule("r", use, options) + everything("p"));
    expect(rules).toEqual([]);
    expect(told("r", null)).toBe(reason);
    for (const option of [...Object.keys(options), "use_policy"]) {
      expect(told("r", option)).toBe("- so is its section");
    }
  });

  test("behind one for all traffic are never reached", () => {
    const late = rule("late", "only", { src_ip: "10.0.0.1" });
    expect(convert(base + everything("p") + late).told("late", null)).toBe(
      "- rule 'all' takes all traffic before it"
    );
  });

  test("are renamed when an uplink has their name", () => {
    const { uplinks, rules } = convert(
      iface("wan6", { family: "ipv6" }) +
        member("wan6", "1") +
        policy("six", ["wan6_m1_w1"]) +
        rule("wan", "six", { dest_ip: "fd00::1" })
    );
    expect(Object.keys(uplinks)).toEqual(["wan"]);
    expect(rules).toMatchObject([{ name: "wan_2", use: "wan" }]);
  });
});
