import { beforeEach, expect, test } from "vitest";
import { parseEvents, eventsPath } from "../../shared/router/event-file.ts";
import type { Transition } from "../../shared/router/event-file.ts";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import { createEventLog } from "./event-log.ts";

let world: World;
let complaints: string[];

beforeEach(() => {
  world = new World();
  setWorld(world);
  complaints = [];
});

const start = () => createEventLog((text) => complaints.push(text));

function down(reason = "nothing comes back"): Transition {
  const time = 1_795_261_137;
  const [from, to] = ["online", "offline"];
  return { time, kind: "health", section: "fibre", family: "ipv4", from, to, reason };
}

test("events are numbered, and are in the file as soon as they have happened", () => {
  const log = start();
  expect(log.add(down()).id).toBe(1);
  const second = log.add(down("carrier lost"));
  expect(log.after(1)).toEqual([second]);
  expect(parseEvents(world.files.read(eventsPath))).toEqual(log.after(0));
  expect(complaints.join("")).toBe("");
});

test("only the last hundred are kept", () => {
  const log = start();
  for (let i = 0; i < 250; i++) log.add(down(`event ${i}`));
  expect(log.after(0).map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, i) => i + 151));
  expect(parseEvents(world.files.read(eventsPath))).toEqual(log.after(0));
});

test("a restarted daemon goes on counting where the last one stopped", () => {
  start().add(down());
  const log = start();
  expect(log.after(0)).toHaveLength(1);
  expect(log.add(down()).id).toBe(2);
});

test("a broken file costs what cannot be read of it", () => {
  const first = start().add(down());
  const whole = world.files.read(eventsPath);
  world.files.write(eventsPath, `garbage\n{"id":"x"}\n${whole}{"id":2,"time":179`);
  const log = start();
  expect(log.after(0)).toEqual([first]);
  expect(log.add(down()).id).toBe(2);
});

test("a file that cannot be written is said, and the events are kept nevertheless", () => {
  world.files.makePath(`${eventsPath}.new`);
  const log = start();
  log.add(down());
  expect(complaints).toEqual([`cannot write ${eventsPath}: ${eventsPath}.new cannot be opened`]);
  expect(log.after(0)).toHaveLength(1);
});
