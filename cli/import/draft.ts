/** What an import makes of another configuration, and its account of every line of it. */

/** A value as libuci gives and takes it; a list is never empty. */
type Value = string | string[];

/** A section as libuci gives it; keys that start with a dot are its own. */
interface SourceSection {
  ".name": string;
  ".type": string;
  [option: string]: unknown;
}

/** A section of `/etc/config/mini-mwan` to be written. */
interface DraftSection {
  type: "global" | "interface" | "rule";
  name: string;
  options: { [option: string]: Value };
}

/** What becomes of one line of the source. */
interface AccountLine {
  type: string;
  section: string;
  /** Null for the section as a whole. */
  option: string | null;
  value: string | null;
  /** Whether something in the draft comes from it. */
  taken: boolean;
  /** What it has become, or why it is left out; without a full stop. */
  text: string;
}

interface Draft {
  /** The section `global` first; empty when there is nothing to import. */
  sections: DraftSection[];
  account: AccountLine[];
  /** Sentences on the whole. */
  notes: string[];
}

/** The value's text, or null for a list and for what is not there. */
function textOf(value: unknown): string | null {
  return type(value) == "string" ? (value as string) : null;
}

/** A list, or an option with words between blanks; empty for what is not there. */
function wordsOf(value: unknown): string[] {
  if (type(value) == "array") {
    return value as string[];
  }
  return type(value) == "string"
    ? filter(split(value as string, /[ \t\n]+/), (word) => word != "")
    : [];
}

/** As OpenWrt's own scripts read a flag; `otherwise` for what is no flag. */
function flagOf(value: unknown, otherwise: boolean): boolean {
  const word = lc(textOf(value) ?? "");
  if (index(["1", "on", "true", "yes", "enabled"], word) >= 0) {
    return true;
  }
  return index(["0", "off", "false", "no", "disabled"], word) >= 0 ? false : otherwise;
}

/** Names of the section's options in the order of the file. */
function optionsOf(section: SourceSection): string[] {
  return filter(keys(section), (option) => substr(option, 0, 1) != ".");
}

/** The sections of one type, in the order of the file. */
function ofType(sections: readonly SourceSection[], wanted: string): SourceSection[] {
  return filter(sections, (section) => section[".type"] == wanted);
}

/** The wished name, or one with a number that is not taken yet; it is taken from now on. */
function uniqueName(taken: { [name: string]: boolean }, wish: string): string {
  let name = wish;
  for (let i = 2; exists(taken, name); i++) {
    name = `${wish}_${i}`;
  }
  taken[name] = true;
  return name;
}

/** Names of the sections for these interfaces: their own, unless that is `global`. */
function sectionNamesOf(interfaces: readonly string[]): { [name: string]: string } {
  const taken = { global: true };
  const names: { [name: string]: string } = {};
  map(interfaces, (name) => (names[name] = uniqueName(taken, name)));
  return names;
}

/** Writes account lines about one section. */
function accountOf(account: AccountLine[], section: SourceSection) {
  const tell = (option: string | null, taken: boolean, text: string): void => {
    const raw = option == null ? null : section[option];
    const value = type(raw) == "array" ? join(" ", raw as string[]) : textOf(raw);
    push(account, {
      type: section[".type"],
      section: section[".name"],
      option,
      value,
      taken,
      text,
    });
  };
  return {
    taken: (option: string | null, text: string) => tell(option, true, text),
    left: (option: string | null, text: string) => tell(option, false, text),
    /** The section with all its options. */
    leftWhole: (text: string) => {
      tell(null, false, text);
      map(optionsOf(section), (option) => tell(option, false, "so is its section"));
    },
  };
}

type SectionAccount = ReturnType<typeof accountOf>;

export { textOf, wordsOf, flagOf, optionsOf, ofType, uniqueName, sectionNamesOf, accountOf };
export type { AccountLine, Draft, DraftSection, SectionAccount, SourceSection, Value };
