/** UCI files: the parser (libuci's file.c) and the writer. */
import {
  addSection,
  addToList,
  createPackage,
  findSection,
  isValidName,
  isValidType,
} from "./package.ts";
import type { UciPackage, UciSection } from "./package.ts";

/** What libuci finds wrong with a file. */
class UciParseError extends Error {
  readonly line: number;
  constructor(reason: string, line: number) {
    super(`Parse error (${reason}) at line ${line}`);
    this.line = line;
  }
}

/** Reads words; a newline ends a statement unless it is quoted or escaped. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  fail(reason: string): never {
    const line = this.#text.slice(0, this.#at).split("\n").length;
    throw new UciParseError(reason, line);
  }

  /** The next command word, or null at the end of the file. */
  command(): string | null {
    for (;;) {
      this.#skip(/\s*/y);
      if (this.#at >= this.#text.length) return null;
      if (this.#text[this.#at] !== "#") break;
      this.#skip(/[^\n]*/y);
    }
    const word = this.#skip(/[^ \t\n]+/y);
    if (!/[ \t]/.test(this.#text[this.#at] ?? "")) this.fail("invalid command");
    return word;
  }

  /** The next argument of the statement, "" when there is none. */
  argument(): string {
    this.#skip(/[^\S\n]*/y);
    let value = "";
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char === ";" || /\s/.test(char)) return value;
      if (char === "#") {
        this.#skip(/[^\n]*/y);
        return value;
      }
      value += char === "'" || char === '"' ? this.#quoted(char) : this.#plain();
    }
  }

  /** Ends a statement: nothing but a comment or `;` may follow. */
  endStatement(): void {
    if (this.argument() !== "") this.fail("too many arguments");
    if (this.#text[this.#at] === ";") this.#at += 1;
  }

  #plain(): string {
    const char = this.#text[this.#at]!;
    this.#at += 1;
    return char === "\\" ? this.#escaped() : char;
  }

  #escaped(): string {
    const char = this.#text[this.#at] ?? "";
    this.#at += 1;
    return char === "\n" ? "" : char;
  }

  #quoted(quote: string): string {
    this.#at += 1;
    let value = "";
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) this.fail(`EOF with unterminated ${quote}`);
      this.#at += 1;
      if (char === quote) return value;
      value += char === "\\" && quote === '"' ? this.#escaped() : char;
    }
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }
}

function parseSection(scanner: Scanner, config: UciPackage): UciSection {
  const type = scanner.argument();
  if (type === "") scanner.fail("insufficient arguments");
  if (!isValidType(type)) scanner.fail("invalid character in type field");
  const name = scanner.argument();
  if (name !== "" && !isValidName(name)) scanner.fail("invalid character in name field");
  scanner.endStatement();
  const known = name === "" ? null : findSection(config, name);
  if (known === null) return addSection(config, type, name === "" ? null : name);
  if (known.type !== type)
    scanner.fail("section of different type overwrites prior section with same name");
  return known;
}

function parseOption(scanner: Scanner, section: UciSection | null, isList: boolean): void {
  if (section === null) scanner.fail("option/list command found before the first section");
  const name = scanner.argument();
  if (name === "") scanner.fail("insufficient arguments");
  if (!isValidName(name)) scanner.fail("invalid character in name field");
  const value = scanner.argument();
  scanner.endStatement();
  if (isList) addToList(section, name, value);
  else if (value !== "") section.options.set(name, value);
}

/** Throws a UciParseError for what libuci refuses. */
function parseUci(name: string, text: string): UciPackage {
  const scanner = new Scanner(text);
  const config = createPackage(name);
  let section: UciSection | null = null;
  for (let word = scanner.command(); word !== null; word = scanner.command()) {
    if (word === "config" || word === "c") section = parseSection(scanner, config);
    else if (word === "option" || word === "o") parseOption(scanner, section, false);
    else if (word === "list" || word === "l") parseOption(scanner, section, true);
    else if (word === "package" || word === "p") scanner.argument();
    else scanner.fail("invalid command");
  }
  return config;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As `uci commit` writes it. */
function formatUci(config: UciPackage): string {
  const sections = config.sections.map(({ type, name, anonymous, options }) => {
    const head = anonymous ? `config ${type}` : `config ${type} ${quote(name)}`;
    const lines = [...options].flatMap(([option, value]) =>
      Array.isArray(value)
        ? value.map((item) => `\tlist ${option} ${quote(item)}`)
        : [`\toption ${option} ${quote(value)}`]
    );
    return `\n${[head, ...lines].join("\n")}\n`;
  });
  return `${sections.join("")}\n`;
}

export { parseUci, formatUci, quote, UciParseError };
