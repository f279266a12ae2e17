import { beforeEach, expect, test } from "vitest";
import { parseStatus, readerPath, statusPath } from "../../shared/router/status-file.ts";
import type { Router } from "../../simulator/router.ts";
import { createTwoWans } from "../../simulator/scenarios/two-wans.ts";

/** The daemon's own code, on a household's router. */
let router: Router;

beforeEach(() => {
  router = createTwoWans({ seed: 7 });
  router.procd.start();
  router.world.clock.advance(30_000);
});

const snapshot = () => parseStatus(router.world.files.read(statusPath))!;

const ageS = () => Math.floor(router.world.clock.wallMs / 1000) - snapshot().timestamp;

/** What a look each second shows: how old the file was at most, and how often it was a new one. */
function lookOn(seconds: number, eachSecond: (second: number) => void = () => {}) {
  const timestamps = new Set<number>();
  let oldestS = 0;
  for (let second = 0; second < seconds; second++) {
    eachSecond(second);
    router.world.clock.advance(1000);
    timestamps.add(snapshot().timestamp);
    oldestS = Math.max(oldestS, ageS());
  }
  return { oldestS, count: timestamps.size };
}

/** Reads as the plugin does for a page. */
function readEveryFiveSeconds(second: number): void {
  if (second % 5 === 0) router.world.files.write(readerPath, "");
}

test("while nobody looks, measurements wait, and the file is never older than 16 seconds", () => {
  const { oldestS, count } = lookOn(120);
  expect(oldestS).toBeLessThanOrEqual(16);
  expect(count).toBeLessThanOrEqual(10);
});

test("somebody who looks every five seconds sees every round", () => {
  lookOn(10, readEveryFiveSeconds);
  const { oldestS, count } = lookOn(120, readEveryFiveSeconds);
  expect(oldestS).toBeLessThanOrEqual(6);
  expect(count).toBeGreaterThanOrEqual(23);
});

test("soon after the last look it is rare again", () => {
  lookOn(30, readEveryFiveSeconds);
  lookOn(20);
  expect(lookOn(120).count).toBeLessThanOrEqual(10);
});

test("a change is there at once, whoever looks", () => {
  router.world.network.getLink("eth1").change({ carrier: false });
  router.world.clock.advance(1000);
  expect(snapshot().uplinks[0]?.status).toBe("interface_down");
  expect(ageS()).toBeLessThanOrEqual(1);
});
