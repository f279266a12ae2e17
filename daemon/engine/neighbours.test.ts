/** What becomes of other programs' rules: which are followed, which copied, and which can only be named. */
import { describe, expect, test } from "vitest";
import type { Family } from "../../shared/domain.ts";
import { Story } from "../../simulator/story/story.ts";
import { ruleTo } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";
import { copiesOf, fateOf, followersOf, neglectedIn } from "./neighbours.ts";
import type { ForeignRule } from "./neighbours.ts";
import { warningsOf } from "./warnings.ts";

function foreign(priority: number, table: number, rest: Partial<IpRule> = {}): ForeignRule {
  return { rule: { ...ruleTo(table, priority), ...rest }, isPeculiar: false };
}

const tailscale = { mark: 0x80000, mask: 0xff0000 };
const guests = { source: "10.0.9.0/24" };

describe("a rule of another program", () => {
  test.each<[string, ForeignRule, string]>([
    ["for a mark, to main", foreign(5210, 254, tailscale), "followed"],
    ["for all but some, to main", foreign(5210, 254, { ...guests, inverts: true }), "followed"],
    ["that leads past ours", foreign(10, 0, { ...guests, goTo: 32766 }), "followed"],
    ["to main, first of all", foreign(0, 254, tailscale), "neglected"],
    ["to main, for everything that can be seen", foreign(50, 254), "neglected"],
    ["to a table of its own", foreign(5270, 52), "none"],
    ["to main but its default", foreign(50, 254, { suppressPrefixLength: 0 }), "none"],
    ["that refuses", foreign(50, 0, { ...guests, refuses: true }), "none"],
    ["between our copies and the rest of ours", foreign(32050, 100, guests), "none"],
    ["behind ours", foreign(32765, 100, guests), "copied"],
    ["behind ours, refusing", foreign(32765, 0, { ...guests, refuses: true }), "copied"],
    ["behind ours, all but some", foreign(32765, 100, { ...guests, inverts: true }), "copied"],
    [
      "behind ours, main but its default",
      foreign(32764, 254, { suppressPrefixLength: 0 }),
      "copied",
    ],
    ["behind ours, to main", foreign(32765, 254, guests), "none"],
    ["behind ours, for everything that can be seen", foreign(32765, 100), "neglected"],
    [
      "behind ours, for all but what cannot be seen",
      foreign(32765, 100, { inverts: true }),
      "neglected",
    ],
    ["behind main", foreign(90000, 100, guests), "none"],
  ])("%s", (_, one, fate) => {
    expect(fateOf(one)).toBe(fate);
    expect(fateOf({ ...one, isPeculiar: true })).toBe(fate === "none" ? "none" : "neglected");
    expect(followersOf([one])).toHaveLength(fate === "followed" ? 1 : 0);
    expect(copiesOf([one])).toHaveLength(fate === "copied" ? 1 : 0);
    expect(neglectedIn([one])).toHaveLength(fate === "neglected" ? 1 : 0);
  });

  test("that is there twice is followed once", () => {
    const past = foreign(5210, 0, { ...tailscale, goTo: 32766 });
    const same = foreign(5210, 254, tailscale);
    expect(followersOf([same, same, past])).toHaveLength(1);
  });

  test("is copied in its order, 99 at most", () => {
    const many = Array.from({ length: 101 }, (_, i) => foreign(32600 + i, 100 + i, guests));
    const copies = copiesOf(many);
    expect(copies.map(({ priority }) => priority)).toEqual(copies.map((_, i) => 32000 + i));
    expect(copies.map(({ table }) => table)).toEqual(copies.map((_, i) => 100 + i));
    expect(neglectedIn(many).map(({ priority }) => priority)).toEqual([32699, 32700]);
  });
});

describe("while the service steers", () => {
  function meets(story: Story, rules: ForeignRule[], takenTables: number[] = []): Story {
    for (const family of ["ipv4", "ipv6"] as Family[])
      story.dispatch({
        ...{ kind: "neighbours", nowMs: story.nowMs, family },
        seen: { rules, takenTables },
      });
    return story;
  }

  const running = (): Story => new Story({ fibre: {}, lte: { metric: 20 } }).start().after(20);
  const codes = (story: Story) => warningsOf(story.state, story.nowMs).map(({ code }) => code);

  test("rules of ours come and go with those of others", () => {
    const story = running();
    const before = story.kernel.rules;
    meets(story, [foreign(5210, 254, tailscale), foreign(32765, 100, guests)]);
    expect(story.kernel.rules).toEqual(
      [
        { ...ruleTo(0, 5209), ...tailscale, goTo: 32100 },
        ...before.filter(({ priority }) => priority === 4300),
        { ...ruleTo(100, 32000), ...guests },
        ...before.filter(({ priority }) => priority > 4300),
      ].sort((a, b) => a.priority - b.priority)
    );
    meets(story, []);
    expect(story.kernel.rules).toEqual(before);
  });

  test("a family that nothing is steered for has none, and nothing to warn of", () => {
    const story = meets(running(), [foreign(5210, 254, tailscale), foreign(32765, 100)]);
    expect(story.kernel6.rules).toEqual([]);
    expect(codes(story)).toEqual(["rule_not_followed"]);
    story.configure({ fibre: { enabled: false }, lte: { enabled: false } });
    expect(codes(story)).toEqual([]);
    expect(story.kernel.rules).toEqual([]);
  });

  test("the same news again is none", () => {
    const story = meets(running(), [foreign(5210, 254, tailscale)]);
    const plans = story.plans.length;
    meets(story, [foreign(5210, 254, tailscale)]);
    expect(story.plans).toHaveLength(plans);
  });

  test.each<[string, Partial<IpRule>, string[]]>([
    ["a mark of ours", { mark: 0x100, mask: 0x3f00 }, ["mark_taken"]],
    ["a mark of ours among others", { mark: 0x200, mask: 0xff00 }, ["mark_taken"]],
    ["our probes' mark", { mark: 0x3f00, mask: 0x3f00 }, ["mark_taken"]],
    ["a mark that none of our uplinks has", { mark: 0xca6c, mask: 0xffffffff }, []],
    ["a whole mark without our bits", { mark: 0x1, mask: 0xffffffff }, []],
    ["other bits", { mark: 0x20000, mask: 0xff0000 }, []],
  ])("a rule for %s", (_, rest, expected) => {
    expect(codes(meets(running(), [foreign(100, 100, rest)]))).toEqual(expected);
  });

  test("tables of ours that others use are named once for both families", () => {
    const both = { families: ["ipv4" as const, "ipv6" as const] };
    const story = new Story({ fibre: both, lte: { metric: 20, ...both } }).start().after(20);
    meets(story, [foreign(100, 7701, guests), foreign(101, 7900, guests)], [7700]);
    expect(
      warningsOf(story.state, story.nowMs).map(({ message }) => / table (\d+) /.exec(message)?.[1])
    ).toEqual(["7701", "7700"]);
  });
});
