import { beforeEach, expect, test } from "vitest";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import type { MarkingPlan } from "../engine/marking.ts";
import { applyMarking, hasNft } from "./marking.ts";

let world: World;

const file = "/var/run/mini-mwan.nft";

function planFor(...devices: string[]): MarkingPlan {
  const uplinks = devices.map((device, at) => ({ slot: at + 1, devices: [device], weight: 1 }));
  return { mask: 0x3f00, balanceBy: "site", uplinks, unshared: [] };
}

function table(): string | null {
  return world.nft.tableText("inet mini_mwan");
}

beforeEach(() => {
  world = new World();
  setWorld(world);
});

test("the table follows the plan and is gone at the end, with its file", () => {
  expect(applyMarking(planFor("eth1", "wwan0"))).toBeNull();
  expect(table()).toContain('"wwan0" : goto save_2');
  expect(applyMarking(planFor("eth1"))).toBeNull();
  expect(table()).not.toContain("wwan0");
  expect(applyMarking(null)).toBeNull();
  expect(table()).toBeNull();
  expect(world.files.list("/var/run")).toEqual([]);
});

test("removing what is not there is no error", () => {
  expect(applyMarking(null)).toBeNull();
  expect(world.files.list("/var/run")).toEqual([]);
});

test("what is loaded is not loaded again, also by the next daemon", () => {
  applyMarking(planFor("eth1", "wwan0"));
  const { mtime } = world.files.find(file) as { mtime: number };
  world.clock.advance(60_000);
  expect(applyMarking(planFor("eth1", "wwan0"))).toBeNull();
  expect(world.files.find(file)).toMatchObject({ mtime });
});

test("without nft it says so, and leaves no file", () => {
  world.nft.setInstalled(false);
  expect(hasNft()).toBe(false);
  expect(applyMarking(planFor("eth1"))).toBe("nft is not installed");
  expect(world.files.list("/var/run")).toEqual([]);
  expect(applyMarking(null)).toBeNull();
  world.nft.setInstalled(true);
  expect(hasNft()).toBe(true);
  expect(applyMarking(planFor("eth1"))).toBeNull();
  expect(table()).not.toBeNull();
});

test("a folder that cannot be written is named", () => {
  world.files.removeTree("/var/run");
  expect(applyMarking(planFor("eth1"))).toBe(
    "/var/run/mini-mwan.nft.new cannot be written: No such file or directory"
  );
});
