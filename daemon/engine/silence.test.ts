import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const fibreAndLte = { fibre: { metric: 10 }, lte: { metric: 20 } };
const fastPair = {
  fibre: { metric: 10, pingTimeoutS: 1 },
  lte: { metric: 20, pingTimeoutS: 1 },
};

/** The same numbers in every run, from 0 to below 1 (a linear congruential generator). */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** Seconds from a black hole at each moment of a check interval to the switch. */
function switchTimes(story: () => Story, intervalS: number): number[] {
  return Array.from({ length: 100 }, (_, i) => {
    const cut = story().after(30 + (i / 100) * intervalS);
    const cutMs = cut.nowMs;
    cut.silences("fibre").after(20);
    expect(cut.carrier).toBe("eth2");
    return ((cut.switches.at(-1)?.atMs ?? Infinity) - cutMs) / 1000;
  }).sort((a, b) => a - b);
}

describe("a black hole", () => {
  test("is left within a check interval and a second at the defaults", () => {
    const times = switchTimes(() => new Story(fibreAndLte).start(), 5);
    expect(times.at(-1)).toBeLessThanOrEqual(5.9);
    expect(times[50]).toBeLessThanOrEqual(3.4);
  });

  test("is left in 0.8 s, never more than 1.5 s, at the fast setting", () => {
    const times = switchTimes(() => new Story(fastPair, { checkIntervalS: 1 }).start(), 1);
    expect(times[50]).toBeLessThanOrEqual(0.8);
    expect(times.at(-1)).toBeLessThanOrEqual(1.5);
  });

  test("is told with the number of probes and how long it has lasted", () => {
    const story = new Story(fibreAndLte).start().after(21).silences("fibre").after(10);
    expect(story.log.at(-2)).toBe(
      "fibre: down (was up): no reply from 1.1.1.1, 8.8.8.8 to 10 probes in 0.8 s"
    );
  });

  test("starts a burst of probes every 250 ms where one round is not proof enough", () => {
    const story = new Story({ wan: { pingCount: 1, targets: { ipv4: ["1.1.1.1"], ipv6: [] } } })
      .start()
      .after(21);
    story.silences("wan").after(6);
    const sentMs = story.probes.map((probe) => probe.atMs).filter((atMs) => atMs >= 25000);
    expect(sentMs).toEqual([25000, 25100, 25350, 25600, 25850, 26100, 26350, 26600]);
    expect(story.status("wan")?.status).toBe("down");
  });

  test("is left as fast soon after another one", () => {
    for (let i = 0; i < 20; i++) {
      const story = new Story(fastPair, { checkIntervalS: 1 }).start().after(30);
      story
        .silences("fibre")
        .after(5)
        .answers("fibre", 20)
        .after(4 + i / 20);
      expect(story.carrier).toBe("eth1");
      const cutMs = story.nowMs;
      story.silences("fibre").after(5);
      expect((story.switches.at(-1)?.atMs ?? Infinity) - cutMs).toBeLessThanOrEqual(1500);
    }
  });

  test("takes longer to believe when fall asks for more", () => {
    const story = new Story({ wan: { fall: 5 }, lte: { metric: 200 } }).start().after(24);
    story.silences("wan").after(3);
    expect(story.status("wan")?.status).toBe("up");
    story.after(4);
    expect(story.status("wan")?.status).toBe("down");
  });
});

describe("a false alarm never happens", () => {
  const hourS = 3600;

  function householdWith(behaviour: (random: () => number) => number | null): Story {
    const random = randomSource(7);
    const story = new Story(fastPair, { checkIntervalS: 1 });
    return story.behaves("fibre", () => behaviour(random)).start();
  }

  /** Whether the uplink was ever declared offline. */
  function fell(story: Story): boolean {
    return story.transitions.some(({ section, kind }) => section === "fibre" && kind === "down");
  }

  test("with 20 % loss for an hour; being degraded, it is left once", () => {
    const story = householdWith((random) => (random() < 0.2 ? null : 20)).after(hourS);
    expect(fell(story)).toBe(false);
    expect(story.switches.length).toBeLessThanOrEqual(2);
    expect(story.status("fibre")?.lossPct).toBeGreaterThan(5);
  });

  test("with 300 ms of jitter for an hour", () => {
    const story = householdWith((random) => 20 + Math.round(random() * 300)).after(hourS);
    expect(story.switches).toHaveLength(1);
  });

  test("with 300 ms of jitter out of the blue", () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = randomSource(seed);
      const story = new Story(fastPair, { checkIntervalS: 1 }).start().after(30);
      story.behaves("fibre", () => 20 + Math.round(random() * 300)).after(60);
      expect(story.switches).toHaveLength(1);
    }
  });

  test("when the delay jumps from 20 to 700 ms at the defaults", () => {
    const story = new Story(fibreAndLte).start().after(33).answers("fibre", 700).after(120);
    expect(fell(story)).toBe(false);
    expect(story.log.join("\n")).toMatch(/^fibre: degraded \(was up\): [0-9]+ ms latency$/m);
  });

  test("when a target answers every second ping only", () => {
    let count = 0;
    const story = new Story(fastPair, { checkIntervalS: 1 });
    story.behaves("fibre", (probe) =>
      probe?.target === "1.1.1.1" && count++ % 2 === 0 ? null : 20
    );
    expect(story.start().after(hourS).switches).toHaveLength(1);
  });

  test("and with 30 % loss there is at most one switch in a minute", () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = randomSource(seed);
      const story = new Story(fastPair, { checkIntervalS: 1 }).start().after(30);
      const before = story.switches.length;
      story.behaves("fibre", () => (random() < 0.3 ? null : 20)).after(60);
      expect(story.switches.length - before).toBeLessThanOrEqual(1);
    }
  });
});
