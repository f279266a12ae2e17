import { describe, expect, test } from "vitest";
import type { InterfaceReply } from "../../../shared/queries.ts";
import { netifdInterface } from "../../testing/replies.ts";
import { deriveCost, describeCost } from "./derive-cost.ts";
import { derivePreset, presets, withPreset } from "./derive-preset.ts";
import { draftOf } from "./draft.ts";

const english = (text: string): string => text;

function cost(
  uplink: Record<string, string>,
  global: Record<string, string> = {},
  interfaces: InterfaceReply[] = []
): [noticedAfterS: string, megabytesPerDay: string] {
  const draft = draftOf([
    { name: "global", type: "global", options: global },
    { name: "u", type: "interface", options: { name: "wan", ...uplink } },
  ]);
  const { noticedAfterS, bytesPerDay } = deriveCost(draft.global, draft.uplinks[0]!, interfaces);
  return [noticedAfterS.toFixed(1), (bytesPerDay / 1e6).toFixed(2)];
}

describe("what watching costs, as measured in README's figures", () => {
  test("with the defaults, when every byte costs, and fast", () => {
    expect(cost({})).toEqual(["2.4", "11.20"]);
    expect(cost({ metered: "1" })).toEqual(["3.0", "0.54"]);
    expect(cost({ ping_timeout: "1" }, { check_interval: "1" })).toEqual(["1.0", "55.99"]);
  });

  test("half the targets are half the bytes; twice the interval as well", () => {
    expect(cost({ ping_target: "9.9.9.9" })[1]).toBe("5.60");
    expect(cost({}, { check_interval: "10" })[1]).toBe("5.60");
  });

  test("a value that does not count is taken as the daemon takes it", () => {
    expect(cost({ ping_count: "many" }, { check_interval: "0" })).toEqual(cost({}));
  });

  test("IPv6 counts where the line has it, as its own interface or another one on its device", () => {
    const wan = netifdInterface("wan", { device: "eth1", families: ["ipv4"] });
    const wan6 = netifdInterface("wan6", { device: "eth1", families: ["ipv6"] });
    expect(cost({}, {}, [wan])[1]).toBe("11.20");
    expect(cost({}, {}, [wan, wan6])[1]).toBe("26.54");
    expect(cost({ family: "ipv4" }, {}, [wan, wan6])[1]).toBe("11.20");
    expect(cost({ family: "ipv6" }, {}, [wan, wan6])[1]).toBe("15.34");
  });

  test("more rounds to go down take longer", () => {
    expect(Number(cost({ fall: "5" })[0])).toBeGreaterThan(4);
  });

  test("in words", () => {
    const words = describeCost(english, { noticedAfterS: 2.4, bytesPerDay: 11_197_440 });
    expect(words).toBe("Notices an outage in about 2 sec; its checks take 11.2 MB a day.");
  });
});

describe("presets", () => {
  const household = draftOf([
    { name: "global", type: "global", options: { check_interval: "5", mode: "quality" } },
    { name: "fibre", type: "interface", options: { name: "wan", ping_count: "4" } },
    { name: "lte", type: "interface", options: { name: "wwan", metered: "1" } },
  ]);

  test("each is recognised once it is chosen", () => {
    for (const name of presets) expect(derivePreset(withPreset(household, name))).toBe(name);
  });

  test("the defaults are one, settings of one's own are none", () => {
    expect(derivePreset(household)).toBe("balanced");
    const own = { ...household.global, values: { check_interval: "7" } };
    expect(derivePreset({ ...household, global: own })).toBeNull();
  });

  test("touch nothing else, and leave a metered connection metered", () => {
    const { global, uplinks } = withPreset(household, "fast");
    expect(global.values).toEqual({ check_interval: "1", mode: "quality" });
    expect(uplinks.map(({ values }) => values)).toEqual([
      { name: "wan", ping_count: "4", ping_timeout: "1", fall: "" },
      { name: "wwan", metered: "1", ping_timeout: "1", fall: "" },
    ]);
  });
});
