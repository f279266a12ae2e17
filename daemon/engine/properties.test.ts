import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ownsTable } from "../../shared/router/mark.ts";
import { changesTo } from "./diff.ts";
import type { KernelState } from "./diff.ts";
import { Story } from "../../simulator/story/story.ts";

const sections = ["fibre", "cable", "lte"];

interface Happening {
  section: string;
  what: "answers" | "silences" | "ifdown" | "ifup" | "unplug" | "plug" | "losesRules";
  afterS: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  section: fc.constantFrom(...sections),
  what: fc.constantFrom("answers", "silences", "ifdown", "ifup", "unplug", "plug", "losesRules"),
  afterS: fc.constantFrom(0, 0.05, 1, 3, 7, 20),
});

function happen(story: Story, event: Happening): void {
  switch (event.what) {
    case "answers":
      story.answers(event.section, 20);
      break;
    case "silences":
      story.silences(event.section);
      break;
    case "ifdown":
      story.changes(event.section, { up: false, hasDefaultRoute: false, address: null });
      break;
    case "ifup":
      story.changes(event.section, { up: true, hasDefaultRoute: true, address: "203.0.9.2" });
      break;
    case "unplug":
      story.changes(event.section, { carrier: false });
      break;
    case "plug":
      story.changes(event.section, { carrier: true });
      break;
    case "losesRules":
      story.losesRules();
      break;
  }
  story.after(event.afterS);
}

function household(): Story {
  return new Story({ fibre: { metric: 10 }, cable: { metric: 20 }, lte: { metric: 30 } }).start();
}

/** The choice as a person would make it, from the published states alone. */
function expectedDevice(story: Story): string | null {
  const up = sections.filter((section) => story.status(section)?.status === "up");
  const steady = up.filter((section) => story.status(section)?.suppressedUntil === null);
  const best = steady[0] ?? up[0];
  return best === undefined ? null : (story.status(best)?.device ?? null);
}

test("whatever happens, the best online uplink carries traffic", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 25 }), (events) => {
      const story = household().after(10);
      for (const event of events) {
        happen(story, event);
        const expected = expectedDevice(story);
        if (expected !== null) expect(story.carrier).toBe(expected);
      }
    }),
    { numRuns: 200 }
  );
});

test("as long as one uplink stays online, no change leaves traffic without a route", () => {
  const others = happening.filter((event) => event.section !== "lte");
  fc.assert(
    fc.property(fc.array(others, { maxLength: 20 }), (events) => {
      const story = household().after(10);
      story.onChange = (kernel) =>
        expect(kernel.routes.some((route) => route.table === 7700)).toBe(true);
      events.forEach((event) => happen(story, event));
    }),
    { numRuns: 200 }
  );
});

test("carrying out a plan twice changes nothing the second time", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 15 }), (events) => {
      const story = household();
      events.forEach((event) => happen(story, event));
      const plan = story.plans.filter((one) => one.family === "ipv4").at(-1);
      expect(plan && changesTo(story.kernel, plan)).toEqual([]);
    })
  );
});

test("from any state of the kernel the plan is reached, and only our tables are touched", () => {
  const route = fc.record({
    table: fc.constantFrom(254, 7700, 7701, 7702, 7801, 7862),
    device: fc.constantFrom("eth1", "eth2"),
    gateway: fc.constantFrom(null, "203.0.1.1"),
  });
  const rule = fc.record({
    priority: fc.constantFrom(4400, 4410, 4440, 4490),
    mark: fc.constantFrom(null, 256, 16128),
    mask: fc.constantFrom(null, 0x3f00),
    source: fc.constantFrom(null, "203.0.1.2"),
    table: fc.constantFrom(254, 7700, 7701),
    suppressPrefixLength: fc.constantFrom(null, 0),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(route, { selector: (entry) => entry.table }),
      fc.array(rule, { maxLength: 8 }),
      (routes, rules) => {
        const story = household().after(10);
        const foreign = routes.filter((entry) => !ownsTable(entry.table));
        story.kernel = { routes, rules };
        story.dispatch({ kind: "kernelChanged", nowMs: story.nowMs });
        const plan = story.plans.filter((one) => one.family === "ipv4").at(-1);
        const wanted: KernelState = { rules: plan?.rules ?? [], routes: plan?.routes ?? [] };
        const sorted = (state: KernelState) => ({
          rules: state.rules.map((entry) => JSON.stringify(entry)).sort(),
          routes: state.routes.map((entry) => JSON.stringify(entry)).sort(),
        });
        expect(sorted(story.kernel)).toEqual(
          sorted({ ...wanted, routes: [...wanted.routes, ...foreign] })
        );
      }
    )
  );
});
