import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UciChange, UciSection } from "../api/router-api.ts";
import { deriveChanges } from "./derive-changes.ts";
import { draftOf, moveUplink, newUplink } from "./draft.ts";
import type { Draft } from "./draft.ts";

/** What UCI does with the steps, written as plainly as can be. */
function carryOut(sections: UciSection[], changes: UciChange[]): UciSection[] {
  let result = sections.map((section) => ({ ...section, options: { ...section.options } }));
  const find = (name: string) => {
    const found = result.find((section) => section.name === name);
    if (!found) throw new Error(`there is no section ${name}`);
    return found;
  };
  for (const change of changes) {
    if (change.kind === "add")
      result.push({ name: change.section, type: change.type, options: { ...change.values } });
    else if (change.kind === "set") Object.assign(find(change.section).options, change.values);
    else if (change.kind === "unset")
      for (const option of change.options) delete find(change.section).options[option];
    else if (change.kind === "remove")
      result = result.filter((section) => section.name !== change.section);
    else result = change.sections.map(find);
  }
  return result;
}

const household: UciSection[] = [
  { name: "global", type: "global", options: { enabled: "1", note: "by hand" } },
  { name: "fibre", type: "interface", options: { name: "wan", metric: "10", colour: "blue" } },
  { name: "policy", type: "rule", options: { src: "192.168.1.7" } },
  {
    name: "lte",
    type: "interface",
    options: { name: "wwan", metric: "20", ping_target: ["9.9.9.9", "1.1.1.1"] },
  },
];

function edit(draft: Draft, index: number, option: string, text: string): Draft {
  const uplinks = draft.uplinks.map((uplink, position) =>
    position === index ? { ...uplink, values: { ...uplink.values, [option]: text } } : uplink
  );
  return { ...draft, uplinks };
}

const stored = draftOf(household);

describe("only what was touched is stored", () => {
  test("nothing for an untouched form", () => {
    expect(deriveChanges(stored, stored)).toEqual([]);
  });

  test("one option, and back again", () => {
    const edited = edit(stored, 0, "ping_count", "5");
    expect(deriveChanges(stored, edited)).toEqual([
      { kind: "set", section: "fibre", values: { ping_count: "5" } },
    ]);
    expect(deriveChanges(stored, edit(edited, 0, "ping_count", ""))).toEqual([]);
  });

  test("an emptied field takes its default again", () => {
    expect(deriveChanges(stored, edit(stored, 1, "metric", ""))).toEqual([
      { kind: "unset", section: "lte", options: ["metric"] },
    ]);
  });

  test("addresses are a list, however they were typed", () => {
    const edited = edit(stored, 1, "ping_target", "8.8.8.8,  9.9.9.9");
    expect(deriveChanges(stored, edited)).toEqual([
      { kind: "set", section: "lte", values: { ping_target: ["8.8.8.8", "9.9.9.9"] } },
    ]);
  });

  test("a new uplink is named after its interface, never like another section", () => {
    const added = { ...newUplink(stored, "new-1") };
    const named = { ...added, values: { ...added.values, name: "lte" } };
    const edited = { ...stored, uplinks: [...stored.uplinks, named] };
    expect(deriveChanges(stored, edited)).toEqual([
      { kind: "add", section: "lte_2", type: "interface", values: { name: "lte", metric: "30" } },
    ]);
  });

  test("moving changes places and metrics, and leaves unknown sections where they are", () => {
    const edited = { ...stored, uplinks: moveUplink(stored.uplinks, 1, 0) };
    expect(deriveChanges(stored, edited)).toEqual([
      { kind: "set", section: "lte", values: { metric: "10" } },
      { kind: "set", section: "fibre", values: { metric: "20" } },
      { kind: "order", sections: ["global", "lte", "policy", "fibre"] },
    ]);
  });

  test("a file without a global section gets one when its settings are edited", () => {
    const none = draftOf([]);
    const global = { ...none.global, values: { enabled: "1" } };
    expect(deriveChanges(none, { ...none, global })).toEqual([
      { kind: "add", section: "global", type: "global", values: { enabled: "1" } },
    ]);
  });
});

type Step = { do: "set" | "move" | "remove" | "add"; at: number; text: string };

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom("set", "set", "move", "remove", "add"),
  at: fc.nat(4),
  text: fc.constantFrom("", "5", "wan6", "1.1.1.1", "<b>", "a b"),
});

/** The edits of a restless person. */
function play(draft: Draft, steps: Step[]): Draft {
  let next = draft;
  for (const [count, { do: action, at, text }] of steps.entries()) {
    const { uplinks } = next;
    if (action === "set") next = edit(next, at, at % 2 === 0 ? "metric" : "name", text);
    else if (action === "move") next = { ...next, uplinks: moveUplink(uplinks, at, at - 1) };
    else if (action === "remove")
      next = { ...next, uplinks: uplinks.filter((_uplink, index) => index !== at) };
    else next = { ...next, uplinks: [...uplinks, newUplink(next, `new-${count}`)] };
  }
  return next;
}

function contentOf(draft: Draft): unknown {
  const set = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).filter(([, text]) => text.trim() !== ""));
  return [set(draft.global.values), ...draft.uplinks.map((uplink) => set(uplink.values))];
}

describe("whatever is edited", () => {
  test("carrying the steps out stores the form's content in the form's order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const edited = play(stored, steps);
        const result = draftOf(carryOut(household, deriveChanges(stored, edited)));
        expect(contentOf(result)).toEqual(contentOf(edited));
      })
    );
  });

  test("options and sections that the form does not know stay as they are", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const edited = play(stored, steps);
        const result = carryOut(household, deriveChanges(stored, edited));
        const named = (name: string) => result.find((section) => section.name === name);
        expect(named("policy")).toEqual(household[2]);
        expect(named("global")?.options["note"]).toBe("by hand");
        if (edited.uplinks.some((uplink) => uplink.section === "fibre"))
          expect(named("fibre")?.options["colour"]).toBe("blue");
      })
    );
  });
});
