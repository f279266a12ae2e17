import { describe, expect, test } from "vitest";
import type { Family } from "../../shared/domain.ts";
import { Story } from "../../simulator/story/story.ts";

const threeToOne = { fibre: { metric: 10, weight: 3 }, lte: { metric: 20, weight: 1 } };
const sharing = { mode: "multi-uplink" } as const;

function running(): Story {
  return new Story(threeToOne, sharing).start().after(20);
}

/** Which sections take new IPv4 connections when they are shared. */
function takersOf(story: Story): string[] {
  return Object.keys(story.state.uplinks).filter((_, i) =>
    story.marking?.uplinks[i]?.takes.includes("ipv4")
  );
}

describe("mode multi-uplink", () => {
  test("new connections are shared by weight", () => {
    const story = running();
    expect(story.marking?.uplinks.map(({ weight }) => weight)).toEqual([3, 1]);
    expect(takersOf(story)).toEqual(["fibre", "lte"]);
    expect(story.status("fibre")?.sharePct).toBe(75);
    expect(story.status("lte")?.sharePct).toBe(25);
    expect(story.status("lte")?.active).toBe(true);
  });

  test("the part of one that is down is shared among the others, routes first", () => {
    const lines = { fibre: {}, cable: {}, lte: {} };
    const story = new Story(lines, sharing).start().after(20);
    expect(takersOf(story)).toEqual(["fibre", "cable", "lte"]);
    story.silences("lte").after(30);
    expect(story.routeIn(7703)?.device).toBe("eth1");
    expect(story.routeIn(7702)?.device).toBe("eth2");
    expect(takersOf(story)).toEqual(["fibre", "cable"]);
    expect(["fibre", "cable", "lte"].map((name) => story.status(name)?.sharePct)).toEqual([
      50, 50, 0,
    ]);
    story.answers("lte", 30).after(30);
    expect(story.routeIn(7703)?.device).toBe("eth3");
    expect(takersOf(story)).toEqual(["fibre", "cable", "lte"]);
  });

  test("each family is shared among those that have it", () => {
    const families: Family[] = ["ipv4", "ipv6"];
    const story = new Story({ fibre: { families }, lte: { families } }, sharing);
    story.changes("lte", null, "ipv6").start().after(20);
    expect(story.marking?.uplinks.map(({ takes }) => takes)).toEqual([["ipv4", "ipv6"], ["ipv4"]]);
  });

  test("a degraded line takes nothing new while a good one is online", () => {
    const story = running().answers("fibre", 900).after(120);
    expect(takersOf(story)).toEqual(["lte"]);
    expect(story.routeIn(7701)?.device).toBe("eth1");
  });

  test("a drained one takes nothing new and keeps what it has", () => {
    const story = running().orders("fibre", "drain");
    expect(takersOf(story)).toEqual(["lte"]);
    expect(story.routeIn(7701)?.device).toBe("eth1");
  });

  test("a forced one takes everything new", () => {
    const story = running().orders("lte", "force");
    expect(takersOf(story)).toEqual(["lte"]);
    expect(story.status("lte")?.sharePct).toBe(100);
  });

  test("without nft it is said, and the lowest metric carries everything", () => {
    const story = new Story(threeToOne, sharing);
    story.markingFailure = "nft is not installed";
    story.start().after(20);
    expect(story.status("fibre")?.sharePct).toBe(100);
    expect(story.snapshot?.notice).toMatch(/^nft is not installed; connections are not shared/);
  });
});

test("in the other modes flows are pinned, and nothing is shared", () => {
  const story = new Story(threeToOne).start().after(20);
  expect(story.marking?.uplinks).toEqual([
    { slot: 1, devices: ["eth1"], weight: 0, takes: [], left: [], prefixes: [] },
    { slot: 2, devices: ["eth2"], weight: 0, takes: [], left: [], prefixes: [] },
  ]);
  story.silences("fibre").after(30).answers("fibre", 20).after(30);
  expect(story.markings).toHaveLength(1);
});
