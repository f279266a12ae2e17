/** What the daemon loads is what the real nft and kernel take, whatever the plan. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Family } from "../../shared/domain.ts";
import type { MarkingPlan } from "../../daemon/engine/marking.ts";
import { writeTree } from "./built-tree.ts";
import { createMarkingLoader } from "./marking-loader.ts";
import type { MarkingLoader } from "./marking-loader.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";
import { networkOf } from "../../simulator/world/address.ts";

/** Each mask with its last slot. */
const masks = [
  { mask: 0x3f00, maxSlot: 60 },
  { mask: 0xff0000, maxSlot: 60 },
  { mask: 0xf, maxSlot: 14 },
  { mask: 0x1f0, maxSlot: 30 },
  { mask: 0xf0000000, maxSlot: 14 },
  { mask: 0xffffffff, maxSlot: 60 },
];

const device = fc.oneof(
  fc.constantFrom("eth1", "wwan0", "pppoe-wan", "a@b.c-d_e", "-", ".", "0x10", "drop", "lo"),
  fc.stringMatching(/^[A-Za-z0-9_.@-]{1,15}$/),
  fc.string({ unit: "binary", maxLength: 20 })
);

/** Packets that are not shared: anything the kernel's rules can say. */
const ports = fc.option(
  fc.tuple(fc.integer({ min: 1, max: 65_534 }), fc.nat(100)).map(([from, more]) => ({
    from,
    to: Math.min(from + more, 65_534),
  }))
);
const packets: fc.Arbitrary<MarkingPlan["unshared"][number]> = fc.oneof(
  ...(["ipv4", "ipv6"] as const).map((family) => {
    const address = family === "ipv4" ? fc.ipV4() : fc.ipV6();
    const prefix = fc.option(
      fc
        .tuple(address, fc.integer({ min: 1, max: 32 }))
        .map(([whole, length]) => `${networkOf(whole, length)}/${length}`)
    );
    const any = { family: fc.constant(family), source: prefix, destination: prefix };
    return fc.oneof(
      fc.record({
        ...any,
        protocol: fc.constantFrom(6, 17),
        sourcePorts: ports,
        destinationPorts: ports,
      }),
      fc.record({
        ...any,
        protocol: fc.constantFrom(null, family === "ipv4" ? 1 : 58),
        sourcePorts: fc.constant(null),
        destinationPorts: fc.constant(null),
      })
    );
  })
);

const plan: fc.Arbitrary<MarkingPlan> = fc.constantFrom(...masks).chain(({ mask, maxSlot }) =>
  fc.record({
    mask: fc.constant(mask),
    balanceBy: fc.constantFrom("site", "client", "flow"),
    uplinks: fc.uniqueArray(
      fc.record({
        slot: fc.integer({ min: 1, max: maxSlot }),
        devices: fc.array(device, { maxLength: 3 }),
        weight: fc.integer({ min: 0, max: 100 }),
        takes: fc.subarray<Family>(["ipv4", "ipv6"]),
        left: fc.subarray<Family>(["ipv4", "ipv6"]),
        prefixes: fc.subarray(["2001:db8:1:100::/56", "2001:db8:2::/64"]),
      }),
      { selector: ({ slot }) => slot, minLength: 1, maxLength: maxSlot, size: "max" }
    ),
    unshared: fc.array(packets, { maxLength: 10 }),
  })
);

/** As many uplinks as there can be. */
const fullPlan: MarkingPlan = {
  mask: 0x3f00,
  balanceBy: "flow",
  uplinks: Array.from({ length: 60 }, (_, i) => ({
    slot: i + 1,
    devices: [`wan${i}`, "shared0"],
    weight: 100 - i,
    takes: ["ipv4", "ipv6"],
    left: ["ipv4", "ipv6"],
    prefixes: [`2001:db8:${i}:100::/56`],
  })),
  unshared: [],
};

const smallPlan: MarkingPlan = {
  mask: 0x3f00,
  balanceBy: "site",
  uplinks: [{ slot: 1, devices: ["eth1"], weight: 0, takes: [], left: [], prefixes: [] }],
  unshared: [],
};

let tree: string;
let namespace: string;
let loader: MarkingLoader;

function run(...command: string[]): string {
  return execFileSync("ip", ["netns", "exec", namespace, ...command], { encoding: "utf8" });
}

function slotsIn(ruleset: string): number[] {
  return [...ruleset.matchAll(/chain mark_(\d+) /g)].map(([, slot]) => Number(slot));
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  writeTree(tree, ["daemon/kernel/marking.ts"]);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe.each(ucodePrograms())("with $name", (ucode) => {
  describeReal("on a real kernel", ["ucode", "ip", "nft", "unshare"], "root", () => {
    beforeEach(() => {
      namespace = `mm${process.pid}-${Math.floor(Math.random() * 1e6)}`;
      execFileSync("ip", ["netns", "add", namespace]);
      loader = createMarkingLoader(namespace, tree, ucode.path);
    });

    afterEach(() => {
      loader.remove();
      execFileSync("ip", ["netns", "del", namespace]);
    });

    test("any plan loads, where there is no table and in place of any other", () => {
      const plans = [fullPlan, ...fc.sample(plan, { numRuns: 40, seed: 40 }), smallPlan, fullPlan];
      const outcomes = loader.applyAll(plans.flatMap((one) => [one, null, one]));
      expect(outcomes.filter((outcome) => outcome !== null)).toEqual([]);
      for (const one of fc.sample(plan, { numRuns: 10, seed: 10 })) {
        expect(loader.apply(one)).toBeNull();
        const slots = one.uplinks.map(({ slot }) => slot).toSorted((a, b) => a - b);
        expect(slotsIn(run("nft", "list", "ruleset"))).toEqual(slots);
      }
    });

    test("it leaves nothing, touches nobody else's table, and loads nothing twice", () => {
      run("nft", "add table inet fw4; add chain inet fw4 mine; add rule inet fw4 mine accept");
      const before = run("nft", "list", "ruleset");
      expect(loader.applyAll([null, smallPlan])).toEqual([null, null]);
      expect(run("nft", "list", "ruleset")).toContain("table inet mini_mwan");
      expect(loader.read("mini-mwan.nft")).toContain("eth1");

      // A table that is loaded anew has another handle.
      const listing = run("nft", "-a", "list", "ruleset");
      expect(loader.apply(smallPlan)).toBeNull();
      expect(run("nft", "-a", "list", "ruleset")).toBe(listing);
      run("nft", "delete table inet mini_mwan");
      expect(loader.apply(smallPlan)).toBeNull();
      expect(run("nft", "list", "ruleset")).toContain("table inet mini_mwan");

      expect(loader.applyAll([fullPlan, null])).toEqual([null, null]);
      expect(run("nft", "list", "ruleset")).toBe(before);
      expect(loader.read("mini-mwan.nft")).toBeNull();
      expect(loader.read("mini-mwan.nft.new")).toBeNull();
    });

    test("what nft refuses comes back in its own words, and the table stays", () => {
      expect(loader.apply(smallPlan)).toBeNull();
      const before = run("nft", "list", "ruleset");
      const [refusal] = loader.applyAsStranger([fullPlan]);
      expect(refusal).toMatch(
        /^nft refuses the table inet mini_mwan: .*Error: .*Operation not permitted/
      );
      expect(run("nft", "list", "ruleset")).toBe(before);
      expect(loader.read("mini-mwan.nft.new")).toBeNull();
      expect(loader.apply(fullPlan)).toBeNull();
    });
  });
});
