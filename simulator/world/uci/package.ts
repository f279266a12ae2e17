/** A UCI configuration in memory, and the changes that can be made to it (libuci's list.c). */

/** A `list` is an array, an `option` a text. */
type UciValue = string | string[];

interface UciSection {
  name: string;
  type: string;
  /** Made without a name; libuci has then invented one. */
  anonymous: boolean;
  options: Map<string, UciValue>;
}

interface UciPackage {
  name: string;
  sections: UciSection[];
  /** How many sections were ever made: invented names count on. */
  sectionCount: number;
}

/** Names of sections and options. */
function isValidName(text: string): boolean {
  return /^[A-Za-z0-9_]+$/.test(text);
}

/** Section types: anything printable without blanks. */
function isValidType(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function createPackage(name: string): UciPackage {
  return { name, sections: [], sectionCount: 0 };
}

function findSection(config: UciPackage, name: string): UciSection | null {
  return config.sections.find((section) => section.name === name) ?? null;
}

/** The name that libuci invents: a counter and Bernstein's hash of the type. */
function inventName(type: string, count: number): string {
  let hash = 5381;
  for (const char of type) hash = (Math.imul(hash, 33) + char.charCodeAt(0)) >>> 0;
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
  return `cfg${hex(count, 2)}${hex((hash & 0x7fffffff) % 65536, 4)}`;
}

/** Adds a section; `name` null makes an anonymous one. */
function addSection(config: UciPackage, type: string, name: string | null): UciSection {
  config.sectionCount += 1;
  const section: UciSection = {
    name: name ?? inventName(type, config.sectionCount),
    type,
    anonymous: name === null,
    options: new Map(),
  };
  config.sections.push(section);
  return section;
}

/** Adds to a list; an option that is there becomes the list's first element. */
function addToList(section: UciSection, option: string, value: string): void {
  const before = section.options.get(option) ?? [];
  section.options.set(option, [...(Array.isArray(before) ? before : [before]), value]);
}

export { isValidName, isValidType, createPackage, findSection, addSection, addToList };
export type { UciPackage, UciSection, UciValue };
