import { beforeEach, expect, test } from "vitest";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import type { MarkingPlan } from "../engine/marking.ts";
import { createMarker, gatherMs, removeMarking } from "./marking.ts";
import type { Marker } from "./marking.ts";
import { hasNft } from "./nft-run.ts";

let world: World;
let marker: Marker;
/** What the marker told so far. */
let told: (string | null)[];

const file = "/var/run/mini-mwan.nft";
const takenAway = "the nftables table inet mini_mwan was taken away or changed by somebody else";

function planFor(...devices: string[]): MarkingPlan {
  const uplinks = devices.map((device, at) => ({
    slot: at + 1,
    devices: [device],
    weight: 1,
    takes: [],
    left: [],
    prefixes: [],
  }));
  return { mask: 0x3f00, balanceBy: "site", uplinks, unshared: [] };
}

function table(): string | null {
  return world.nft.tableText("inet mini_mwan");
}

/** What is told of the plan within so many seconds. */
function outcomeOf(plan: MarkingPlan | null, seconds = 0.2): (string | null)[] {
  told = [];
  marker.apply(plan);
  world.clock.advance(seconds * 1000);
  return told;
}

function listen(): Marker {
  return createMarker(({ failure }) => told.push(failure), gatherMs);
}

beforeEach(() => {
  world = new World();
  setWorld(world);
  told = [];
  marker = listen();
});

test("the table follows the plan and is gone at the end, with its files", () => {
  expect(outcomeOf(planFor("eth1", "wwan0"))).toEqual([null]);
  expect(table()).toContain('"wwan0" : goto save_2');
  expect(outcomeOf(planFor("eth1"))).toEqual([null]);
  expect(table()).not.toContain("wwan0");
  expect(outcomeOf(null)).toEqual([null]);
  expect(table()).toBeNull();
  expect(world.files.list("/var/run")).toEqual([]);
});

test("removing what is not there is no error", () => {
  expect(outcomeOf(null)).toEqual([null]);
  expect(removeMarking()).toBeNull();
  expect(world.files.list("/var/run")).toEqual([]);
});

test("what is loaded is not loaded again, also by the next daemon, unless it has gone meanwhile", () => {
  outcomeOf(planFor("eth1", "wwan0"));
  const { mtime } = world.files.find(file) as { mtime: number };
  world.clock.advance(60_000);
  marker = listen();
  expect(outcomeOf(planFor("eth1", "wwan0"))).toEqual([null]);
  expect(world.files.find(file)).toMatchObject({ mtime });
  world.nft.flush();
  marker = listen();
  expect(outcomeOf(planFor("eth1", "wwan0"))).toEqual([null]);
  expect(table()).not.toBeNull();
});

test("without nft it says so, and leaves no file", () => {
  world.nft.setInstalled(false);
  expect(hasNft()).toBe(false);
  expect(outcomeOf(planFor("eth1"))).toEqual(["nft is not installed"]);
  expect(world.files.list("/var/run")).toEqual([]);
  expect(outcomeOf(null)).toEqual([null]);
  world.nft.setInstalled(true);
  expect(hasNft()).toBe(true);
  expect(outcomeOf(planFor("eth1"))).toEqual([null]);
  expect(table()).not.toBeNull();
});

test("a folder that cannot be written is named", () => {
  world.files.removeTree("/var/run");
  expect(outcomeOf(planFor("eth1"))).toEqual([
    "/var/run/mini-mwan.nft.new cannot be written: No such file or directory",
  ]);
});

test("a refusal is told in nft's words and leaves the table as it was", () => {
  outcomeOf(planFor("eth1"));
  world.nft.refuseOnce("Error: Could not process rule: Device or resource busy");
  expect(outcomeOf(planFor("eth1", "wwan0"))).toEqual([
    "nft refuses the table inet mini_mwan: Error: Could not process rule: Device or resource busy",
  ]);
  expect(table()).not.toContain("wwan0");
  expect(outcomeOf(planFor("eth1", "wwan0"))).toEqual([null]);
  expect(world.files.list("/var/run")).toEqual(["mini-mwan.nft"]);
});

test("a swarm of plans is one run of nft", () => {
  const runs: string[] = [];
  const { nft } = world;
  const run = nft.run.bind(nft);
  nft.run = (args) => {
    runs.push(args.join(" "));
    return run(args);
  };
  marker.apply(planFor("eth1"));
  world.clock.advance(50);
  expect(outcomeOf(planFor("eth1", "wwan0"))).toEqual([null]);
  expect(table()).toContain("wwan0");
  expect(runs).toHaveLength(1);
});

test("while nft takes its time nothing waits for it, and the latest plan wins", () => {
  world.nft.runsForMs = 5000;
  expect(outcomeOf(planFor("eth1"), 1)).toEqual([]);
  expect(outcomeOf(planFor("eth2"), 1)).toEqual([]);
  expect(outcomeOf(planFor("eth3"), 3)).toEqual([]);
  world.clock.advance(200);
  expect(table()).toContain("eth1");
  world.clock.advance(5000);
  expect(table()).toContain("eth3");
  expect(told).toEqual([null]);
});

test("an nft that does not end is killed and counts as a failure", () => {
  world.nft.runsForMs = 3_600_000;
  expect(outcomeOf(planFor("eth1"), 11)).toEqual(["nft does not end within 10 s"]);
  world.nft.runsForMs = 0;
  expect(outcomeOf(planFor("eth1"))).toEqual([null]);
});

test("a table that somebody takes away or makes anew is missed within a second, once", () => {
  outcomeOf(planFor("eth1"));
  world.clock.advance(60_000);
  expect(told).toEqual([null]);
  world.nft.flush();
  world.clock.advance(1000);
  expect(told).toEqual([null, takenAway]);
  world.clock.advance(60_000);
  expect(told).toHaveLength(2);
  expect(outcomeOf(planFor("eth1"))).toEqual([null]);

  world.files.write("/tmp/other", "delete table inet mini_mwan\ntable inet mini_mwan {\n}\n");
  world.nft.run(["-f", "/tmp/other"]);
  world.clock.advance(1000);
  expect(told).toEqual([null, takenAway]);
});

test("other people's tables are no news", () => {
  outcomeOf(planFor("eth1"));
  world.files.write("/tmp/other", "table inet other {\n}\n");
  world.nft.run(["-f", "/tmp/other"]);
  world.clock.advance(5000);
  expect(told).toEqual([null]);
});

test("on a processor with the highest byte first it is looked after as well", () => {
  world.nft.isHighByteFirst = true;
  outcomeOf(planFor("eth1"));
  world.nft.flush();
  world.clock.advance(1000);
  expect(told).toEqual([null, takenAway]);
  expect(outcomeOf(planFor("eth1"))).toEqual([null]);
  expect(outcomeOf(null)).toEqual([null]);
  expect(table()).toBeNull();
});

test("at the end an nft under way is ended first, and nothing is left", () => {
  outcomeOf(planFor("eth1"));
  world.nft.runsForMs = 5000;
  outcomeOf(planFor("eth1", "wwan0"), 1);
  const refusals: (string | null)[] = [];
  marker.withdraw((refusal) => refusals.push(refusal));
  world.clock.advance(100);
  expect(refusals).toEqual([null]);
  world.clock.advance(20_000);
  expect(refusals).toHaveLength(1);
  expect(told).toEqual([]);
  expect(table()).toBeNull();
  expect(world.files.list("/var/run")).toEqual([]);
});
