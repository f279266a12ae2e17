import * as fc from "fast-check";
import { expect, test } from "vitest";
import { boundedEvent, eventsAfter, formatEvent, parseEvents, latestIdIn } from "./event-file.ts";
import type { LoggedEvent, Transition } from "./event-file.ts";

const down: Transition = {
  time: 1_795_261_137,
  kind: "health",
  section: "fibre",
  family: "ipv4",
  from: "online",
  to: "offline",
  reason: "nothing has come back for 2.1 s",
};

function fileOf(ids: number[]): string {
  return ids.map((id) => `${formatEvent(boundedEvent(id, down))}\n`).join("");
}

const idsOf = (events: LoggedEvent[]): number[] => events.map(({ id }) => id);

test("what is written is read back", () => {
  const all = { ...down, section: null, family: null, from: null };
  const events = [boundedEvent(1, down), boundedEvent(2, all)];
  expect(events).toEqual([
    { id: 1, ...down },
    { id: 2, ...all },
  ]);
  expect(parseEvents(events.map(formatEvent).join("\n"))).toEqual(events);
});

test("a reason is one line of at most 200 characters, whatever comes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (reason) => {
      const line = formatEvent(boundedEvent(1, { ...down, reason, section: reason }));
      expect(line).toMatch(/^[ -~]+$/);
      const [event] = parseEvents(line);
      expect(event!.reason.length).toBeLessThanOrEqual(200);
      expect(event!.section!.length).toBeLessThanOrEqual(64);
    })
  );
});

test("only the last hundred count, and only in the order of their numbers", () => {
  const ids = Array.from({ length: 130 }, (_, at) => at + 1);
  expect(idsOf(parseEvents(fileOf(ids)))).toEqual(ids.slice(30));
  expect(idsOf(parseEvents(fileOf([1, 5, 3, 5, 6])))).toEqual([1, 5, 6]);
});

test("a file cut or overwritten anywhere keeps its whole lines", () => {
  const whole = fileOf([1, 2, 3]);
  for (let end = 0; end < whole.length; end++) {
    const complete = whole.slice(0, end + 1).split("\n").length - 1;
    expect(parseEvents(whole.slice(0, end)).length, `cut at ${end}`).toBe(complete);
  }
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (junk) => {
      expect(idsOf(parseEvents(`${fileOf([1])}${junk}\n${fileOf([2])}`))).toEqual([1, 2]);
    })
  );
});

test("the latest one is found without the others, in a damaged file too", () => {
  expect(latestIdIn(fileOf([3, 4, 5]))).toBe(5);
  expect(latestIdIn(`${fileOf([3, 4])}{"id":5,"ti`)).toBe(4);
  expect(latestIdIn("")).toBe(0);
  expect(latestIdIn("junk\n[]\n7\n")).toBe(0);
});

test("after an event come the later ones; after one that is not there yet, all of them", () => {
  const events = parseEvents(fileOf([3, 4, 5]));
  expect(idsOf(eventsAfter(events, 0))).toEqual([3, 4, 5]);
  expect(idsOf(eventsAfter(events, 4))).toEqual([5]);
  expect(idsOf(eventsAfter(events, 5))).toEqual([]);
  expect(idsOf(eventsAfter(events, 70))).toEqual([3, 4, 5]);
});
