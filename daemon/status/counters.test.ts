/** What is told of a device's counters, in the simulator. */
import { beforeEach, expect, test } from "vitest";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import type { PacketCounters } from "../engine/stall.ts";
import { createTrafficWatch } from "./counters.ts";

let world: World;
let told: { atMs: number; readings: PacketCounters[] }[];

/** Somebody sends a packet every 100 ms, answered or not. */
function use(seconds: number, answered: boolean): void {
  const device = world.kernel.devices.get("eth1");
  for (let i = 0; i < seconds * 10; i++) {
    world.kernel.devices.countSent(device, 100);
    if (answered) world.kernel.devices.countReceived(device, 100);
    world.clock.advance(100);
  }
}

beforeEach(() => {
  world = new World();
  setWorld(world);
  const address = "192.0.2.2/24";
  world.addUplink({ name: "wan", device: "eth1", address, gateway: "192.0.2.1", metric: 10 });
  told = [];
  createTrafficWatch((_section, readings) =>
    told.push({ atMs: world.clock.nowMs, readings })
  ).watch({ fibre: "eth1" });
});

test("a line that answers is told of every ten seconds or so", () => {
  use(60, true);
  expect(told.length).toBeLessThanOrEqual(7);
});

test("a line that is not used is told of as rarely", () => {
  world.clock.advance(60_000);
  expect(told.length).toBeLessThanOrEqual(7);
});

test("when answers stop, the reading before is told too: the stall began there", () => {
  use(15, true);
  const cutMs = world.clock.nowMs;
  use(4, false);
  const after = told.filter(({ atMs }) => atMs > cutMs).flatMap(({ readings }) => readings);
  const [first, second] = after as [PacketCounters, PacketCounters];
  expect(second.rxPackets).toBe(first.rxPackets);
  expect(second.txPackets).toBeGreaterThan(first.txPackets);
  expect(first.atMs).toBeLessThanOrEqual(cutMs + 1000);
  expect(after.at(-1)?.atMs).toBeGreaterThan(cutMs + 3000);
});

test("after quiet a stall counts from a second before it was seen, however old the reading before", () => {
  for (let i = 0; i < 20; i++) {
    world.clock.advance(21_300 + i * 100);
    const quietMs = world.clock.nowMs;
    use(4, false);
    const after = told.filter(({ atMs }) => atMs > quietMs).flatMap(({ readings }) => readings);
    const [first, second, third] = after as [PacketCounters, PacketCounters, PacketCounters];
    expect(second.txPackets).toBeGreaterThan(first.txPackets);
    expect(second.atMs - first.atMs).toBe(1000);
    expect(third.atMs - first.atMs).toBe(2000);
    expect(second.atMs).toBeLessThanOrEqual(quietMs + 2000);
    use(1, true);
  }
});
