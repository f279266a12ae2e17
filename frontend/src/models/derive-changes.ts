/** The steps from the stored configuration to the draft: only what was touched. */
import type { UciChange } from "../api/router-api.ts";
import { rawValueOf, specsOf } from "./draft.ts";
import type { Draft, DraftSection } from "./draft.ts";

/** Values of a section that are to be stored; what is empty is not. */
function rawValuesOf({ kind, values }: DraftSection): Record<string, string | string[]> {
  const entries = Object.entries(specsOf(kind)).flatMap(([option, spec]) => {
    const text = values[option] ?? "";
    return text.trim() === "" ? [] : [[option, rawValueOf(spec, text)] as const];
  });
  return Object.fromEntries(entries);
}

function changesWithin(stored: DraftSection, edited: DraftSection): UciChange[] {
  const section = edited.section as string;
  const raw = rawValuesOf(edited);
  const touched = Object.keys(specsOf(edited.kind)).filter(
    (option) => (stored.values[option] ?? "") !== (edited.values[option] ?? "")
  );
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
 * A name for a new section, made of the interface's: UCI takes letters, digits and underscores only,
 * and each name once.
 */
function inventName(uplink: DraftSection, taken: Set<string>): string {
  const base = (uplink.values["name"] ?? "").replace(/[^A-Za-z0-9_]/g, "_") || "uplink";
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}_${number}`;
  taken.add(name);
  return name;
}

function additionOf(section: string, edited: DraftSection): UciChange {
  return { kind: "add", section, type: edited.kind, values: rawValuesOf(edited) };
}

function globalChanges(stored: Draft, { global }: Draft): UciChange[] {
  if (global.section !== null) return changesWithin(stored.global, global);
  const isTouched = Object.keys(rawValuesOf(global)).length > 0;
  return isTouched ? [additionOf("global", global)] : [];
}

/** The file's sections with the uplinks in another order; every other section keeps its place. */
function reorder(sequence: string[], storedNames: string[], names: string[]): string[] {
  const remaining = [...names];
  const placed = sequence.map((name) => (storedNames.includes(name) ? remaining.shift() : name));
  return [...placed.filter((name) => name !== undefined), ...remaining];
}

/** Empty when nothing differs. Sections and options that the form does not know stay untouched. */
function deriveChanges(stored: Draft, edited: Draft): UciChange[] {
  const storedById = new Map(stored.uplinks.map((uplink) => [uplink.id, uplink]));
  const storedNames = stored.uplinks.map((uplink) => uplink.section as string);
  const taken = new Set(["global", ...stored.sequence]);
  const names = edited.uplinks.map((uplink) => uplink.section ?? inventName(uplink, taken));
  const keptNames = storedNames.filter((name) => names.includes(name));
  const removals = storedNames
    .filter((name) => !names.includes(name))
    .map((section): UciChange => ({ kind: "remove", section }));
  const uplinks = edited.uplinks.flatMap((uplink, index) => {
    const before = storedById.get(uplink.id);
    return before ? changesWithin(before, uplink) : [additionOf(names[index] as string, uplink)];
  });
  // New sections come last by themselves.
  const isMoved = keptNames.some((name, index) => name !== names[index]);
  const sections = reorder(stored.sequence, storedNames, names);
  const order: UciChange[] = isMoved ? [{ kind: "order", sections }] : [];
  return [...removals, ...globalChanges(stored, edited), ...uplinks, ...order];
}

export { deriveChanges };
