import * as fc from "fast-check";
import { expect, test } from "vitest";
import { globalOptions } from "../../shared/global-options.ts";
import { interfaceOptions } from "../../shared/interface-options.ts";
import { ruleOptions } from "../../shared/rule-options.ts";
import { parseConfig } from "../../shared/router/config.ts";
import { ownsTable } from "../../shared/router/mark.ts";
import { changesTo } from "./diff.ts";
import type { KernelState } from "./diff.ts";
import { priorities } from "./ip-rule.ts";
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
    priority: fc.constantFrom(...Object.values(priorities)),
    mark: fc.constantFrom(null, 256, 16128),
    mask: fc.constantFrom(null, 0x3f00),
    source: fc.constantFrom(null, "203.0.1.2"),
    destination: fc.constantFrom(null, "192.0.2.0/24"),
    protocol: fc.constantFrom(null, 6),
    sourcePorts: fc.constant(null),
    destinationPorts: fc.constantFrom(null, { from: 443, to: 443 }),
    inverts: fc.boolean(),
    refuses: fc.boolean(),
    goTo: fc.constantFrom(null, priorities.flow),
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
        const inOrder = (entries: readonly object[]) =>
          entries
            .map((entry) =>
              JSON.stringify(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
            )
            .sort();
        const sorted = ({ rules: some, routes: others }: KernelState) => [
          inOrder(some),
          inOrder(others),
        ];
        expect(sorted(story.kernel)).toEqual(
          sorted({ ...wanted, routes: [...wanted.routes, ...foreign] })
        );
      }
    )
  );
});

/** The state of an uplink that was told of last, up to a time. */
function toldOf(story: Story, section: string, atMs: number): string | undefined {
  const own = story.transitions.filter((one) => one.section === section && one.kind !== "switch");
  return own.filter((one) => one.atMs <= atMs).at(-1)?.kind;
}

test("between two switches that nothing forces there is always the hold time", () => {
  const holdS = 30;
  const patient = { failbackDelayS: holdS, flapDamping: false };
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 25 }), (events) => {
      const uplinks = { fibre: { metric: 10 }, cable: { metric: 20 }, lte: { metric: 30 } };
      const story = new Story(uplinks, patient).start().after(10);
      events.forEach((event) => happen(story, event));
      const switches = story.transitions.filter(({ kind }) => kind === "switch");
      switches.forEach(({ from, atMs }, i) => {
        const isForced = from === null || toldOf(story, from, atMs) !== "up";
        if (!isForced)
          expect(atMs - (switches[i - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(holdS * 1000);
      });
    }),
    { numRuns: 100 }
  );
});

/** Events of two lists in an order that keeps each list's own. */
function interleaved(a: Happening[], b: Happening[], picks: boolean[]): Happening[] {
  const [left, right, mixed] = [[...a], [...b], [] as Happening[]];
  for (let i = 0; left.length + right.length > 0; i++) {
    const takesLeft = right.length === 0 || (left.length > 0 && (picks[i] ?? true));
    mixed.push((takesLeft ? left : right).shift() as Happening);
  }
  return mixed;
}

test("whatever order things happen in, they end in the same plan", () => {
  const of = (section: string) =>
    fc.array(
      happening.map((event) => ({ ...event, section, afterS: 0.05 })),
      { maxLength: 6 }
    );
  const settledS = 120;
  const end = (events: Happening[]) => {
    const uplinks = { fibre: { metric: 10 }, cable: { metric: 20 }, lte: { metric: 30 } };
    const story = new Story(uplinks, { flapDamping: false }).start().after(10);
    events.forEach((event) => happen(story, event));
    return story
      .after(settledS)
      .plans.filter(({ family }) => family === "ipv4")
      .at(-1);
  };
  fc.assert(
    fc.property(of("fibre"), of("lte"), fc.array(fc.boolean()), (fibre, lte, picks) => {
      expect(end(interleaved(fibre, lte, picks))).toEqual(end([...fibre, ...lte]));
    }),
    { numRuns: 40 }
  );
});

test("whatever the configuration says, the engine runs", () => {
  const word = fc.oneof(
    fc.constantFrom("0", "1", "2", "5", "100", "-1", "", "multi-uplink", "quality", "dns", "ipv6"),
    fc.constantFrom("0xff000000", "1.1.1.1 2001:db8::1", "wan", "lte", "http://a/b", "$(id)"),
    fc.constantFrom("fibre", "nothing", "tcpudp", "icmp", "443", "1-9", "10.0.0.0/8", "::1/64"),
    fc.string({ unit: "binary", maxLength: 12 })
  );
  const tables = [globalOptions, interfaceOptions, ruleOptions];
  const options = tables.flatMap((table) => Object.keys(table));
  const section = fc.record({
    ".name": fc.constantFrom("global", "fibre", "lte", "cable"),
    ".type": fc.constantFrom("global", "interface", "interface", "rule"),
    values: fc.dictionary(fc.constantFrom(...options), word, { maxKeys: 12 }),
    name: fc.constantFrom("wan", "lte", "cable"),
    use: fc.constantFrom("fibre", "lte", "cable"),
  });
  fc.assert(
    fc.property(fc.array(section, { maxLength: 6 }), (raw) => {
      const sections = raw.map(({ values, name, use, ...own }) => {
        const needed = own[".type"] === "rule" ? { use } : { name };
        return { ...needed, ...values, ...own };
      });
      const { config } = parseConfig(sections);
      const story = new Story({ wan: {}, lte: {}, cable: {} }).start();
      story.dispatch({ kind: "config", nowMs: story.nowMs, config, slots: {} });
      story.after(30).silences("lte").after(30).losesRules().after(30);
      const plan = story.plans.filter(({ family }) => family === "ipv4").at(-1);
      expect(plan && changesTo(story.kernel, plan)).toEqual([]);
    }),
    { numRuns: 150 }
  );
});
