import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PolicyRule } from "../../shared/domain.ts";
import { Story } from "../../simulator/story/story.ts";
import { wayOf } from "../../simulator/story/way.ts";
import type { Packet } from "../../simulator/story/way.ts";
import { changesTo } from "./diff.ts";

const console = "192.168.1.50";
const fibre = "eth1";
const lte = "eth2";

/** Everything of the console through LTE or not at all. */
const strict: PolicyRule = {
  section: "console",
  families: ["ipv4"],
  source: console,
  destination: null,
  protocols: [],
  sourcePorts: null,
  destinationPorts: null,
  use: "lte",
  refuses: true,
};

function household(rules: PolicyRule[]): Story {
  const story = new Story({ fibre: { metric: 10 }, lte: { metric: 20 } });
  story.rules = rules;
  return story.start();
}

function reconfigure(story: Story, rules: PolicyRule[]): Story {
  story.rules = rules;
  return story.configure({ fibre: { metric: 10 }, lte: { metric: 20 } });
}

const aPacket = fc.record({
  source: fc.constantFrom(console, "192.168.1.51", "10.0.0.1"),
  destination: fc.constantFrom("192.0.2.80", "198.51.100.1"),
  protocol: fc.constantFrom(1, 6, 17),
  sourcePort: fc.constantFrom(80, 50_000),
  destinationPort: fc.constantFrom(53, 443, 8000),
  mark: fc.constantFrom(0, 0x100, 0x200),
});

const range = fc.constantFrom(null, { from: 80, to: 80 }, { from: 100, to: 9000 });
const aRule: fc.Arbitrary<PolicyRule> = fc.record({
  section: fc.constant("any"),
  families: fc.constantFrom<PolicyRule["families"]>(["ipv4"], ["ipv4", "ipv6"]),
  source: fc.constantFrom(null, console, "192.168.1.0/24"),
  destination: fc.constantFrom(null, "192.0.2.0/24"),
  protocols: fc.constantFrom<PolicyRule["protocols"]>([], ["tcp"], ["tcp", "udp"], ["icmp"]),
  sourcePorts: range,
  destinationPorts: range,
  use: fc.constantFrom("fibre", "lte"),
  refuses: fc.boolean(),
});

const numbers = { tcp: 6, udp: 17, icmp: 1 };

function fits(one: PolicyRule, asked: Packet): boolean {
  const within = (ports: PolicyRule["sourcePorts"], port: number): boolean =>
    ports === null || (port >= ports.from && port <= ports.to);
  const isIn = (prefix: string | null, address: string): boolean =>
    prefix === null || address.startsWith(prefix.replace(/\.0\/24$/, "."));
  const { protocols } = one;
  return (
    isIn(one.source, asked.source) &&
    isIn(one.destination, asked.destination) &&
    (protocols.length === 0 || protocols.some((name) => numbers[name] === asked.protocol)) &&
    within(one.sourcePorts, asked.sourcePort) &&
    within(one.destinationPorts, asked.destinationPort)
  );
}

test("a packet takes what the first rule it fits says, and no rule takes another packet", () => {
  const marked: Record<number, string> = { 0x100: fibre, 0x200: lte };
  fc.assert(
    fc.property(fc.array(aRule, { maxLength: 5 }), aPacket, (rules, asked) => {
      const first = rules.find((one) => fits(one, asked));
      const own = first?.use === "lte" ? lte : fibre;
      const expected = first?.refuses ? own : (marked[asked.mark] ?? own);
      expect(wayOf(household(rules).after(3).kernel, asked)).toBe(expected);
    }),
    { numRuns: 100 }
  );
});

/** Puts other rules in force, and calls back after every change of the kernel. */
function change(from: PolicyRule[], to: PolicyRule[], onChange: (story: Story) => void): void {
  const story = household(from).after(3);
  let changes = 0;
  story.onChange = (kernel) => {
    if (kernel !== story.kernel) return;
    changes += 1;
    onChange(story);
  };
  reconfigure(story, to);
  expect(story.kernel).toEqual(household(to).after(3).kernel);
  const before = changes;
  story.dispatch({ kind: "kernelChanged", nowMs: story.nowMs });
  expect(changes).toBe(before);
}

test("while rules change, what a rule keeps on an uplink before and after stays on it", () => {
  const rules = fc.array(aRule, { maxLength: 5 });
  fc.assert(
    fc.property(rules, rules, aPacket, (from, to, asked) => {
      const firsts = [from, to].map((all) => all.find((one) => fits(one, asked)));
      const isKept = firsts.every((one) => one?.refuses);
      const ways = firsts.map((one) => (one?.use === "lte" ? lte : fibre));
      change(from, to, ({ kernel }) => {
        if (isKept) expect(ways).toContain(wayOf(kernel, asked));
      });
    }),
    { numRuns: 100 }
  );
});

test("while rules that do not refuse change, a packet goes where it went or where it is to go", () => {
  const rules = fc.array(
    aRule.map((one) => ({ ...one, refuses: false })),
    { maxLength: 5 }
  );
  fc.assert(
    fc.property(rules, rules, aPacket, (from, to, asked) => {
      const ways = [from, to].map((all) => wayOf(household(all).after(3).kernel, asked));
      change(from, to, ({ kernel }) => expect(ways).toContain(wayOf(kernel, asked)));
    }),
    { numRuns: 100 }
  );
});

test("whatever happens to the uplinks, what may only use LTE uses no other", () => {
  const down = { up: false, hasDefaultRoute: false, address: null };
  const up = { up: true, hasDefaultRoute: true, address: "203.0.9.2" };
  const acts: Record<string, (story: Story, section: string) => void> = {
    silences: (story, section) => story.silences(section),
    answers: (story, section) => story.answers(section, 20),
    ifdown: (story, section) => story.changes(section, down),
    ifup: (story, section) => story.changes(section, up),
    unplug: (story, section) => story.changes(section, { carrier: false }),
    disable: (story, section) => story.orders(section, "disable"),
    drain: (story, section) => story.orders(section, "drain"),
    force: (story, section) => story.orders(section, "force"),
    auto: (story, section) => story.orders(section, "auto"),
    reload: (story) => reconfigure(story, story.rules),
    switchesOff: (story) =>
      story.configure({ fibre: { metric: 10 }, lte: { metric: 20, enabled: false } }),
  };
  const act = fc.record({
    what: fc.constantFrom(...Object.keys(acts)),
    section: fc.constantFrom("fibre", "lte"),
    afterS: fc.constantFrom(0, 1, 10),
  });
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 12 }),
      fc.array(aRule, { maxLength: 3 }),
      (all, more) => {
        const asked = { source: console, destination: "192.0.2.80", protocol: 6 };
        const ports = { sourcePort: 50_000, destinationPort: 443 };
        const story = household([strict, ...more]).after(3);
        story.onChange = (kernel) => {
          if (kernel !== story.kernel) return;
          for (const mark of [0, 0x100, 0x200])
            expect([lte, "refused"]).toContain(wayOf(kernel, { ...asked, ...ports, mark }));
        };
        for (const { what, section, afterS } of all) {
          acts[what]!(story, section);
          story.after(afterS);
        }
        const plan = story.plans.filter(({ family }) => family === "ipv4").at(-1)!;
        expect(changesTo(story.kernel, plan)).toEqual([]);
      }
    ),
    { numRuns: 100 }
  );
});
