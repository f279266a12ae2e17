/** A line that a person has switched off carries nothing, whatever else is down. */
import { describe, expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const both = { families: ["ipv4" as const, "ipv6" as const] };
const fibreAndLte = { fibre: { metric: 10, ...both }, lte: { metric: 20, ...both } };

/** Whether what no route of ours takes is kept from table main. */
function refuses(story: Story, kernel: "kernel" | "kernel6" = "kernel"): boolean {
  return story[kernel].rules.some((rule) => rule.refuses && rule.source === null);
}

function withoutFibre(story: Story): Story {
  const gone = { up: false, device: null, address: null, hasDefaultRoute: false, sources: [] };
  return story.changes("fibre", gone).changes("fibre", null, "ipv6").after(1);
}

describe("LTE is disabled by order and fibre's interface goes down", () => {
  const story = (): Story =>
    withoutFibre(new Story(fibreAndLte).start().after(20).orders("lte", "disable"));

  test("nothing leaves, in either family, and that is said", () => {
    const told = story();
    expect([told.carrier, told.carrier6]).toEqual([null, null]);
    expect([refuses(told), refuses(told, "kernel6")]).toEqual([true, true]);
    // Nor do the flows that it had.
    expect(told.routeIn(7702)).toBeNull();
    expect(told.snapshot?.reason).toBe("no uplink that may be used is online; nothing leaves");
    expect(told.snapshot?.uplinks.some(({ active }) => active)).toBe(false);
  });

  test("until the order is taken back, or fibre is up again", () => {
    const free = story().orders("lte", "auto").after(1);
    expect([free.carrier, refuses(free)]).toEqual(["eth2", false]);
    const back = story();
    back.changes("fibre", {
      up: true,
      device: "eth1",
      address: "203.0.1.2",
      hasDefaultRoute: true,
    });
    expect(refuses(back)).toBe(false);
    expect(back.after(20).carrier).toBe("eth1");
  });
});

test("one that is switched off in the configuration carries nothing either", () => {
  const off = { fibre: { metric: 10 }, lte: { metric: 20, enabled: false } };
  const story = withoutFibre(new Story(off).start().after(20));
  expect([story.carrier, refuses(story)]).toEqual([null, true]);
});

test("with all of them switched off there nothing is managed, and nothing refused", () => {
  const off = { fibre: { enabled: false }, lte: { enabled: false } };
  const story = new Story(off).start().after(20);
  expect(story.kernel.rules).toEqual([]);
});

test("an allowed line that answers nothing is tried, before one that is not allowed", () => {
  const story = new Story(fibreAndLte).start().after(20).orders("lte", "disable");
  story.silences("fibre").after(20);
  expect([story.carrier, refuses(story)]).toEqual(["eth1", false]);
  expect(story.snapshot?.reason).toBe("no uplink is online; fibre is tried");
  expect(story.routeIn(7702)?.device).toBe("eth1");
});

test("the best that is allowed is tried, but none without a cable", () => {
  const story = new Story(fibreAndLte).start().after(20).silences("lte");
  story.changes("fibre", { carrier: false }).after(20);
  expect(story.carrier).toBe("eth2");
});
