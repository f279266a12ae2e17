/** ucode's uci module on the world's configuration files. */
import { UciParseError } from "../world/uci/text.ts";
import { UciNotFound, UciStore } from "../world/uci/store.ts";
import { applyDelta } from "../world/uci/delta.ts";
import type { Delta } from "../world/uci/delta.ts";
import { isValidName, isValidType } from "../world/uci/package.ts";
import type { UciPackage, UciSection } from "../world/uci/package.ts";
import { getWorld } from "./current.ts";

type Uci = typeof import("ucode:uci");
type Cursor = NonNullable<ReturnType<Uci["cursor"]>>;
type Section = NonNullable<ReturnType<Cursor["get_all"]>>[string];

/** A section as ucode shows it; only in a whole configuration does it have its `.index`. */
function describe(section: UciSection, index: number | null): Section {
  return {
    ".anonymous": section.anonymous,
    ".type": section.type,
    ".name": section.name,
    ...(index !== null && { ".index": index }),
    ...Object.fromEntries(section.options),
  } as unknown as Section;
}

/** `@type[n]` means the n-th section of the type, from the end when negative. */
function findSection(config: UciPackage, name: string): UciSection | null {
  const extended = /^@([^[]*)\[(-?\d+)\]$/.exec(name);
  if (!extended) return config.sections.find((section) => section.name === name) ?? null;
  const ofType = config.sections.filter(({ type }) => extended[1] === "" || type === extended[1]);
  return ofType.at(Number(extended[2])) ?? null;
}

const emptyPackage: UciPackage = { sections: [], name: "", sectionCount: 0 };

class SimulatedCursor {
  #store: UciStore;
  #loaded = new Map<string, UciPackage>();
  /** Changes in memory alone. */
  #unsaved = new Map<string, Delta[]>();
  #error: string | null = null;

  constructor(configFolder?: string, deltaFolder?: string) {
    this.#store = new UciStore(getWorld().files, configFolder, deltaFolder);
  }

  /** Reads the file afresh. */
  load(config: string): boolean | null {
    this.#loaded.delete(config);
    this.#unsaved.delete(config);
    return this.#get(config) === null ? null : true;
  }

  unload(config?: string): boolean | null {
    if (config === undefined) {
      this.#loaded.clear();
      return true;
    }
    return this.#loaded.delete(config);
  }

  get_all(config: string, sectionName?: string): unknown {
    const loaded = this.#get(config);
    if (loaded === null) return null;
    if (sectionName !== undefined) {
      const section = findSection(loaded, sectionName);
      return section ? describe(section, null) : this.#fail("Entry not found");
    }
    return Object.fromEntries(
      loaded.sections.map((section, index) => [section.name, describe(section, index)])
    );
  }

  /** An option's value, or without `option` the section's type. */
  get(config: string, sectionName: string, option?: string): string | string[] | null {
    const section = findSection(this.#get(config) ?? emptyPackage, sectionName);
    const value = option === undefined ? section?.type : section?.options.get(option);
    if (value !== undefined) return value;
    return this.#error === null ? this.#fail("Entry not found") : null;
  }

  /** `option` is the type of a section to make when there is no value. */
  set(config: string, section: string, option: string, value?: string | string[]): boolean | null {
    if (this.#get(config) === null) return null;
    if (value === undefined) {
      const valid = isValidName(section) && isValidType(option);
      if (!valid) return this.#fail("Invalid argument");
      return this.#change(config, { command: "set", section, option: null, value: option });
    }
    if (findSection(this.#get(config)!, section) === null) return this.#fail("Entry not found");
    if (!isValidName(option)) return this.#fail("Invalid argument");
    const change = (command: Delta["command"], text: string | null): boolean =>
      this.#change(config, { command, section, option, value: text });
    if (typeof value === "string") return change("set", value);
    change("remove", null);
    for (const item of value) change("list-add", item);
    return true;
  }

  delete(config: string, section: string, option?: string): boolean | null {
    const found = findSection(this.#get(config) ?? emptyPackage, section);
    const present = option === undefined ? found !== null : found?.options.has(option) === true;
    if (!present) return this.#error === null ? this.#fail("Entry not found") : null;
    return this.#change(config, {
      command: "remove",
      section,
      option: option ?? null,
      value: null,
    });
  }

  commit(config: string): boolean | null {
    if (this.#get(config) === null) return null;
    this.#store.stage(config, ...(this.#unsaved.get(config) ?? []));
    this.#unsaved.delete(config);
    this.#store.commit(config);
    return true;
  }

  /** Read once. */
  error(): string | null {
    const message = this.#error;
    this.#error = null;
    return message;
  }

  #get(config: string): UciPackage | null {
    this.#error = null;
    const known = this.#loaded.get(config);
    if (known) return known;
    try {
      const loaded = this.#store.load(config);
      this.#loaded.set(config, loaded);
      return loaded;
    } catch (problem) {
      if (problem instanceof UciNotFound) return this.#fail(problem.message);
      // libuci's line and reason do not reach ucode.
      if (problem instanceof UciParseError) return this.#fail("Parse error");
      throw problem;
    }
  }

  #change(config: string, delta: Delta): true {
    applyDelta(this.#get(config)!, delta);
    this.#unsaved.set(config, [...(this.#unsaved.get(config) ?? []), delta]);
    return true;
  }

  #fail(message: string): null {
    this.#error = message;
    return null;
  }
}

function cursor(configDirectory?: string, deltaDirectory?: string): Cursor | null {
  return new SimulatedCursor(configDirectory, deltaDirectory) as Cursor;
}

/** Only making a cursor could fail, and here it does not. */
function error(): string | null {
  return null;
}

({ cursor, error }) satisfies Uci;

export { cursor, error };
