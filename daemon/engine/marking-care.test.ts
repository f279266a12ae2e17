/** The table of marks is asked for until it is there, and again when it has gone. */
import { expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const shared = { mode: "multi-uplink" } as const;

function household(): Story {
  return new Story({ fibre: { metric: 10 }, lte: { metric: 20 } }, shared);
}

/** Somebody flushes nftables' whole ruleset, as stopping the firewall does. */
function loseMarks(story: Story): void {
  story.marking = null;
  story.dispatch({ kind: "marked", nowMs: story.nowMs, failure: "somebody took it away" });
}

test("what is refused once is tried again at once, and said while it lasts", () => {
  const story = household();
  story.markingFailure = "nft refuses the table inet mini_mwan: Device or resource busy";
  story.start().after(0.2);
  const before = story.markings.length;
  expect(story.snapshot?.notice).toContain("Device or resource busy");
  story.markingFailure = null;
  story.after(1);
  expect(story.markings).toHaveLength(before + 1);
  expect(story.marking).not.toBeNull();
  expect(story.snapshot?.notice).toBe("");
  expect(story.status("lte")?.sharePct).toBe(50);
});

test("what fails for good is tried ever more rarely, a minute apart at last", () => {
  const story = household();
  story.markingFailure = "nft is not installed";
  story.start().after(1);
  const soon = story.markings.length;
  expect(soon).toBeLessThanOrEqual(3);
  story.after(600);
  expect(story.markings.length - soon).toBeLessThanOrEqual(17);
  const before = story.markings.length;
  story.after(60);
  expect(story.markings.length - before).toBe(1);
});

test("a table that somebody takes away is back at once", () => {
  const story = household().start().after(30);
  const { marking, markings } = story;
  expect(marking).not.toBeNull();
  const before = markings.length;
  loseMarks(story);
  expect(story.marking).toEqual(marking);
  expect(markings).toHaveLength(before + 1);
  expect(story.snapshot?.notice).toBe("");
});

test("against a program that insists nothing runs hot", () => {
  const story = household().start().after(30);
  const before = story.markings.length;
  for (let second = 0; second < 120; second++) {
    if (story.marking !== null) loseMarks(story);
    story.after(1);
  }
  expect(story.markings.length - before).toBeLessThanOrEqual(9);
});

test("a new plan does not wait for the next try of an old one", () => {
  const story = household();
  story.markingFailure = "nft is not installed";
  story.start().after(120);
  story.markingFailure = null;
  story.orders("lte", "drain").after(0.1);
  expect(story.marking?.uplinks.map(({ takes }) => takes)).toEqual([["ipv4"], []]);
});

test("a device whose name nftables cannot be told is named, with the uplink", () => {
  const story = household().start().after(5);
  expect(story.snapshot?.warnings).toEqual([]);
  story.changes("lte", { device: "wan$1" }).after(5);
  expect(story.snapshot?.warnings).toMatchObject([
    { section: "lte", code: "device_not_marked", message: expect.stringContaining("'wan$1'") },
  ]);
});
