import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const threeToOne = { fibre: { metric: 10, weight: 3 }, lte: { metric: 20, weight: 1 } };
const sharing = { mode: "multi-uplink" } as const;

function running(): Story {
  return new Story(threeToOne, sharing).start().after(20);
}

function weightsOf(story: Story) {
  return story.marking?.uplinks.map(({ weight }) => weight);
}

describe("mode multi-uplink", () => {
  test("new connections are shared by weight", () => {
    const story = running();
    expect(weightsOf(story)).toEqual([3, 1]);
    expect(story.status("fibre")?.sharePct).toBe(75);
    expect(story.status("lte")?.sharePct).toBe(25);
    expect(story.status("lte")?.active).toBe(true);
  });

  test("an outage moves routes only: the table of marks stays as it is", () => {
    const story = running();
    const before = story.markings.length;
    story.silences("lte").after(30);
    expect(story.routeIn(7702)?.device).toBe("eth1");
    expect(story.status("fibre")?.sharePct).toBe(100);
    expect(story.status("lte")?.active).toBe(false);
    story.answers("lte", 30).after(30);
    expect(story.routeIn(7702)?.device).toBe("eth2");
    expect(story.routeIn(7701)?.device).toBe("eth1");
    expect(story.markings.length).toBe(before);
  });

  test("a degraded line takes nothing new while a good one is online", () => {
    const story = running().answers("fibre", 900).after(120);
    expect(weightsOf(story)).toEqual([0, 1]);
    expect(story.routeIn(7701)?.device).toBe("eth1");
  });

  test("a drained one takes nothing new and keeps what it has", () => {
    const story = running().orders("fibre", "drain");
    expect(weightsOf(story)).toEqual([0, 1]);
    expect(story.routeIn(7701)?.device).toBe("eth1");
  });

  test("a forced one takes everything new", () => {
    const story = running().orders("lte", "force");
    expect(weightsOf(story)).toEqual([0, 1]);
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
    { slot: 1, devices: ["eth1"], weight: 0 },
    { slot: 2, devices: ["eth2"], weight: 0 },
  ]);
  story.silences("fibre").after(30).answers("fibre", 20).after(30);
  expect(story.markings).toHaveLength(1);
});
