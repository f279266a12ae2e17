import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";
import { orderText } from "./transition.ts";

const fibreAndLte = { fibre: { metric: 10 }, lte: { metric: 20 } };

function running(): Story {
  return new Story(fibreAndLte).start().after(20);
}

test("a forced uplink is used at once, and for as long as ordered", () => {
  const story = running().orders("lte", "force", 900);
  expect(story.carrier).toBe("eth2");
  expect(story.status("lte")?.override).toEqual({ kind: "force", until: 920 });
  story.after(899);
  expect(story.carrier).toBe("eth2");
  story.after(2);
  expect(story.carrier).toBe("eth1");
  expect(story.status("lte")?.override).toBeNull();
});

test("it holds over failures of the other, and nobody is offline when it fails itself", () => {
  const story = running().orders("lte", "force");
  story.silences("fibre").after(30).answers("fibre", 20).after(60);
  expect(story.switches.map(({ device }) => device)).toEqual(["eth1", "eth2"]);
  story.silences("lte").after(20);
  expect(story.carrier).toBe("eth1");
  story.answers("lte", 30).after(30);
  expect(story.carrier).toBe("eth2");
});

test("forcing another one takes the first order back", () => {
  const story = running().orders("lte", "force").orders("fibre", "force");
  expect(story.status("lte")?.override).toBeNull();
  expect(story.carrier).toBe("eth1");
});

test("a drained uplink gets nothing new and keeps what it has", () => {
  const story = running().orders("fibre", "drain");
  expect(story.carrier).toBe("eth2");
  expect(story.routeIn(7701)?.device).toBe("eth1");
});

test("a drained uplink is still better than no Internet", () => {
  const story = running().orders("fibre", "drain").silences("lte").after(30);
  expect(story.carrier).toBe("eth1");
});

test("a disabled uplink is left by everything, and says so", () => {
  const story = running().orders("fibre", "disable", 60);
  expect(story.carrier).toBe("eth2");
  expect(story.routeIn(7701)?.device).toBe("eth2");
  expect(story.status("fibre")?.status).toBe("disabled");
  expect(story.status("fibre")?.reason).toBe("disabled by order");
  story.after(61);
  expect(story.status("fibre")?.status).toBe("up");
  expect(story.carrier).toBe("eth1");
});

test("auto takes an order back", () => {
  const story = running().orders("fibre", "disable").orders("fibre", "auto");
  expect(story.carrier).toBe("eth1");
});

test("an order for an uplink that is not there changes nothing", () => {
  const story = running().orders("nobody", "force");
  expect(story.state.overrides).toEqual({});
  expect(story.carrier).toBe("eth1");
});

test("orders outlive the daemon", () => {
  const before = running().orders("lte", "force", 600);
  const story = new Story(fibreAndLte);
  story.nowMs = before.nowMs;
  story.configure(fibreAndLte);
  story.dispatch({ kind: "overrides", nowMs: story.nowMs, overrides: before.state.overrides });
  story.start().after(10);
  expect(story.carrier).toBe("eth2");
  story.after(600);
  expect(story.carrier).toBe("eth1");
});

describe("the reason of an order is told", () => {
  const told = (story: Story): unknown[] =>
    story.transitions
      .filter(({ kind }) => kind === "override" || kind === "disabled")
      .map(({ kind, section, reason, order }) => [
        kind,
        section,
        order?.kind ?? reason,
        order?.untilMs,
      ]);

  test("with its end, and that it has ended", () => {
    const story = running().orders("lte", "disable", 60).after(61);
    expect(told(story)).toEqual([
      ["disabled", "lte", "disable", 80_000],
      ["override", "lte", "its order has ended", undefined],
    ]);
  });

  test("of one that is not to disable as well, also when another one takes its place", () => {
    const story = running().orders("lte", "force").orders("fibre", "force").orders("fibre", "auto");
    expect(told(story)).toEqual([
      ["override", "lte", "force", null],
      ["override", "fibre", "force", null],
      ["override", "lte", "its order has ended", undefined],
      ["override", "fibre", "its order has ended", undefined],
    ]);
  });

  test("in words", () => {
    expect(orderText("disable", "17:05")).toBe("disabled by order until 17:05");
    expect(orderText("drain", null)).toBe("to get nothing new by order");
  });
});

test("what stands in for one that is disabled says so", () => {
  const story = running().orders("fibre", "disable");
  expect(story.snapshot?.reason).toBe("lte is online, fibre is disabled by order");
});

test("an uplink has one name in log, reasons and status: its label", () => {
  const story = new Story({ ...fibreAndLte, lte: { metric: 20, label: "Mobile (5G)" } }).start();
  story.after(20).silences("fibre").after(20);
  expect(story.log).toContain(
    "new connections use Mobile (5G): Mobile (5G) is online, fibre is down"
  );
  expect(story.status("lte")?.label).toBe("Mobile (5G)");
  expect(story.transitions.at(-1)).toMatchObject({ section: "lte", label: "Mobile (5G)" });
});
