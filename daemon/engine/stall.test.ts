import { expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const fibreAndLte = { fibre: { metric: 10 }, lte: { metric: 20 } };

test("a black hole under traffic is left within 4 seconds, whenever it begins", () => {
  for (let i = 0; i < 50; i++) {
    const story = new Story(fibreAndLte)
      .start()
      .uses(30)
      .after(i / 10);
    const cutMs = story.nowMs;
    story.silences("fibre").uses(8);
    expect(story.carrier).toBe("eth2");
    expect((story.switches.at(-1)?.atMs ?? Infinity) - cutMs).toBeLessThanOrEqual(4000);
  }
});

test("traffic that is answered starts no probes", () => {
  const used = new Story(fibreAndLte).start().uses(60);
  const idle = new Story(fibreAndLte).start().after(60);
  expect(used.probes).toHaveLength(idle.probes.length);
});

test("a flow to a dead server costs one round in five seconds, and no switch", () => {
  const story = new Story(fibreAndLte, { checkIntervalS: 60 }).start().after(10);
  const before = story.probes.length;
  story.behaves("fibre", (probe) => (probe === null ? null : 20)).uses(40);
  expect(story.switches).toHaveLength(1);
  expect((story.probes.length - before) / 6).toBeLessThanOrEqual(8);
  expect(story.probes.length).toBeGreaterThan(before);
});
