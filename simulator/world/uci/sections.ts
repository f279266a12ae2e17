/** Sections of a configuration's text as ucode's `get_all` shows them, in the order of the file. */
import { formatUci, parseUci } from "./text.ts";

interface ShownSection {
  ".name": string;
  ".type": string;
  [option: string]: unknown;
}

/** Throws a UciParseError for what libuci refuses. */
function sectionsOf(text: string): ShownSection[] {
  return parseUci("text", text).sections.map(({ name, type, anonymous, options }, index) => ({
    ".anonymous": anonymous,
    ".type": type,
    ".name": name,
    ".index": index,
    ...Object.fromEntries(options),
  }));
}

/** A section's text. */
function uciSection(
  type: string,
  name: string,
  options: { [option: string]: string | string[] }
): string {
  const section = { type, name, anonymous: false, options: new Map(Object.entries(options)) };
  return formatUci({ name: "text", sectionCount: 1, sections: [section] });
}

export { sectionsOf, uciSection };
