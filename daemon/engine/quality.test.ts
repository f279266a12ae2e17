import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";
import { createRandom } from "../../simulator/world/random.ts";

const fibreAndLte = { fibre: { metric: 10 }, lte: { metric: 20 } };
const windowS = 11 * 5;

function running(): Story {
  return new Story(fibreAndLte).start().after(60);
}

describe("degraded", () => {
  test("30 % loss is seen within one window, and the better line takes over", () => {
    let count = 0;
    const story = running().behaves("fibre", () => (count++ % 10 < 3 ? null : 20));
    story.after(windowS);
    expect(story.status("fibre")?.health).toBe("degraded");
    expect(story.status("fibre")?.status).toBe("up");
    expect(story.carrier).toBe("eth2");
  });

  test("by chance it can take a second window, one time in ten at most", () => {
    let late = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = createRandom(seed);
      const story = running().behaves("fibre", () => (random.next() < 0.3 ? null : 20));
      story.after(windowS);
      late += story.status("fibre")?.health === "degraded" ? 0 : 1;
      story.after(windowS);
      expect(story.status("fibre")?.health).toBe("degraded");
    }
    expect(late).toBeLessThanOrEqual(4);
  });

  test("5 % loss is not", () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const story = running().behaves("fibre", () => (random.next() < 0.05 ? null : 20));
      expect(story.after(600).switches).toHaveLength(1);
    }
  });

  test("800 ms of delay is too much, 400 is not", () => {
    expect(running().answers("fibre", 400).after(300).status("fibre")?.health).toBe("online");
    const story = running().answers("fibre", 800).after(120);
    expect(story.status("fibre")?.health).toBe("degraded");
    expect(story.status("fibre")?.reason).toBe("800 ms latency");
  });

  test("between the two thresholds it stays what it was", () => {
    const story = running().answers("fibre", 800).after(120).answers("fibre", 400).after(300);
    expect(story.status("fibre")?.health).toBe("degraded");
    story.answers("fibre", 200).after(300);
    expect(story.status("fibre")?.health).toBe("online");
    expect(story.carrier).toBe("eth1");
  });

  test("when both are, the metric decides, and nobody is without Internet", () => {
    const story = running().answers("fibre", 800).answers("lte", 900).after(120);
    expect(story.carrier).toBe("eth1");
    expect(story.log.at(-1)).toMatch(/degraded/);
  });

  test("a degraded line is used before one that is down", () => {
    const story = running().answers("fibre", 800).after(120).silences("lte").after(30);
    expect(story.carrier).toBe("eth1");
  });
});

describe("mode quality", () => {
  const byScore = { mode: "quality" } as const;

  test("the lowest score carries traffic, whatever the metric", () => {
    const story = new Story(fibreAndLte, byScore).answers("fibre", 90).start().after(60);
    expect(story.carrier).toBe("eth2");
    expect(story.status("fibre")?.score).toBeCloseTo(90, 0);
  });

  test("a slightly better one is no reason to switch", () => {
    const story = new Story(fibreAndLte, byScore).start().after(60);
    story.answers("fibre", 45).after(300);
    expect(story.carrier).toBe("eth1");
    story.answers("fibre", 60).after(300);
    expect(story.carrier).toBe("eth2");
  });

  test("loss counts by its square, bias adds to it", () => {
    const biased = { fibre: { metric: 10, bias: 100 }, lte: { metric: 20 } };
    const story = new Story(biased, byScore).start().after(60);
    expect(story.carrier).toBe("eth2");
    let count = 0;
    story.behaves("lte", () => (count++ % 4 < 2 ? null : 30)).after(120);
    expect(story.status("lte")?.score).toBeCloseTo(30 + 50 ** 2 / 10, -2);
    expect(story.carrier).toBe("eth1");
  });

  test("a line at the hard loss limit is used only when there is nothing better", () => {
    let count = 0;
    const story = new Story({ fibre: { metric: 10 }, lte: { bias: 9999 } }, byScore).start();
    story.after(60).behaves("fibre", () => (count++ % 10 < 7 ? null : 20));
    story.after(120);
    expect(story.carrier).toBe("eth2");
    story.silences("lte").after(60);
    expect(story.carrier).toBe("eth1");
  });

  test("scores are smoothed: one slow round is no switch", () => {
    const story = new Story(fibreAndLte, byScore).start().after(61);
    story.answers("fibre", 100).after(5).answers("fibre", 20).after(60);
    expect(story.switches).toHaveLength(1);
  });
});
