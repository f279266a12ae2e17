/** What others change of ours in the kernel is put back, and a program that insists is named. */
import { expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const saying = /another program keeps changing rules or routes of Mini-MWAN/;

/** Somebody leads table 7700 through LTE. */
function replaceRoute(story: Story): void {
  const [lte] = story.kernel.routes.filter(({ table }) => table === 7802);
  story.kernel = {
    ...story.kernel,
    routes: story.kernel.routes.map((route) =>
      route.table === 7700 ? { ...lte!, table: 7700 } : route
    ),
  };
  story.dispatch({ kind: "kernelChanged", nowMs: story.nowMs });
}

function household(): Story {
  const story = new Story({ fibre: { metric: 10 }, lte: { metric: 20 } }).start().after(30);
  expect(story.carrier).toBe("eth1");
  return story;
}

test("a route that was replaced once is back at once, without a word", () => {
  const story = household();
  replaceRoute(story);
  expect(story.carrier).toBe("eth1");
  expect(story.snapshot?.warnings).toEqual([]);
});

test("a program that insists is followed for five times a second, and named", () => {
  const story = household();
  const before = story.plans.length;
  for (let i = 0; i < 100; i++) {
    replaceRoute(story);
    story.after(0.05);
  }
  const repairs = story.plans.slice(before).filter(({ family }) => family === "ipv4");
  expect(repairs.length).toBeLessThanOrEqual(5 * 5 + 1);
  expect(story.snapshot?.warnings.map(({ code }) => code)).toEqual(["route_contested"]);
  expect(story.snapshot?.warnings[0]?.message).toMatch(saying);
  story.after(1);
  expect(story.carrier, "the last word is ours").toBe("eth1");
  story.after(61);
  expect(story.snapshot?.warnings).toEqual([]);
});

test("news that concern nothing of ours are no repairs", () => {
  const story = household();
  for (let i = 0; i < 50; i++) story.dispatch({ kind: "kernelChanged", nowMs: story.nowMs });
  expect(story.snapshot?.warnings).toEqual([]);
});
