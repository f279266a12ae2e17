import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";
import { createRandom } from "../../simulator/world/random.ts";

const fibreAndLte = { fibre: { metric: 10 }, lte: { metric: 20 } };
const fastPair = {
  fibre: { metric: 10, pingTimeoutS: 1 },
  lte: { metric: 20, pingTimeoutS: 1 },
};

/** Whether the uplink was ever declared offline. */
function fell(story: Story): boolean {
  return story.transitions.some(({ section, kind }) => section === "fibre" && kind === "down");
}

describe("a full upload buffer", () => {
  test.each([
    ["the defaults", fibreAndLte, 5],
    ["the fast setting", fastPair, 1],
  ])("delays replies by a second and is no outage at %s", (_, uplinks, checkIntervalS) => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const story = new Story(uplinks, { checkIntervalS }).start().after(30 + random.next() * 5);
      // What is full drops, too.
      const behaviour = () => (random.next() < 0.1 ? null : 1000 + random.next() * 200);
      story.behaves("fibre", behaviour).receives("fibre", 80).after(60);
      expect(fell(story)).toBe(false);
      expect(story.log.join("\n")).toMatch(/^fibre: degraded \(was up\): [0-9]+ ms latency$/m);
      story.answers("fibre", 20).receives("fibre", 0).after(150);
      expect(story.status("fibre")?.health).toBe("online");
    }
  });

  test("is told from a black hole by what still comes in, which is looked at when it matters", () => {
    const story = new Story(fibreAndLte).start().after(24).silences("fibre");
    expect(story.receives("fibre", 3).after(3).carrier).toBe("eth2");
  });

  test("a dead line on which others' packets go on is left all the same, a little later", () => {
    const story = new Story(fibreAndLte).start().after(24).silences("fibre");
    story.receives("fibre", 100).after(4);
    expect(story.carrier).toBe("eth1");
    story.after(3);
    expect(story.carrier).toBe("eth2");
  });

  test("a line that was used a lot is dead when only chatter is left of that", () => {
    const story = new Story(fibreAndLte).start().after(20).receives("fibre", 5000).uses(4);
    story.silences("fibre").receives("fibre", 20).after(3);
    expect(story.carrier).toBe("eth2");
  });

  test("a line without counters is judged by its probes alone", () => {
    const story = new Story(fibreAndLte).start().after(24).silences("fibre");
    story.counters.exist = false;
    expect(story.after(3).carrier).toBe("eth2");
  });
});

describe("replies later than ping_timeout", () => {
  const slow = { fall: 8, pingTimeoutS: 1 };

  test("are replies: a line of 1.3 s is up and slow", () => {
    const story = new Story({ wan: slow }, { checkIntervalS: 1 }).answers("wan", 1300);
    story.start().after(300);
    expect(story.log.filter((line) => /: (up|down)/.test(line))).toEqual([
      "wan: up (was unknown): probes are answered",
    ]);
    expect(story.status("wan")).toMatchObject({ health: "degraded", lossPct: 0, latencyMs: 1300 });
  });

  test("are none lost either, when a line becomes that slow", () => {
    const story = new Story({ wan: slow }, { checkIntervalS: 1 }).start().after(30.5);
    story.answers("wan", 1300).after(10);
    expect(story.status("wan")).toMatchObject({ status: "up", lossPct: 0 });
  });

  test("bring back a line that was called dead for them", () => {
    const story = new Story({ wan: { pingTimeoutS: 1 } }, { checkIntervalS: 1 });
    story.answers("wan", 2500).start().after(30);
    expect(story.status("wan")).toMatchObject({ status: "up", lossPct: 0 });
  });

  test("are waited for by methods with a socket of their own, too", () => {
    const story = new Story({ wan: { probeMethod: "tcp", probePort: 443 } }).start().after(1);
    expect(story.probes[0]?.timeoutMs).toBe(5000);
  });
});

describe("loss is a share of time", () => {
  /** Loss that is shown after 50 s with one gap, which begins with a round. */
  function lossAfterGap(seconds: number, checkIntervalS = 5): number {
    const story = new Story({ wan: { fall: 10, pingTimeoutS: 5 } }, { checkIntervalS });
    story.start().after(80).silences("wan").after(seconds).answers("wan", 20);
    story.after(45 - seconds);
    expect(fell(story)).toBe(false);
    return story.status("wan")?.lossPct ?? 0;
  }

  test("one gap of 1.5 s in 50 s is 3 %, five seconds are 10 %", () => {
    expect(Math.abs(lossAfterGap(1.5) - 3)).toBeLessThan(1);
    expect(Math.abs(lossAfterGap(5) - 10)).toBeLessThan(2);
  });

  test("chance losses count each, as many as there are", () => {
    for (const share of [0.05, 0.2, 0.3, 0.5]) {
      let sum = 0;
      for (let seed = 0; seed < 20; seed++) {
        const random = createRandom(seed);
        const story = new Story({ wan: {} }).start().after(30);
        story.behaves("wan", () => (random.next() < share ? null : 20)).after(120);
        sum += story.status("wan")?.lossPct ?? 0;
      }
      expect(Math.abs(sum / 20 - share * 100)).toBeLessThan(share * 15);
    }
  });
});

describe("a router without time for the daemon", () => {
  test("sends late and reads late, and no line is dead for that", () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const story = new Story(fastPair, { checkIntervalS: 1 }).start();
      for (let i = 0; i < 60; i++) story.after(random.next() / 2).stalls(random.next() * 3);
      expect(fell(story)).toBe(false);
      expect(story.after(5).status("fibre")?.lossPct).toBe(0);
    }
  });

  test("still notices a black hole", () => {
    const story = new Story(fastPair, { checkIntervalS: 1 }).start().after(20).silences("fibre");
    for (let i = 0; i < 10; i++) story.after(0.1).stalls(1);
    expect(story.carrier).toBe("eth2");
  });
});
