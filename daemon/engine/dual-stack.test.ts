import { expect, test } from "vitest";
import { Story } from "../../simulator/story/story.ts";

const both = { families: ["ipv4" as const, "ipv6" as const] };
const fibreAndLte = { fibre: { metric: 10, ...both }, lte: { metric: 20, ...both } };

function running(): Story {
  return new Story(fibreAndLte).start().after(20);
}

test("each family has its own probes, routes and rules", () => {
  const story = running();
  expect(story.carrier).toBe("eth1");
  expect(story.carrier6).toBe("eth1");
  expect(story.kernel6.routes.find(({ table }) => table === 7700)?.gateway).toBe("fe80::1");
  expect(new Set(story.probes.map(({ target }) => target.includes(":")))).toEqual(
    new Set([true, false])
  );
});

test("when IPv6 alone is down on an uplink, IPv6 alone moves", () => {
  const story = running();
  story.behaves("fibre", (probe) => (probe?.family === "ipv6" ? null : 20)).after(20);
  expect(story.carrier6).toBe("eth2");
  expect(story.switches).toHaveLength(1);
  expect(story.status("fibre")?.status).toBe("up");
  expect(story.status("fibre")?.ipv6?.status).toBe("down");
  expect(story.log.at(-1)).toBe("new connections for IPv6 use lte: lte is online, fibre is down");
});

test("an uplink without IPv6 is no candidate for it", () => {
  const story = new Story(fibreAndLte).changes("fibre", null, "ipv6").start().after(20);
  expect(story.carrier).toBe("eth1");
  expect(story.carrier6).toBe("eth2");
  expect(story.status("fibre")?.ipv6).toBeNull();
});

test("where nobody has IPv6 nothing of ours is there for it", () => {
  const story = new Story(fibreAndLte);
  story.changes("fibre", null, "ipv6").changes("lte", null, "ipv6").start().after(20);
  expect(story.kernel6).toEqual({ rules: [], routes: [] });
  expect(story.log.some((line) => line.includes("IPv6"))).toBe(false);
});

test("a family that is not wanted is left alone", () => {
  const story = new Story({ fibre: {}, lte: {} }).start().after(20);
  expect(story.kernel6).toEqual({ rules: [], routes: [] });
  expect(story.probes.some(({ family }) => family === "ipv6")).toBe(false);
});

test("traffic from every address and prefix of an uplink leaves through it", () => {
  const story = running();
  story.changes("fibre", { address: "2001:db8:1::2" }, "ipv6");
  const facts = story.state.facts?.fibre?.ipv6;
  story.changes("fibre", { ...facts, sources: ["2001:db8:1::2", "2001:db8:100::/56"] }, "ipv6");
  const sources = story.kernel6.rules
    .filter(({ priority, table }) => priority === 32420 && table === 7701)
    .map(({ source }) => source);
  expect(sources).toEqual(["2001:db8:1::2", "2001:db8:100::/56"]);
});

test("an uplink with IPv6 only is shown by it", () => {
  const story = new Story({ fibre: both }).changes("fibre", null).start().after(20);
  expect(story.status("fibre")?.family).toBe("ipv6");
  expect(story.status("fibre")?.status).toBe("up");
});
