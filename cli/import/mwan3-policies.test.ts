/** What becomes of mwan3's policy for all traffic. */
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

describe("the policy of all traffic", () => {
  const both = iface("wan") + iface("wanb");

  test("with different metrics is an order", () => {
    const { global, uplinks } = convert(
      both + members + policy("p", ["wan_m1_w3", "wanb_m2_w2"]) + everything("p")
    );
    expect(global).toMatchObject({ mode: "failover" });
    expect(uplinks).toMatchObject({ wan: { metric: "1" }, wanb: { metric: "2" } });
  });

  test("with equal metrics shares by weight", () => {
    const { global, uplinks } = convert(
      both + members + policy("p", ["wan_m1_w3", "wanb_m1_w2"]) + everything("p")
    );
    expect(global).toMatchObject({ mode: "multi-uplink" });
    expect(uplinks).toMatchObject({ wan: { weight: "3" }, wanb: { weight: "2" } });
  });

  test("keeps the proportion of weights beyond our range", () => {
    const { uplinks } = convert(
      both +
        member("wan", "1", "1000") +
        member("wanb", "1", "250") +
        policy("p", ["wan_m1_w1000", "wanb_m1_w250"]) +
        everything("p")
    );
    expect(uplinks).toMatchObject({ wan: { weight: "100" }, wanb: { weight: "25" } });
  });

  test("that shares does not draw on what it held in reserve", () => {
    const { uplinks, notes } = convert(
      both +
        iface("lte") +
        members +
        policy("p", ["wan_m1_w3", "wanb_m1_w2", "lte_m3_w1"]) +
        everything("p")
    );
    expect(uplinks).toMatchObject({ wan: { enabled: "1" }, lte: { enabled: "0" } });
    expect(notes).toContain("Interface 'lte' is off");
  });

  test("leaves off what no rule uses, and last what another rule uses", () => {
    const text =
      both +
      iface("lte") +
      members +
      policy("p", ["wan_m1_w3"]) +
      policy("q", ["wanb_m1_w2"]) +
      rule("tv", "q", { src_ip: "192.168.1.9" }) +
      everything("p");
    const { uplinks } = convert(text);
    expect(uplinks).toMatchObject({
      wan: { enabled: "1", metric: "1" },
      wanb: { enabled: "1", metric: "11" },
      lte: { enabled: "0" },
    });
  });

  test("for IPv6 counts when it is the same, and is said when it is not", () => {
    const v6 = (use: string) => rule("six", use, { dest_ip: "::/0", family: "ipv6" });
    const policies = policy("p", ["wan_m1_w3"]) + policy("q", ["wanb_m1_w2"]);
    const text = both + members + policies + everything("p");
    expect(convert(text + v6("p")).told("six", null)).toMatch(/^\+ global: mode/);
    expect(convert(text + v6("q")).told("six", null)).toBe(
      "- one order holds for both families, that of the rule for all IPv4 traffic"
    );
  });

  test("that is missing leaves the order of the file", () => {
    expect(convert(both).uplinks).toMatchObject({ wan: { metric: "10" }, wanb: { metric: "20" } });
  });
});
