/** A metered uplink that is no longer in use is left by all flows, unless somebody wants them there. */
import { expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";
import type { PolicyRule, UplinkConfig } from "../../shared/domain.ts";

const metered: Record<string, Partial<UplinkConfig>> = {
  fibre: { metric: 10 },
  lte: { metric: 20, metered: true },
};

const rule: PolicyRule = {
  ...{ section: "console", families: ["ipv4"], source: "192.168.1.50", destination: null },
  ...{ protocols: [], sourcePorts: null, destinationPorts: null, use: "lte", refuses: false },
};

function leftIn(story: Story): (string[] | undefined)[] {
  return story.marking?.uplinks.map(({ left }) => left) ?? [];
}

/** Table that the router's packets from LTE's address are looked for in. */
function tableFromLte(story: Story): number | undefined {
  const address = story.state.uplinks["lte"]?.paths.ipv4?.facts?.address;
  return story.kernel.rules.find((rule) => rule.priority === 32420 && rule.source === address)
    ?.table;
}

test("it is left while an unmetered one is in use, and kept while it is in use itself", () => {
  const story = new Story(metered).start().after(90);
  expect(leftIn(story)).toEqual([[], ["ipv4"]]);
  story.silences("fibre").after(30);
  expect(story.carrier).toBe("eth2");
  expect(leftIn(story)).toEqual([[], []]);
  expect(tableFromLte(story)).toBe(7702);

  story.answers("fibre", 20).after(30);
  expect(story.carrier).toBe("eth1");
  expect(leftIn(story)).toEqual([[], ["ipv4"]]);
  expect(tableFromLte(story), "the router's own flows are led away").toBe(7700);
  expect(story.routeIn(7702)?.device, "answers to what comes in are not").toBe("eth2");
  story.after(60);
  expect(tableFromLte(story), "for a minute").toBe(7702);
});

test("without marks the router's own address keeps its line", () => {
  const story = new Story(metered);
  story.markingFailure = "nft is not installed";
  story.start().after(10);
  expect(tableFromLte(story)).toBe(7702);
});

test("what a person or a rule wants there stays there", () => {
  const drained = new Story(metered).start().after(30).orders("lte", "drain").after(1);
  expect(leftIn(drained)).toEqual([[], []]);
  const shared = new Story(metered, { mode: "multi-uplink" }).start().after(30);
  expect(leftIn(shared)).toEqual([[], []]);
  const ruled = new Story(metered);
  ruled.rules = [rule];
  expect(leftIn(ruled.start().after(30))).toEqual([[], []]);
  const unmetered = new Story({ fibre: { metric: 10 }, lte: { metric: 20 } }).start().after(30);
  expect(leftIn(unmetered)).toEqual([[], []]);
});
