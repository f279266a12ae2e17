import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const fast = { pingTimeoutS: 1 };
const fibreAndLte = { fibre: { metric: 10, ...fast }, lte: { metric: 20, ...fast } };

function flapping(seconds: number, checkIntervalS = 1): Story {
  const story = new Story(fibreAndLte, { checkIntervalS }).start().after(20);
  for (let s = 0; s < seconds; s += 30)
    story.silences("fibre").after(15).answers("fibre", 20).after(15);
  return story;
}

describe("an uplink that comes and goes every 15 seconds for 5 minutes", () => {
  for (const intervalS of [1, 5])
    test(`causes at most three switches with a round every ${intervalS} s`, () => {
      const story = flapping(300, intervalS);
      expect(story.switches.length - 1).toBeLessThanOrEqual(3);
      expect(story.carrier).toBe("eth2");
    });

  test("then shows until when it is used last", () => {
    const story = flapping(300);
    const until = story.status("fibre")?.suppressedUntil ?? 0;
    expect(until).toBeGreaterThan(story.nowMs / 1000 + 60);
    expect(until).toBeLessThanOrEqual(story.nowMs / 1000 + 900);
    expect(story.log.some((line) => line.startsWith("fibre: suppressed: it comes and goes"))).toBe(
      true
    );
  });

  test("is used again when that time is over, exactly then", () => {
    const story = flapping(300);
    const untilMs = (story.status("fibre")?.suppressedUntil ?? 0) * 1000;
    story.after((untilMs - story.nowMs) / 1000 - 1);
    expect(story.carrier).toBe("eth2");
    story.after(3);
    expect(story.carrier).toBe("eth1");
    expect(story.status("fibre")?.suppressedUntil).toBeNull();
  });

  test("is used meanwhile when nothing else is online", () => {
    const story = flapping(300).silences("lte").after(10);
    expect(story.carrier).toBe("eth1");
  });

  test("is not damped when the household does not want it", () => {
    const story = new Story(fibreAndLte, { checkIntervalS: 1, flapDamping: false }).start();
    for (let i = 0; i < 10; i++) story.silences("fibre").after(15).answers("fibre", 20).after(15);
    expect(story.switches.length).toBeGreaterThan(15);
  });
});

test("two outages an hour apart are no flapping", () => {
  const story = new Story(fibreAndLte).start().after(20);
  for (let i = 0; i < 3; i++) story.silences("fibre").after(60).answers("fibre", 20).after(3600);
  expect(story.status("fibre")?.suppressedUntil).toBeNull();
  expect(story.carrier).toBe("eth1");
});

describe("the wait before the return", () => {
  const patient = { failbackDelayS: 120 };

  test("a better uplink must have been online for that long", () => {
    const story = new Story(fibreAndLte, patient).start().after(20);
    story.silences("fibre").after(30).answers("fibre", 20).after(100);
    expect(story.carrier).toBe("eth2");
    expect(story.state.choices.ipv4.reason).toBe(
      "lte is kept until fibre has been online for 120 s"
    );
    story.after(60);
    expect(story.carrier).toBe("eth1");
  });

  test("ends at once when the one in use dies", () => {
    const story = new Story(fibreAndLte, patient).start().after(20);
    story.silences("fibre").after(30).answers("fibre", 20).after(30).silences("lte").after(15);
    expect(story.carrier).toBe("eth1");
  });
});

describe("a satellite line that is away for 1.5 s every 20 s", () => {
  const patient = { pingTimeoutS: 5, fall: 5 };

  test("is ridden out by the patient setting", () => {
    for (let phaseS = 0; phaseS < 5; phaseS += 0.25) {
      const story = new Story({ sat: { metric: 10, ...patient }, lte: { metric: 20 } });
      story.start().after(60 + phaseS);
      for (let i = 0; i < 6; i++) story.silences("sat").after(1.5).answers("sat", 40).after(18.5);
      expect(story.log.filter((line) => /down|degraded|suppressed/.test(line))).toEqual([]);
      expect(story.switches).toHaveLength(1);
    }
  });

  test("is never left for a metered one while it works, though it flaps", () => {
    const story = new Story(
      { sat: { metric: 10, ...fast }, lte: { metric: 20, metered: true } },
      { checkIntervalS: 1 }
    );
    story.start().after(60);
    for (let i = 0; i < 6; i++) story.silences("sat").after(1.5).answers("sat", 40).after(18.5);
    expect(story.status("sat")?.suppressedUntil).not.toBeNull();
    expect(story.carrier).toBe("eth1");
    expect(story.silences("sat").after(5).carrier).toBe("eth2");
  });

  test("is left for one that is not metered, where there is one", () => {
    const story = new Story(
      { sat: { metric: 10, ...fast }, lte: { metric: 20, metered: true }, dsl: { metric: 30 } },
      { checkIntervalS: 1 }
    );
    story.start().after(60);
    for (let i = 0; i < 6; i++) story.silences("sat").after(1.5).answers("sat", 40).after(18.5);
    expect(story.carrier).not.toBe("eth1");
  });
});

test("what comes and goes in the first seconds after a start does not count", () => {
  const story = new Story(fibreAndLte, { checkIntervalS: 1 }).start();
  for (let i = 0; i < 3; i++) story.changes("fibre", { carrier: i % 2 === 1 }).after(4);
  story.changes("fibre", { carrier: true }).after(20);
  expect(story.status("fibre")?.suppressedUntil).toBeNull();
});
