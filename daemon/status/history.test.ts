import { beforeEach, expect, test } from "vitest";
import { historyPath, parseHistory } from "../../shared/router/history-file.ts";
import { dayOf, recentOf } from "../../shared/router/history-ring.ts";
import type { HistorySample } from "../../shared/router/history-ring.ts";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import { ringsOf } from "../engine/history.ts";
import { createHistoryKeeper } from "./history.ts";

/** The beginning of a minute; seconds since 1970. */
const start = 1_795_261_140;

let world: World;
let complaints: string[];

beforeEach(() => {
  world = new World();
  setWorld(world);
  complaints = [];
});

const keeperAt = (nowS: number) => createHistoryKeeper(nowS, (text) => complaints.push(text));

function sampleAt(time: number): HistorySample {
  return { time, latencyMs: 12.3, jitterMs: 0.4, lossPct: 0, health: "online" };
}

/** Times of the samples in the file, counted from the start. */
function timesInFile(nowS: number): number[] {
  const [path] = parseHistory(world.files.read(historyPath), nowS);
  return recentOf(path!).map(({ time }) => time - start);
}

test("the file is written at most once a minute, and on request", () => {
  const keeper = keeperAt(start);
  for (let i = 1; i < 60; i += 5) keeper.add("fibre", "ipv4", sampleAt(start + i));
  expect(world.files.find(historyPath)).toBe(null);
  keeper.add("fibre", "ipv4", sampleAt(start + 60));
  const after = start + 200;
  expect(timesInFile(after).at(-1)).toBe(60);
  keeper.add("fibre", "ipv4", sampleAt(start + 119));
  expect(timesInFile(after).at(-1)).toBe(60);
  keeper.write();
  expect(timesInFile(after).at(-1)).toBe(119);
  expect(complaints.join("")).toBe("");
});

test("a restarted daemon goes on with what the last one wrote", () => {
  const first = keeperAt(start);
  first.add("fibre", "ipv4", sampleAt(start + 1));
  first.add("fibre", "ipv6", sampleAt(start + 2));
  first.write();
  const second = keeperAt(start + 70);
  second.add("fibre", "ipv4", sampleAt(start + 71));
  const rings = ringsOf(second.historyOf("fibre", "ipv4")!);
  expect(recentOf(rings).map(({ time }) => time - start)).toEqual([1, 71]);
  expect(dayOf(rings).map(({ time }) => time - start)).toEqual([0, 60]);
  expect(second.historyOf("fibre", "ipv6")).not.toBeNull();
  expect(second.historyOf("lte", "ipv4")).toBeNull();
});

test("a daemon that starts before its predecessor's time leaves out what is yet to come", () => {
  const first = keeperAt(start);
  first.add("fibre", "ipv4", sampleAt(start + 1));
  first.add("fibre", "ipv4", sampleAt(start + 500));
  first.write();
  const rings = ringsOf(keeperAt(start + 100).historyOf("fibre", "ipv4")!);
  expect(recentOf(rings).map(({ time }) => time - start)).toEqual([1]);
});

test("uplinks that are no longer configured are forgotten", () => {
  const keeper = keeperAt(start);
  for (const section of ["fibre", "lte"]) keeper.add(section, "ipv4", sampleAt(start));
  keeper.keepOnly(["lte"]);
  keeper.write();
  const found = parseHistory(world.files.read(historyPath), start);
  expect(found.map(({ section }) => section)).toEqual(["lte"]);
});

test("garbage in place of the file does no harm", () => {
  for (const text of ["", "{", "[[[[", '{"version":1,"paths":[{"section":"fibre"}]}']) {
    world.files.write(historyPath, text);
    const keeper = keeperAt(start);
    keeper.add("fibre", "ipv4", sampleAt(start));
    expect(recentOf(ringsOf(keeper.historyOf("fibre", "ipv4")!))).toHaveLength(1);
  }
});

test("a file that cannot be written is said", () => {
  world.files.makePath(`${historyPath}.new`);
  keeperAt(start).write();
  expect(complaints).toEqual([`cannot write ${historyPath}: ${historyPath}.new cannot be opened`]);
});
