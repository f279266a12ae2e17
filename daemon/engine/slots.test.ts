import * as fc from "fast-check";
import { expect, test } from "vitest";
import { maxUplinks } from "../../shared/options.ts";
import { assignSlots } from "./slots.ts";

test("the first sections get the first slots, a newcomer the lowest free one", () => {
  expect(assignSlots(["a", "b"], {}, 60)).toEqual({ a: 1, b: 2 });
  expect(assignSlots(["c", "b"], { a: 1, b: 2 }, 60)).toEqual({ b: 2, c: 1 });
});

test("every section gets a slot of its own, and keeps the one it had", () => {
  const name = fc.constantFrom(...Array.from({ length: 80 }, (_, i) => `s${i}`));
  const sections = fc.uniqueArray(name, { maxLength: maxUplinks });
  fc.assert(
    fc.property(sections, sections, (before, after) => {
      const first = assignSlots(before, {}, maxUplinks);
      const second = assignSlots(after, first, maxUplinks);
      expect(new Set(Object.values(second)).size).toBe(after.length);
      for (const section of after) {
        expect(second[section]).toBeLessThanOrEqual(maxUplinks);
        if (before.includes(section)) expect(second[section]).toBe(first[section]);
      }
    })
  );
});

test("slots from a damaged status file are not believed", () => {
  expect(assignSlots(["a", "b"], { a: 700, b: 700 }, 60)).toEqual({ a: 1, b: 2 });
  expect(assignSlots(["a", "b"], { a: 3, b: 3 }, 60)).toEqual({ a: 3, b: 1 });
});

test("a smaller mask takes slots back that it has no room for", () => {
  expect(assignSlots(["a", "b"], { a: 20, b: 2 }, 14)).toEqual({ a: 1, b: 2 });
});
