/** Reads a UCI file that may lie anywhere and be called anything; tells where it is broken. */
import { error, open, readfile, unlink } from "ucode:fs";
import { cursor } from "ucode:uci";
import type { RawSection } from "../shared/router/config.ts";
import { quotient } from "../shared/router/number.ts";
import { oneLine } from "../shared/router/text.ts";

/** Larger than any configuration that a router could hold. */
const maxBytes = 262144;

interface ConfigFile {
  /** In the order of the file; null when it cannot be read. */
  sections: RawSection[] | null;
  /** Why it cannot be read, and where; empty when it can. */
  failure: string;
}

/** Where a copy is put for libuci, which takes files by name from a folder. */
const folder = "/tmp";

/** What libuci makes of a text; null when it refuses it. A string when no copy can be written. */
function sectionsIn(text: string): RawSection[] | string | null {
  const moment = clock(false);
  const name = `mini-mwan-check-${moment[0]}-${moment[1]}`;
  const path = `${folder}/${name}`;
  // A new file only: /tmp is everybody's.
  const copy = open(path, "wx");
  const written = copy?.write?.(text);
  copy?.close?.();
  if (written == null) {
    return `${path} cannot be written: ${error() ?? "it is there already"}`;
  }
  const uci = cursor(folder, `${path}.delta`);
  const sections = uci?.load?.(name) ? values(uci?.get_all?.(name) ?? {}) : null;
  unlink(path);
  return sections;
}

/** Whether libuci takes the text as it stands, or would if a quote that it opens were closed. */
function canBegin(text: string): boolean {
  const endings = ["", "'\n", '"\n'];
  for (let i = 0; i < length(endings); i++) {
    if (type(sectionsIn(`${text}${endings[i]}`)) == "array") {
      return true;
    }
  }
  return false;
}

/** Number of the first line with which a text of lines is no UCI any more; past the end, an open quote. */
function brokenLine(lines: readonly string[]): number {
  let good = 0;
  let bad = length(lines) + 1;
  while (bad - good > 1) {
    const middle = quotient(good + bad, 2);
    if (canBegin(`${join("\n", slice(lines, 0, middle))}\n`)) {
      good = middle;
    } else {
      bad = middle;
    }
  }
  return bad;
}

/** Number of the line whose quote is not closed: up to the one before, libuci takes the text. */
function openLine(lines: readonly string[]): number {
  let count = length(lines);
  while (count > 0 && type(sectionsIn(`${join("\n", slice(lines, 0, count))}\n`)) != "array") {
    count--;
  }
  return count + 1;
}

/** Where and why libuci refuses a text. */
function complaint(text: string): string {
  const lines = split(text, "\n");
  const broken = brokenLine(lines);
  const isOpen = broken > length(lines);
  const line = isOpen ? openLine(lines) : broken;
  const what = isOpen ? "a quote is opened and never closed" : "not UCI";
  return `line ${line}: ${what}: ${oneLine(substr(trim(lines[line - 1] ?? ""), 0, 60))}`;
}

function readConfigFile(path: string): ConfigFile {
  const shown = oneLine(path);
  const text = readfile(path, maxBytes);
  if (text == null) {
    return { sections: null, failure: `${shown} cannot be read: ${error() ?? "no reason given"}` };
  }
  const sections = sectionsIn(text);
  if (type(sections) == "string") {
    return { sections: null, failure: sections as string };
  }
  return sections == null
    ? { sections: null, failure: `${shown}, ${complaint(text)}` }
    : { sections: sections as RawSection[], failure: "" };
}

export { readConfigFile };
