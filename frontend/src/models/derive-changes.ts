/** The steps from the stored configuration to the draft: only what was touched. */
import type { UciChange } from "../api/router-api.ts";
import { differences, rawValueOf, sectionsOf, specsOf, textOf } from "./draft.ts";
import type { Draft, DraftSection } from "./draft.ts";

/** Names of sections by their ids in the draft. */
type Names = Map<string, string>;

/** Values of a section that are to be stored; what is empty is not. */
function rawValuesOf(section: DraftSection, names: Names) {
  const entries = Object.entries(specsOf(section.kind)).flatMap(([option, spec]) => {
    const text = textOf(section, option);
    if (text.trim() === "") return [];
    const raw = spec.type === "section" ? names.get(text) : undefined;
    return [[option, raw ?? rawValueOf(spec, text)] as const];
  });
  return Object.fromEntries<string | string[]>(entries);
}

function changesWithin(stored: DraftSection, edited: DraftSection, names: Names): UciChange[] {
  const section = edited.section as string;
  const raw = rawValuesOf(edited, names);
  const touched = differences(stored, edited);
  const set = touched.filter((option) => raw[option] !== undefined);
  const unset = touched.filter(
    (option) => raw[option] === undefined && stored.values[option] !== undefined
  );
  const values = Object.fromEntries(set.map((option) => [option, raw[option] as string]));
  return [
    ...(set.length > 0 ? [{ kind: "set", section, values } as const] : []),
    ...(unset.length > 0 ? [{ kind: "unset", section, options: unset } as const] : []),
  ];
}

/**
 * A name for a new section, an uplink's made of its interface's: UCI takes letters, digits and
 * underscores only, and each name once. One that somebody else removed is given its own again.
 */
function inventName({ id, kind, values }: DraftSection, taken: Set<string>): string {
  const fresh = (values["name"] ?? "").replace(/[^A-Za-z0-9_]/g, "_") || kind;
  const base = id.includes("-") ? fresh : id;
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}_${number}`;
  taken.add(name);
  return name;
}

/** The sections with those of a list in another order, its new ones last; the others keep their places. */
function reorder(sections: string[], kept: string[], wanted: string[]): string[] {
  const remaining = [...wanted];
  const placed = sections.map((name) => (kept.includes(name) ? remaining.shift() : name));
  return [...(placed as string[]), ...remaining];
}

/** All names in their new order, or null where every list has kept its own: new ones come last anyway. */
function orderOf(stored: Draft, edited: Draft, names: Names, removed: string[]): string[] | null {
  const left = stored.sequence.filter((name) => !removed.includes(name));
  let sections = left;
  for (const list of ["uplinks", "rules"] as const) {
    const kept = stored[list].map(({ id }) => id).filter((name) => names.has(name));
    const wanted = edited[list].map(({ id }) => names.get(id) as string);
    if (kept.some((name, index) => name !== wanted[index]))
      sections = reorder(sections, kept, wanted);
  }
  return sections === left ? null : sections;
}

/** Empty when nothing differs. Sections and options that the form does not know stay untouched. */
function deriveChanges(stored: Draft, edited: Draft): UciChange[] {
  const before = new Map(sectionsOf(stored).map((section) => [section.id, section]));
  const taken = new Set(["global", ...stored.sequence]);
  const names: Names = new Map(
    sectionsOf(edited).map((section) => [
      section.id,
      section.section ?? (section.kind === "global" ? "global" : inventName(section, taken)),
    ])
  );
  const removed = [...before.values()].flatMap(({ id, section }) =>
    section === null || names.has(id) ? [] : [section]
  );
  const steps = sectionsOf(edited).flatMap((section): UciChange[] => {
    const known = before.get(section.id);
    if (known && section.section !== null) return changesWithin(known, section, names);
    const values = rawValuesOf(section, names);
    const isTouched = section.kind !== "global" || Object.keys(values).length > 0;
    const name = names.get(section.id) as string;
    return isTouched ? [{ kind: "add", section: name, type: section.kind, values }] : [];
  });
  const sections = orderOf(stored, edited, names, removed);
  return [
    ...removed.map((section): UciChange => ({ kind: "remove", section })),
    ...steps,
    ...(sections === null ? [] : [{ kind: "order", sections } as const]),
  ];
}

export { deriveChanges };
