/** How rpcd turns a request's values into staged changes (its uci.c: merge_set, merge_delete, …). */
import { ubusStatus } from "../../shared/contract.ts";
import { applyDelta } from "../world/uci/delta.ts";
import type { Delta } from "../world/uci/delta.ts";
import { addSection, findSection, isValidName } from "../world/uci/package.ts";
import type { UciPackage, UciSection } from "../world/uci/package.ts";

/** Staged changes in the making: what has been asked for shows in `config` at once. */
class Edit {
  readonly config: UciPackage;
  readonly deltas: Delta[] = [];

  constructor(config: UciPackage) {
    this.config = config;
  }

  change(delta: Delta): void {
    applyDelta(this.config, delta);
    this.deltas.push(delta);
  }

  section(name: string): UciSection | null {
    const extended = /^@([^[]*)\[(-?\d+)\]$/.exec(name);
    if (!extended) return findSection(this.config, name);
    const ofType = this.config.sections.filter(({ type }) => type === extended[1]);
    return ofType.at(Number(extended[2])) ?? null;
  }

  /** Adds a section and gives its name. */
  add(type: string, name: string | null): string {
    if (name !== null) {
      if (findSection(this.config, name)?.type !== type)
        this.change({ command: "set", section: name, option: null, value: type });
      return name;
    }
    const section = addSection(this.config, type, null);
    this.deltas.push({ command: "add", section: section.name, option: null, value: type });
    return section.name;
  }

  /** Sets an option the way `uci.set` does; gives a status. */
  mergeSet(sectionName: string, option: string, value: unknown): number {
    if (!isValidName(option)) return ubusStatus.invalidArgument;
    const section = this.section(sectionName);
    if (!section) return ubusStatus.notFound;
    const before = section.options.get(option);
    if (Array.isArray(value)) {
      if (before !== undefined) this.#removeOption(section, option);
      const texts = value.map(textOf).filter((text) => text !== null);
      for (const text of texts)
        this.change({ command: "list-add", section: section.name, option, value: text });
      return texts.length > 0 ? ubusStatus.ok : ubusStatus.invalidArgument;
    }
    const text = textOf(value);
    if (Array.isArray(before)) this.#removeOption(section, option);
    if (text === null) return ubusStatus.invalidArgument;
    if (text === before) return ubusStatus.ok;
    if (text !== "") this.change({ command: "set", section: section.name, option, value: text });
    else if (section.options.has(option)) this.#removeOption(section, option);
    return ubusStatus.ok;
  }

  /** Deletes a section, an option or several; of several one that is there is enough. */
  mergeDelete(sectionName: string, options: unknown): number {
    const section = this.section(sectionName);
    if (!section) return ubusStatus.notFound;
    if (options === undefined) {
      this.change({ command: "remove", section: section.name, option: null, value: null });
      return ubusStatus.ok;
    }
    if (typeof options !== "string" && !Array.isArray(options)) return ubusStatus.invalidArgument;
    const there = [options].flat().filter((option) => section.options.has(option));
    for (const option of there) this.#removeOption(section, option);
    return there.length > 0 ? ubusStatus.ok : ubusStatus.notFound;
  }

  /** Puts the sections first, in this order. */
  reorder(names: readonly unknown[]): number {
    let status: number = ubusStatus.ok;
    let position = 0;
    for (const name of names) {
      const section = typeof name === "string" ? this.section(name) : null;
      if (!section) {
        status = typeof name === "string" ? ubusStatus.notFound : ubusStatus.invalidArgument;
        continue;
      }
      if (this.config.sections[position] !== section)
        this.change({
          command: "order",
          section: section.name,
          option: null,
          value: String(position),
        });
      position += 1;
    }
    return status;
  }

  #removeOption(section: UciSection, option: string): void {
    this.change({ command: "remove", section: section.name, option, value: null });
  }
}

/** A value as UCI keeps it: numbers in decimal, true as 1; null for what it cannot keep. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" && Number.isInteger(value) ? String(value) : null;
}

/** Whether a section has the type and, in one of the options named, a matching word. */
function isSectionMatching(section: UciSection, type: unknown, match: unknown): boolean {
  if (typeof type === "string" && section.type !== type) return false;
  if (typeof match !== "object" || match === null) return true;
  const wanted = Object.entries(match).filter(([, value]) => textOf(value) !== null);
  const present = wanted.filter(([option]) => section.options.has(option));
  if (wanted.length > 0 && present.length === 0) return false;
  return present.every(([option, value]) => {
    const actual = section.options.get(option)!;
    const words = Array.isArray(actual) ? actual : actual.split(/[ \t]+/);
    return words.includes(textOf(value)!);
  });
}

export { Edit, isSectionMatching };
