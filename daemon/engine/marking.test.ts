import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BalanceBy, Family } from "../../shared/domain.ts";
import { flowMarkOf, markLayoutOf } from "../../shared/router/mark.ts";
import { markingText, removalText } from "./marking.ts";
import type { MarkedUplink, MarkingPlan } from "./marking.ts";

const masks = [0x3f00, 0xf, 0x1f0, 0xff0000, 0xf0000000, 0xffffffff];
const balanceBy = fc.constantFrom<BalanceBy>("site", "client", "flow");
const device = fc.stringMatching(/^[A-Za-z0-9_.@-]{1,15}$/);

/** Plans with slots of the mask's own; devices may be shared. */
const plan: fc.Arbitrary<MarkingPlan> = fc.constantFrom(...masks).chain((mask) => {
  const maxSlot = markLayoutOf(mask)?.maxSlot ?? 0;
  const uplink = fc.record({
    slot: fc.integer({ min: 1, max: maxSlot }),
    devices: fc.array(device, { maxLength: 2 }),
    weight: fc.integer({ min: 0, max: 100 }),
    takes: fc.subarray<Family>(["ipv4", "ipv6"]),
    left: fc.subarray<Family>(["ipv4", "ipv6"]),
    prefixes: fc.subarray(["2001:db8:100::/56", "2001:db8:2::/64"]),
  });
  const uplinks = fc.uniqueArray(uplink, { selector: ({ slot }) => slot, minLength: 1 });
  return fc.record({ mask: fc.constant(mask), balanceBy, uplinks, unshared: fc.constant([]) });
});

function uplink(slot: number, devices: string[], weight = 0): MarkedUplink {
  return { slot, devices, weight, takes: ["ipv4", "ipv6"], left: [], prefixes: [] };
}

function planOf(uplinks: MarkedUplink[], by: BalanceBy = "site"): MarkingPlan {
  return { mask: 0x3f00, balanceBy: by, uplinks, unshared: [] };
}

/** The rules of a chain, or null when the text has no such chain. */
function chain(text: string, name: string): string[] | null {
  const body = new RegExp(`\\tchain ${name} \\{\\n([^}]*(?:\\{[^}]*\\}[^}]*)*?)\\t\\}\\n`).exec(
    text
  );
  return body === null ? null : body[1]!.trim().split(/\n\t+/);
}

/** How much of the choice each verdict gets, in a rule with `mod … vmap`. */
function partsOf(rule: string): { total: number; widths: Record<string, number> } {
  const total = Number(/ mod (\d+) /.exec(rule)?.[1]);
  const widths: Record<string, number> = {};
  let next = 0;
  for (const [, from, to, verdict] of rule.matchAll(/(\d+)(?:-(\d+))? : goto (\w+)/g)) {
    expect(Number(from)).toBe(next);
    next = Number(to ?? from) + 1;
    widths[verdict!] = (widths[verdict!] ?? 0) + next - Number(from);
  }
  expect(next).toBe(total);
  return { total, widths };
}

/** Parts of a family's new flows that each slot gets, of one, over both drawings. */
function sharesIn(text: string, family: Family): Record<string, number> {
  const [first = [], again = []] = ["choose", "again"].map((name) =>
    (chain(text, name) ?? []).filter((rule) => rule.startsWith(`meta nfproto ${family} `))
  );
  const only = /goto mark_(\d+)$/.exec(first[0] ?? "")?.[1];
  if (only !== undefined) return { [only]: 1 };
  if (first.length === 0) return {};
  const rest = again.length > 0 ? partsOf(again[0]!) : { total: 1, widths: {} };
  const { total, widths } = partsOf(first[0]!);
  const shares: Record<string, number> = {};
  for (const [verdict, width] of Object.entries(widths)) {
    if (verdict === "again") continue;
    const redrawn = ((widths["again"] ?? 0) * (rest.widths[verdict] ?? 0)) / rest.total;
    shares[verdict.replace("mark_", "")] = (width + redrawn) / total;
  }
  return shares;
}

test("flows stay where they are, answers leave where the question came in", () => {
  const text = markingText(planOf([uplink(1, ["eth1"]), uplink(2, ["pppoe-wan", "6in4-wan"])]));
  expect(text.startsWith(removalText)).toBe(true);
  expect(chain(text, "mark_2")).toEqual(["meta mark set meta mark & 0xffffc0ff | 0x00000200"]);
  expect(chain(text, "save_2")).toEqual(["ct mark set ct mark & 0xffffc0ff | 0x00000200"]);
  expect(chain(text, "choose")).toBeNull();
  expect(text).not.toContain("ct state new");
  const byDevice =
    'vmap { "eth1" : goto save_1, "pppoe-wan" : goto save_2, "6in4-wan" : goto save_2 }';
  expect(chain(text, "postrouting")).toEqual([
    "type filter hook postrouting priority mangle - 1; policy accept;",
    "meta mark & 0x00003f00 == 0x00003f00 return",
    "ct mark & 0x00003f00 { 0x00000100, 0x00000200 } return",
    `oifname ${byDevice}`,
    `ct direction original iifname ${byDevice}`,
  ]);
});

test("every write keeps the bits of others and sets an uplink's mark, never the probes'", () => {
  fc.assert(
    fc.property(plan, (one) => {
      const layout = markLayoutOf(one.mask)!;
      const others = 0xffffffff - one.mask;
      const text = markingText(one);
      const writes = text.split("\n").filter((line) => / set /.test(line));
      const written = writes.map((line) => {
        const write = /^\t\t(meta|ct) mark set \1 mark & 0x([0-9a-f]{8}) \| 0x([0-9a-f]{8})$/.exec(
          line
        );
        expect(write?.[2]).toBe(others.toString(16).padStart(8, "0"));
        return `${write?.[1]} ${Number.parseInt(write?.[3] ?? "", 16)}`;
      });
      const marks = [...one.uplinks]
        .sort((a, b) => a.slot - b.slot)
        .map(({ slot }) => flowMarkOf(layout, slot));
      expect(written).toEqual(marks.flatMap((mark) => [`meta ${mark}`, `ct ${mark}`]));
      expect(marks).not.toContain(layout.probeMark);
    })
  );
});

test("each uplink's part of a family's flows is its weight among those that take them", () => {
  fc.assert(
    fc.property(plan, fc.constantFrom<Family>("ipv4", "ipv6"), (one, family) => {
      const takers = one.uplinks.filter(
        ({ weight, takes }) => weight > 0 && takes.includes(family)
      );
      const total = takers.reduce((sum, { weight }) => sum + weight, 0);
      const shares = sharesIn(markingText(one), family);
      expect(Object.keys(shares)).toHaveLength(takers.length);
      for (const { slot, weight } of takers) expect(shares[slot]).toBeCloseTo(weight / total, 9);
    })
  );
});

test("the part of one that takes none is drawn again, and no other part moves", () => {
  const three = [uplink(1, ["eth1"], 1), uplink(2, ["eth2"], 2), uplink(3, ["eth3"], 1)];
  const whole = markingText(planOf(three));
  expect(chain(whole, "again")).toBeNull();
  const without = markingText(planOf([three[0]!, three[1]!, { ...three[2]!, takes: ["ipv6"] }]));
  const [first, , ...rest] = chain(without, "choose")!;
  expect(rest).toEqual([]);
  expect(first).toBe(chain(whole, "choose")![0]!.replace("mark_3", "again"));
  expect(chain(without, "choose")![1]).toBe(chain(whole, "choose")![1]);
  expect(chain(without, "again")!.map((rule) => partsOf(rule).widths)).toEqual([
    { mark_1: 1, mark_2: 2 },
  ]);
});

test("what is hashed says what stays together", () => {
  const fields = (by: BalanceBy): string[] =>
    chain(markingText(planOf([uplink(1, [], 3), uplink(2, [], 1)], by)), "choose")!.map(
      (rule) => / jhash (.*) mod 4 seed 0x[0-9a-f]+ vmap /.exec(rule)?.[1] ?? ""
    );
  expect(fields("client")).toEqual(["ip saddr", "ip6 saddr"]);
  expect(fields("site")).toEqual(["ip saddr . ip daddr", "ip6 saddr . ip6 daddr"]);
  expect(fields("flow")).toEqual([
    "ip saddr . ip daddr . meta l4proto . th sport . th dport",
    "ip saddr . ip daddr",
    "ip6 saddr . ip6 daddr . meta l4proto . th sport . th dport",
    "ip6 saddr . ip6 daddr",
  ]);
});

test("the order of the configuration does not show", () => {
  const shuffled = plan.chain((one) =>
    fc
      .shuffledSubarray(one.uplinks, { minLength: one.uplinks.length })
      .map((uplinks) => [one, { ...one, uplinks }] as const)
  );
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      expect(markingText(other)).toBe(markingText(one));
    })
  );
});

test("no name of a device becomes nft's grammar", () => {
  const hostile = fc
    .oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom('eth1" } drop; add table inet x { "', "wan*", "eth1\neth2", "a b", "$x", "")
    )
    .filter((name) => !/^[A-Za-z0-9_.@-]{1,15}$/.test(name));
  fc.assert(
    fc.property(plan, hostile, (one, name) => {
      const [first, ...rest] = one.uplinks as [MarkedUplink, ...MarkedUplink[]];
      const attacked = { ...first, devices: [name, ...first.devices, name] };
      expect(markingText({ ...one, uplinks: [attacked, ...rest] })).toBe(markingText(one));
    })
  );
});

test("on a device of two uplinks the mark tells them, not the device", () => {
  const text = markingText(
    planOf([uplink(1, ["eth1"]), uplink(2, ["eth1"]), uplink(3, ["wwan0"])])
  );
  expect(chain(text, "postrouting")!.slice(3)).toEqual([
    'oifname "eth1" meta mark & 0x00003f00 vmap { 0x00000100 : goto save_1, 0x00000200 : goto save_2 }',
    'oifname { "eth1" } return',
    'oifname vmap { "wwan0" : goto save_3 }',
    'ct direction original iifname vmap { "wwan0" : goto save_3 }',
  ]);
});

test("what is led out through another uplink is refused, through a device of its own never", () => {
  const text = markingText(
    planOf([uplink(1, ["eth1"]), uplink(2, ["eth1", "6in4-wan"]), uplink(3, ["wwan0"])])
  );
  expect(chain(text, "forward")!.slice(2)).toEqual([
    'ct mark & 0x00003f00 == 0x00000100 oifname { "6in4-wan", "wwan0" } goto refuse',
    'ct mark & 0x00003f00 == 0x00000200 oifname { "wwan0" } goto refuse',
    'ct mark & 0x00003f00 == 0x00000300 oifname { "eth1", "6in4-wan" } goto refuse',
  ]);
});

test("a prefix of one provider leaves through no other; what is no prefix is no rule", () => {
  const prefixes = ["2001:db8:100::/56", "::/0 } drop; #", "2001:db8::2"];
  const text = markingText(planOf([{ ...uplink(1, ["eth1"]), prefixes }, uplink(2, ["wwan0"])]));
  expect(chain(text, "forward")!.filter((rule) => rule.startsWith("ip6"))).toEqual([
    'ip6 saddr 2001:db8:100::/56 oifname { "wwan0" } goto refuse',
  ]);
});

test("an uplink that was left keeps no flow of the house, and what comes in stays answered", () => {
  const text = markingText(planOf([uplink(1, ["eth1"]), { ...uplink(2, []), left: ["ipv4"] }]));
  const original = "meta nfproto ipv4 ct direction original";
  const own = "ct mark & 0x00003f00 == 0x00000200 return";
  expect(chain(text, "prerouting")).toContain(`${original} ct status snat ${own}`);
  expect(chain(text, "output")).toContain(`${original} ${own}`);
});

test("an uplink without a device keeps its flows' marks and its part of the hash", () => {
  const text = markingText(planOf([uplink(1, ["eth1"], 1), uplink(2, [], 1)]));
  expect(chain(text, "prerouting")).toContain(
    "ct mark & 0x00003f00 vmap { 0x00000100 : goto mark_1, 0x00000200 : goto mark_2 }"
  );
  expect(partsOf(chain(text, "choose")![0]!).widths).toEqual({ mark_1: 1, mark_2: 1 });
});

test("a plan that marks nothing removes the table", () => {
  expect(markingText(planOf([]))).toBe(removalText);
  expect(markingText(planOf([uplink(61, ["eth1"]), uplink(0, ["eth2"])]))).toBe(removalText);
  expect(markingText({ ...planOf([uplink(1, ["eth1"])]), mask: 0x5f00 })).toBe(removalText);
});
