import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const fibreAndLte = { fibre: { metric: 10 }, lte: { metric: 20 } };

function wordsOf(story: Story, section: string) {
  return story.status(section)?.targets.map(({ state }) => state);
}

describe("the targets of a line that is down", () => {
  const wasDown = (story: Story): boolean => story.status("fibre")?.status === "down";

  test("are silent from the moment it is called down, and answer when they do", () => {
    const story = new Story(fibreAndLte).start().after(20).silences("fibre");
    while (!wasDown(story)) story.after(0.05);
    expect(wordsOf(story, "fibre")).toEqual(["silent", "silent"]);
    expect(wordsOf(story, "lte")).toEqual(["answers", "answers"]);
    story.answers("fibre", 20);
    while (!story.status("fibre")?.reason.startsWith("answers again")) story.after(0.1);
    expect(wasDown(story)).toBe(true);
    expect(wordsOf(story, "fibre")).toContain("answers");
  });

  test("are silent on one that never answered", () => {
    const story = new Story(fibreAndLte).silences("fibre").start();
    while (!wasDown(story)) story.after(0.05);
    expect(wordsOf(story, "fibre")).toEqual(["silent", "silent"]);
  });
});

describe("a target that answers nobody", () => {
  function withoutOne(story: Story): Story {
    for (const section of ["fibre", "lte"])
      story.behaves(section, (probe) => (probe?.target === "1.1.1.1" ? null : 20));
    return story;
  }

  test("is at fault itself, and shown so", () => {
    const story = withoutOne(new Story(fibreAndLte).start().after(20)).after(60);
    expect(wordsOf(story, "fibre")).toEqual(["blamed", "answers"]);
    expect(story.status("fibre")?.health).toBe("online");
    expect(story.switches).toHaveLength(1);
  });

  test("is not waited for, even when all targets are asked for", () => {
    const both = { fibre: { metric: 10, reliability: 2 }, lte: { metric: 20, reliability: 2 } };
    const story = withoutOne(new Story(both).start().after(20)).after(300);
    expect(wordsOf(story, "lte")).toEqual(["blamed", "answers"]);
    expect(story.transitions.filter(({ kind }) => kind === "down")).toEqual([]);
  });

  test("counts again as soon as it answers anybody", () => {
    const story = withoutOne(new Story(fibreAndLte).start().after(20)).after(60);
    story.answers("lte", 30).after(10);
    expect(wordsOf(story, "fibre")).toEqual(["silent", "answers"]);
  });

  test("is at fault on a router with one uplink, too", () => {
    const story = new Story({ wan: {} }).start().after(20);
    story.behaves("wan", (probe) => (probe?.target === "8.8.8.8" ? null : 20)).after(60);
    expect(wordsOf(story, "wan")).toEqual(["answers", "blamed"]);
  });

  test("when no target answers, it is the line", () => {
    const story = new Story(fibreAndLte).start().after(20).silences("fibre").after(60);
    expect(wordsOf(story, "fibre")).toEqual(["silent", "silent"]);
    expect(story.carrier).toBe("eth2");
  });
});

describe("a quorum", () => {
  const quorum = { fibre: { metric: 10, reliability: 2 }, lte: { metric: 20 } };

  test("an uplink that reaches too few of its targets is left", () => {
    const story = new Story(quorum).start().after(20);
    story.behaves("fibre", (probe) => (probe?.target === "1.1.1.1" ? null : 20)).after(40);
    expect(story.carrier).toBe("eth2");
    expect(story.status("fibre")?.reason).toMatch(
      /^no reply from enough of 1.1.1.1, 8.8.8.8 in \d+ rounds$/
    );
  });

  test("a single lost probe is no missed quorum", () => {
    let count = 0;
    const story = new Story(quorum);
    story
      .behaves("fibre", () => (count++ % 7 === 0 ? null : 20))
      .start()
      .after(600);
    expect(story.switches).toHaveLength(1);
  });
});

describe("a metered uplink", () => {
  const metered = { wan: { metric: 10 }, lte: { metric: 20, metered: true } };
  const probeBytes = 44;

  test("is probed twelve times less often, with one probe to each target", () => {
    const story = new Story(metered).start().after(3600);
    const probes = story.probes.filter(({ section }) => section === "lte");
    expect(probes.length).toBe(2 * 61);
    // Sent and answered: a day stays below a megabyte.
    expect(probes.length * 24 * 2 * probeBytes).toBeLessThan(1e6);
  });

  test("is not probed at all while traffic shows that it works", () => {
    const story = new Story({ lte: { metered: true } }).start().after(10);
    const before = story.probes.length;
    story.uses(1800);
    expect(story.probes.length).toBe(before);
    expect(story.status("lte")?.status).toBe("up");
  });

  test("its outage is noticed within seconds while somebody uses it", () => {
    const story = new Story({ lte: { metric: 10, metered: true }, wan: { metric: 20 } }).start();
    story.uses(30).silences("lte");
    const cutMs = story.nowMs;
    story.uses(6);
    expect(story.carrier).toBe("eth2");
    expect((story.switches.at(-1)?.atMs ?? 0) - cutMs).toBeLessThan(5000);
  });

  test("alone and dead it is probed as often as any, to be back soon", () => {
    const story = new Story({ lte: { metered: true } }).start().silences("lte").uses(70);
    expect(story.status("lte")?.status).toBe("down");
    story.answers("lte", 30).after(16);
    expect(story.status("lte")?.status).toBe("up");
  });
});

describe("a metered uplink with both families", () => {
  const both = { families: ["ipv4" as const, "ipv6" as const] };
  const running = () =>
    new Story({
      wan: { metric: 10, ...both },
      lte: { metric: 20, metered: true, ...both },
    })
      .start()
      .after(600);

  /** When rounds of the metered uplink began, in seconds. */
  function roundsOf(story: Story, family: "ipv4" | "ipv6"): number[] {
    const times = story.probes
      .filter((probe) => probe.section === "lte" && probe.family === family)
      .map(({ atMs }) => Math.round(atMs / 1000));
    return [...new Set(times)];
  }

  test("is probed by one family in each round, in turns", () => {
    const story = running().after(3600);
    const late = (seconds: number) => seconds > 600;
    const ipv4 = roundsOf(story, "ipv4").filter(late);
    const ipv6 = roundsOf(story, "ipv6").filter(late);
    expect(ipv4.length).toBeLessThanOrEqual(31);
    expect(ipv6.length).toBeLessThanOrEqual(31);
    const gaps = ipv4.map((time) => Math.min(...ipv6.map((other) => Math.abs(other - time))));
    expect(Math.min(...gaps)).toBeGreaterThan(50);
  });

  test("that dies is noticed by both families in the same round", () => {
    const story = running().silences("lte").after(70);
    expect(story.status("lte")?.status).toBe("down");
    expect(story.status("lte")?.ipv6?.status).toBe("down");
  });

  test("that loses one family keeps the other", () => {
    const story = running().behaves("lte", (probe) => (probe?.family === "ipv6" ? null : 20));
    story.after(130);
    expect(story.status("lte")?.status).toBe("up");
    expect(story.status("lte")?.ipv6?.status).toBe("down");
  });

  test("one of whose families is down is probed as often as one that never had it", () => {
    const story = running().behaves("lte", (probe) => (probe?.family === "ipv6" ? null : 20));
    story.after(130);
    const before = roundsOf(story, "ipv4").length;
    story.after(600);
    expect(roundsOf(story, "ipv4").length - before).toBeGreaterThanOrEqual(9);
  });
});

describe("a target that is an address of the router", () => {
  const targets = { ipv4: ["203.0.1.2", "203.0.2.2", "1.1.1.1"], ipv6: [] };

  test("is not asked, and named", () => {
    const story = new Story({ fibre: { targets, metric: 10 }, lte: { metric: 20 } });
    story.start().after(20);
    const asked = story.probes.filter(({ section }) => section === "fibre");
    expect(new Set(asked.map(({ target }) => target))).toEqual(new Set(["1.1.1.1"]));
    expect(story.snapshot?.warnings).toEqual([
      {
        section: "fibre",
        code: "target_is_own",
        message: expect.stringMatching(/^203\.0\.1\.2, 203\.0\.2\.2 is an address of this router/),
      },
    ]);
  });

  test("gives way to the usual ones where there is no other", () => {
    const own = { ipv4: ["203.0.1.2"], ipv6: [] };
    const story = new Story({ fibre: { targets: own, metric: 10 }, lte: { metric: 20 } });
    story.start().after(20).silences("fibre").after(10);
    expect(story.carrier).toBe("eth2");
  });
});
