import { describe, expect, test } from "vitest";
import type { UplinkConfig } from "../../shared/domain.ts";
import { Story } from "../../simulator/story/story.ts";

const fibreAndLte = { fibre: { metric: 10 }, lte: { metric: 20 } };

function running(): Story {
  return new Story(fibreAndLte).start().after(20);
}

test("at the start the preferred uplink carries traffic after one round", () => {
  const story = new Story(fibreAndLte).start().after(1);
  expect(story.carrier).toBe("eth1");
  expect(story.switches).toHaveLength(1);
});

test("a slower reply of the preferred uplink does not make the start switch twice", () => {
  const story = new Story(fibreAndLte).answers("fibre", 400).answers("lte", 10).start().after(2);
  expect(story.switches).toEqual([{ atMs: 400, device: "eth1" }]);
});

test("when the preferred uplink is dead from the start, the other takes over after its round", () => {
  const story = new Story(fibreAndLte).silences("fibre").start().after(4);
  expect(story.switches).toEqual([{ atMs: 3200, device: "eth2" }]);
  expect(story.log.at(-1)).toBe("new connections use lte: lte is online, fibre is down");
});

test("it comes back by itself after three good rounds, and not before", () => {
  const story = running().silences("fibre").after(20);
  expect(story.carrier).toBe("eth2");
  story.answers("fibre", 20).after(8);
  expect(story.carrier).toBe("eth2");
  expect(story.status("fibre")?.reason).toBe("answers again, 2 of 3 rounds needed");
  story.after(8);
  expect(story.carrier).toBe("eth1");
});

test("one of two targets silent is no reason to leave", () => {
  const story = running().behaves("fibre", (probe) => (probe?.target === "1.1.1.1" ? null : 20));
  story.after(60);
  expect(story.switches).toHaveLength(1);
  const fibre = story.status("fibre");
  expect(fibre?.lossPct).toBe(0);
  expect(fibre?.targets.map(({ target, state }) => [target, state])).toEqual([
    ["1.1.1.1", "silent"],
    ["8.8.8.8", "answers"],
  ]);
});

test("a lost interface is left at once and has to earn its return", () => {
  const story = running().changes("fibre", { up: false, hasDefaultRoute: false, address: null });
  expect(story.carrier).toBe("eth2");
  expect(story.status("fibre")?.status).toBe("interface_down");
  expect(story.status("fibre")?.reason).toBe("the interface is down");
  story.changes("fibre", { up: true, hasDefaultRoute: true, address: "203.0.1.2" }).after(4);
  expect(story.carrier).toBe("eth2");
  story.after(10);
  expect(story.carrier).toBe("eth1");
});

test("a pulled cable counts although netifd still says up", () => {
  const story = running().changes("fibre", { carrier: false });
  expect(story.carrier).toBe("eth2");
  expect(story.status("fibre")?.reason).toBe("no carrier on eth1");
});

test("a cable that is plugged in again brings the uplink back, though no route changes", () => {
  const story = running().changes("fibre", { carrier: false }).after(1);
  story.changes("fibre", { carrier: true }).after(20);
  expect(story.carrier).toBe("eth1");
});

test("with everything silent the first is tried all the same, and nothing is called in use", () => {
  const story = running().silences("fibre").silences("lte").after(30);
  expect(story.carrier).toBe("eth1");
  expect(story.snapshot?.uplinks.some(({ active }) => active)).toBe(false);
  expect(story.log.at(-1)).toBe(
    "new connections have no uplink: no uplink is online; fibre is tried"
  );
});

test("after a complete outage the first uplink that answers is used at once", () => {
  const story = running().silences("fibre").silences("lte").after(30).answers("lte", 30).after(6);
  expect(story.carrier).toBe("eth2");
  expect(story.status("lte")?.status).toBe("down");
  story.after(15);
  expect(story.status("lte")?.status).toBe("up");
});

test("an uplink that has just come is used at once when nothing else is online", () => {
  const story = new Story(fibreAndLte).changes("lte", { up: false }).start().after(20);
  story.answers("lte", 900).changes("lte", { up: true }).changes("fibre", { carrier: false });
  expect(story.carrier).toBe("eth2");
  expect(story.status("lte")?.status).toBe("down");
});

test("flows of a dead uplink are led to the survivor, and back home later", () => {
  const story = running();
  expect(story.routeIn(7701)?.device).toBe("eth1");
  story.silences("fibre").after(15);
  expect(story.routeIn(7701)?.device).toBe("eth2");
  expect(story.routeIn(7801)?.device).toBe("eth1");
  story.answers("fibre", 20).after(20);
  expect(story.routeIn(7701)?.device).toBe("eth1");
});

test("rules removed by somebody else are put back at once", () => {
  const story = running();
  const before = story.kernel.rules;
  story.losesRules();
  expect(new Set(story.kernel.rules)).toEqual(new Set(before));
});

test("an uplink the kernel refuses to route does not keep the others from working", () => {
  const story = new Story(fibreAndLte).refuses(7801).start().after(3);
  expect(story.carrier).toBe("eth2");
  expect(story.probes.some((probe) => probe.section === "fibre")).toBe(false);
});

test("a new address restarts the measurements without a switch", () => {
  const story = running().changes("fibre", { address: "203.0.1.77", gateway: "203.0.1.254" });
  expect(story.status("fibre")?.latencyMs).toBeNull();
  expect(story.status("fibre")?.status).toBe("up");
  story.after(2);
  expect(story.carrier).toBe("eth1");
  expect(story.routeIn(7700)?.gateway).toBe("203.0.1.254");
  expect(story.probes.at(-1)?.address).toMatch(/203.0.1.77|203.0.2.2/);
});

test("probes leave only through an interface that has its route in the probe table", () => {
  const story = new Story({ wan: {} });
  story.configure({ wan: {} }).after(30);
  expect(story.probes).toEqual([]);
});

test("a round is three probes to each target, 100 ms apart, every check interval", () => {
  const story = new Story({ wan: { targets: { ipv4: ["1.1.1.1"], ipv6: [] } } }).start().after(6);
  expect(story.probes.map((probe) => probe.atMs)).toEqual([0, 100, 200, 5000, 5100, 5200]);
});

test("changing one uplink touches no other", () => {
  const story = running();
  const before = story.state.uplinks.fibre;
  story.configure({ fibre: { metric: 10 }, lte: { metric: 20, pingCount: 5 } });
  expect(story.state.uplinks.fibre?.paths.ipv4?.window).toEqual(before?.paths.ipv4?.window);
  expect(story.status("lte")?.latencyMs).toBeNull();
});

describe("settings of probes that change while it is in use", () => {
  const targets = { ipv4: ["9.9.9.9"], ipv6: [] };
  const changes: [string, Partial<UplinkConfig>][] = [
    ["ping_target", { targets }],
    ["ping_count", { pingCount: 1 }],
    ["probe_method", { probeMethod: "tcp", probePort: 443 }],
    ["metered", { metered: true }],
  ];
  for (const mode of ["failover", "quality", "multi-uplink"] as const) {
    test.each(changes)(`move nothing in mode ${mode}: %s`, (_, change) => {
      const story = new Story(fibreAndLte, { mode }).start().after(60);
      const [lines, markings] = [story.log.length, story.markings.length];
      let changeCount = 0;
      story.onChange = () => changeCount++;
      const both = { fibre: { metric: 10, ...change }, lte: { metric: 20, ...change } };
      story.configure({ ...both, lte: { metric: 20 } }).after(1);
      story.configure(both).after(120);
      expect(story.log.slice(lines)).toEqual([]);
      expect(changeCount).toBe(0);
      expect(story.markings).toHaveLength(markings);
      expect(story.probes.at(-1)).toMatchObject({ method: change.probeMethod ?? "icmp" });
    });
  }

  test("count as soon as they give a verdict", () => {
    const story = running().behaves("fibre", (probe) => (probe?.target === "9.9.9.9" ? null : 20));
    story.configure({ fibre: { metric: 10, targets }, lte: { metric: 20 } }).after(1);
    expect(story.carrier).toBe("eth1");
    story.after(10);
    expect(story.carrier).toBe("eth2");
  });

  test("leave one that is down as it is until it answers", () => {
    const story = running().silences("fibre").after(20);
    const log = story.log.length;
    story.configure({ fibre: { metric: 10, targets }, lte: { metric: 20 } }).after(20);
    expect(story.log.slice(log)).toEqual([]);
    expect(story.status("fibre")?.status).toBe("down");
    story.answers("fibre", 20).after(20);
    expect(story.carrier).toBe("eth1");
  });
});

test("an uplink added later is probed at once, by what netifd said before", () => {
  const story = new Story(fibreAndLte).start();
  story.configure({ fibre: { metric: 10 } }).after(20);
  story.configure(fibreAndLte).after(1);
  expect(story.status("lte")?.status).toBe("up");
});

test("slots stay with their sections when the order changes", () => {
  const story = running();
  const slot = story.state.uplinks.lte?.slot;
  story.configure({ dsl: {}, lte: { metric: 20 }, fibre: { metric: 10 } });
  expect(story.state.uplinks.lte?.slot).toBe(slot);
});

test("a disabled uplink has no rules, no probes and says so", () => {
  const story = new Story({ fibre: { metric: 10, enabled: false }, lte: {} }).start().after(10);
  expect(story.status("fibre")?.status).toBe("disabled");
  expect(story.carrier).toBe("eth2");
  expect(story.probes.some((probe) => probe.section === "fibre")).toBe(false);
});

test("a service that is switched off owns nothing", () => {
  const story = new Story(fibreAndLte, { enabled: false }).start().after(10);
  expect(story.kernel).toEqual({ rules: [], routes: [] });
});

test("latency, jitter and loss are those of the last ten rounds", () => {
  let count = 0;
  const story = new Story(
    { wan: { targets: { ipv4: ["1.1.1.1"], ipv6: [] }, pingCount: 1 } },
    { checkIntervalS: 1 }
  );
  story
    .behaves("wan", () => (count++ % 2 === 0 ? 10 : 30))
    .start()
    .after(30);
  const status = story.status("wan");
  expect(status?.latencyMs).toBeCloseTo(20, 5);
  expect(status?.jitterMs).toBeCloseTo(20, 5);
  expect(status?.lossPct).toBe(0);
});
