import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interfaceOptions } from "../../../shared/interface-options.ts";
import type { UciChange, UciSection } from "../api/router-api.ts";
import { deriveChanges } from "./derive-changes.ts";
import { draftOf, moveSection, newRule, newUplink } from "./draft.ts";
import type { Draft, DraftSection, ListName } from "./draft.ts";

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
    else {
      const first = change.sections.map(find);
      result = [...first, ...result.filter((section) => !first.includes(section))];
    }
  }
  return result;
}

const household: UciSection[] = [
  { name: "global", type: "global", options: { enabled: "1", note: "by hand" } },
  { name: "fibre", type: "interface", options: { name: "wan", metric: "10", colour: "blue" } },
  { name: "note", type: "remark", options: { by: "me" } },
  {
    name: "lte",
    type: "interface",
    options: { name: "wwan", metric: "20", ping_target: ["9.9.9.9", "1.1.1.1"] },
  },
  { name: "phone", type: "rule", options: { src_ip: "192.168.1.7", use: "lte", shade: "dark" } },
  { name: "rest", type: "rule", options: { use: "fibre" } },
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
    const edited = { ...stored, uplinks: moveSection(stored.uplinks, 1, 0) };
    expect(deriveChanges(stored, edited)).toEqual([
      { kind: "set", section: "lte", values: { metric: "10" } },
      { kind: "set", section: "fibre", values: { metric: "20" } },
      { kind: "order", sections: ["global", "lte", "note", "fibre", "phone", "rest"] },
    ]);
  });

  test("rules change places in the file, where the first one counts", () => {
    const edited = { ...stored, rules: moveSection(stored.rules, 1, 0) };
    expect(deriveChanges(stored, edited)).toEqual([
      { kind: "order", sections: ["global", "fibre", "note", "lte", "rest", "phone"] },
    ]);
  });

  test("a rule leads to a connection that is only being made, by the name it gets", () => {
    const uplink = { ...newUplink(stored, "new-1"), values: { name: "dsl" } };
    const withUplink = { ...stored, uplinks: [...stored.uplinks, uplink] };
    const rule = newRule(withUplink, "new-2");
    const edited = { ...withUplink, rules: [...stored.rules, rule] };
    expect(deriveChanges(stored, edited)).toEqual([
      { kind: "add", section: "dsl", type: "interface", values: { name: "dsl" } },
      { kind: "add", section: "rule", type: "rule", values: { use: "dsl" } },
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

type Step = { do: "set" | "move" | "remove" | "add"; list: ListName; at: number; text: string };

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom("set", "set", "move", "remove", "add"),
  list: fc.constantFrom<ListName>("uplinks", "rules"),
  at: fc.nat(4),
  text: fc.constantFrom("", "5", "wan6", "1.1.1.1", "<b>", "a b"),
});

/** The edits of a restless person. */
function play(draft: Draft, steps: Step[]): Draft {
  let next = draft;
  for (const [count, { do: action, list, at, text }] of steps.entries()) {
    const sections = next[list];
    const from = at % Math.max(1, sections.length);
    if (action === "set") next = edit(next, at, at % 2 === 0 ? "metric" : "name", text);
    else if (action === "move")
      next = { ...next, [list]: sections.length > 0 ? moveSection(sections, from, 0) : [] };
    else if (action === "remove")
      next = { ...next, [list]: sections.filter((_section, index) => index !== at) };
    else {
      const make = list === "rules" ? newRule : newUplink;
      next = { ...next, [list]: [...sections, make(next, `new-${count}`)] };
    }
  }
  return next;
}

/** Everything that is set: rules in their order, the other sections in any. */
function contentOf(draft: Draft): unknown {
  const set = ({ values, kind }: DraftSection) =>
    // The name that a new section gets is not known before.
    Object.entries(values).filter(
      ([option, text]) => text.trim() !== "" && option !== "use" && kind
    );
  const uplinks = draft.uplinks.map((uplink) =>
    JSON.stringify(Object.fromEntries(set(uplink)), Object.keys(interfaceOptions))
  );
  return [set(draft.global), uplinks.sort(), draft.rules.map(set)];
}

describe("whatever is edited", () => {
  test("carrying the steps out stores the form's content, rules in the form's order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const edited = play(stored, steps);
        const result = draftOf(carryOut(household, deriveChanges(stored, edited)));
        expect(contentOf(result)).toEqual(contentOf(edited));
        // A rule whose connection is gone cannot be saved.
        for (const [index, { values }] of edited.rules.entries())
          if (edited.uplinks.some(({ id }) => id === values["use"]))
            expect(result.rules[index]?.values["use"]).not.toMatch(/^new-/);
      })
    );
  });

  test("options and sections that the form does not know stay as they are", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const edited = play(stored, steps);
        const result = carryOut(household, deriveChanges(stored, edited));
        const named = (name: string) => result.find((section) => section.name === name);
        expect(named("note")).toEqual(household[2]);
        expect(named("global")?.options["note"]).toBe("by hand");
        if (edited.uplinks.some((uplink) => uplink.section === "fibre"))
          expect(named("fibre")?.options["colour"]).toBe("blue");
        if (edited.rules.some((rule) => rule.section === "phone"))
          expect(named("phone")?.options["shade"]).toBe("dark");
      })
    );
  });

  test("moving never renames a section", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const moves = steps.filter((one) => one.do === "move");
        const result = carryOut(household, deriveChanges(stored, play(stored, moves)));
        const names = (sections: UciSection[]) => sections.map(({ name }) => name).sort();
        expect(names(result)).toEqual(names(household));
      })
    );
  });
});
