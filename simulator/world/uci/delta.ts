/** Staged changes of a UCI configuration: how they are written and what they do (libuci's delta.c). */
import { addToList, findSection } from "./package.ts";
import type { UciPackage } from "./package.ts";
import { quote } from "./text.ts";

type DeltaCommand = "set" | "add" | "remove" | "rename" | "order" | "list-add" | "list-del";

interface Delta {
  command: DeltaCommand;
  section: string;
  /** Null when the section itself is meant. */
  option: string | null;
  /** A section's type or new name, an option's value or new name, a position; null for `remove`. */
  value: string | null;
}

const commandChars: { [command in DeltaCommand]: string } = {
  set: "",
  add: "+",
  remove: "-",
  rename: "@",
  order: "^",
  "list-add": "|",
  "list-del": "~",
};

function formatDelta(packageName: string, { command, section, option, value }: Delta): string {
  const target = [packageName, section, ...(option === null ? [] : [option])].join(".");
  return `${commandChars[command]}${target}${value === null ? "" : `=${quote(value)}`}\n`;
}

/** The lines of a delta file; a value can hold newlines. Lines that are broken are left out. */
function parseDeltas(text: string): Delta[] {
  const pattern = /^([-+@^|~]?)[^.=\n]+\.([^.=\n]+)(?:\.([^.=\n]+))?(?:=((?:'[^']*'|\\')*))?$/gm;
  return [...text.matchAll(pattern)].map(([, char, section, option, value]) => ({
    command: (Object.keys(commandChars) as DeltaCommand[]).find(
      (command) => commandChars[command] === char
    )!,
    section: section!,
    option: option ?? null,
    value:
      value === undefined
        ? null
        : value.replace(/'([^']*)'|\\'/g, (_, part?: string) => part ?? "'"),
  }));
}

function setValue(config: UciPackage, { section: name, option, value }: Delta): void {
  const section = findSection(config, name);
  if (option !== null) {
    if (value === "" || value === null) section?.options.delete(option);
    else section?.options.set(option, value);
  } else if (section) section.type = value!;
  else addNamed(config, name, value!, false);
}

function addNamed(config: UciPackage, name: string, type: string, anonymous: boolean): void {
  config.sectionCount += 1;
  config.sections.push({ name, type, anonymous, options: new Map() });
}

function removeTarget(config: UciPackage, { section: name, option }: Delta): void {
  if (option !== null) findSection(config, name)?.options.delete(option);
  else config.sections = config.sections.filter((section) => section.name !== name);
}

/** A renamed section is anonymous no more; a renamed option keeps its place. */
function renameTarget(config: UciPackage, { section: name, option, value }: Delta): void {
  const section = findSection(config, name);
  if (!section) return;
  if (option === null) {
    section.name = value!;
    section.anonymous = false;
    return;
  }
  const entries = [...section.options].map(
    ([key, item]) => [key === option ? value! : key, item] as const
  );
  section.options = new Map(entries);
}

function moveSection(config: UciPackage, { section: name, value }: Delta): void {
  const section = findSection(config, name);
  if (!section) return;
  const others = config.sections.filter((other) => other !== section);
  config.sections = [...others.slice(0, Number(value)), section, ...others.slice(Number(value))];
}

function removeFromList(config: UciPackage, { section: name, option, value }: Delta): void {
  const section = findSection(config, name);
  const list = section?.options.get(option!);
  if (section && Array.isArray(list))
    section.options.set(
      option!,
      list.filter((item) => item !== value)
    );
}

/** Makes the change in memory; one that names what is not there does nothing. */
function applyDelta(config: UciPackage, delta: Delta): void {
  switch (delta.command) {
    case "set":
      return setValue(config, delta);
    case "add":
      return addNamed(config, delta.section, delta.value!, true);
    case "remove":
      return removeTarget(config, delta);
    case "rename":
      return renameTarget(config, delta);
    case "order":
      return moveSection(config, delta);
    case "list-add": {
      const section = findSection(config, delta.section);
      if (section) addToList(section, delta.option!, delta.value!);
      return;
    }
    case "list-del":
      return removeFromList(config, delta);
  }
}

export { formatDelta, parseDeltas, applyDelta };
export type { Delta };
