import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UciSection } from "../api/router-api.ts";
import { deriveChanges } from "./derive-changes.ts";
import { mergeDrafts } from "./derive-merge.ts";
import { draftOf, moveSection, sectionsOf } from "./draft.ts";
import type { Draft } from "./draft.ts";

const household: UciSection[] = [
  { name: "global", type: "global", options: { enabled: "1" } },
  { name: "fibre", type: "interface", options: { name: "wan", metric: "10" } },
  { name: "lte", type: "interface", options: { name: "wwan", metric: "20" } },
  { name: "phone", type: "rule", options: { src_ip: "192.168.1.7", use: "lte" } },
  { name: "rest", type: "rule", options: { use: "fibre" } },
];

const base = draftOf(household);

function set(draft: Draft, id: string, option: string, text: string): Draft {
  const change = (sections: Draft["rules"]) =>
    sections.map((section) =>
      section.id === id ? { ...section, values: { ...section.values, [option]: text } } : section
    );
  const [global] = change([draft.global]);
  const lists = { uplinks: change(draft.uplinks), rules: change(draft.rules) };
  return { ...draft, global: global ?? draft.global, ...lists };
}

function without(draft: Draft, id: string): Draft {
  const kept = (sections: Draft["rules"]) => sections.filter((section) => section.id !== id);
  const sequence = draft.sequence.filter((name) => name !== id);
  return { ...draft, uplinks: kept(draft.uplinks), rules: kept(draft.rules), sequence };
}

function value(draft: Draft, id: string, option: string): string | undefined {
  return sectionsOf(draft).find((section) => section.id === id)?.values[option];
}

function notes(mine: Draft, theirs: Draft): string[] {
  return mergeDrafts(base, mine, theirs).others.map(
    ({ section, option, before, after, collides }) =>
      `${section.id} ${option} ${before} > ${after}${collides ? " !" : ""}`
  );
}

describe("two people edit at once", () => {
  test("nobody else did: one's own edits stay, and there is nothing to say", () => {
    const mine = set(base, "lte", "weight", "3");
    expect(mergeDrafts(base, mine, base)).toEqual({ draft: mine, others: [] });
  });

  test("different settings: both are kept, and the other one's are told", () => {
    const mine = set(base, "lte", "weight", "3");
    const theirs = set(set(base, "lte", "metered", "1"), "global", "mode", "quality");
    const { draft } = mergeDrafts(base, mine, theirs);
    expect(value(draft, "lte", "weight")).toBe("3");
    expect(value(draft, "lte", "metered")).toBe("1");
    expect(value(draft, "global", "mode")).toBe("quality");
    expect(notes(mine, theirs)).toEqual(["global mode  > quality", "lte metered  > 1"]);
    expect(deriveChanges(theirs, draft)).toEqual([
      { kind: "set", section: "lte", values: { weight: "3" } },
    ]);
  });

  test("the same setting: one's own stays in the form, and it is told that they collide", () => {
    const mine = set(base, "lte", "weight", "3");
    const theirs = set(base, "lte", "weight", "7");
    expect(value(mergeDrafts(base, mine, theirs).draft, "lte", "weight")).toBe("3");
    expect(notes(mine, theirs)).toEqual(["lte weight  > 7 !"]);
  });

  test("the same setting in the same way is no collision", () => {
    const both = set(base, "lte", "weight", "7");
    expect(notes(both, both)).toEqual(["lte weight  > 7"]);
  });

  test("what the other one removed goes, unless it was edited here: then it is made anew", () => {
    const theirs = without(base, "lte");
    expect(mergeDrafts(base, base, theirs).draft.uplinks.map(({ id }) => id)).toEqual(["fibre"]);
    expect(notes(base, theirs)).toEqual(["lte null  > null"]);
    const mine = set(base, "lte", "weight", "3");
    const { draft } = mergeDrafts(base, mine, theirs);
    expect(notes(mine, theirs)).toEqual(["lte null  > null !"]);
    expect(deriveChanges(theirs, draft)).toEqual([
      {
        kind: "add",
        section: "lte",
        type: "interface",
        values: { name: "wwan", metric: "20", weight: "3" },
      },
    ]);
  });

  test("what was removed here and edited there is asked about", () => {
    const mine = without(base, "rest");
    const theirs = set(base, "rest", "use", "lte");
    expect(notes(mine, theirs)).toEqual(["rest use fibre > lte !"]);
    const { draft } = mergeDrafts(base, mine, theirs);
    expect(deriveChanges(theirs, draft)).toEqual([{ kind: "remove", section: "rest" }]);
  });

  test("what the other one added is there; rules keep the order of whoever moved them", () => {
    const added: UciSection = { name: "tv", type: "rule", options: { use: "lte" } };
    const theirs = draftOf([...household.slice(0, 3), added, ...household.slice(3)]);
    const order = (draft: Draft) => draft.rules.map(({ id }) => id);
    expect(order(mergeDrafts(base, base, theirs).draft)).toEqual(["tv", "phone", "rest"]);
    const mine = { ...base, rules: moveSection(base.rules, 1, 0) };
    expect(order(mergeDrafts(base, mine, theirs).draft)).toEqual(["rest", "phone", "tv"]);
  });
});

const edits = fc.array(
  fc.record({
    place: fc.constantFrom(
      "global enabled",
      "fibre weight",
      "fibre metric",
      "lte metric",
      "rest use"
    ),
    text: fc.constantFrom("", "1", "5", "fibre"),
  }),
  { maxLength: 6 }
);

test("whatever two people edit, no edit of one's own is lost, and every other one is kept or told", () => {
  fc.assert(
    fc.property(edits, edits, (own, others) => {
      const play = (steps: typeof own) =>
        steps.reduce((draft, { place, text }) => {
          const [id = "", option = ""] = place.split(" ");
          return set(draft, id, option, text);
        }, base);
      const [mine, theirs] = [play(own), play(others)];
      const merge = mergeDrafts(base, mine, theirs);
      for (const { place } of [...own, ...others]) {
        const [id = "", option = ""] = place.split(" ");
        const text = (draft: Draft) => value(draft, id, option) ?? "";
        const isMine = text(mine) !== text(base);
        expect(text(merge.draft)).toBe(isMine ? text(mine) : text(theirs));
        const told = merge.others.some((edit) => edit.section.id === id && edit.option === option);
        expect(told).toBe(text(theirs) !== text(base));
      }
    })
  );
});
