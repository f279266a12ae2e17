/**
 * The program `nft` on the simulated router: it keeps the text of tables and filters nothing. It carries
 * out a file as one transaction, as far as our own scripts go: `add table`, `delete table`, and tables
 * with their content.
 */
import { SystemError } from "./errno.ts";
import type { FileTree } from "./file-tree.ts";

/** What a program said and how it ended. */
interface ProgramResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

interface Command {
  verb: "add" | "delete" | "define";
  /** Family and name. */
  table: string;
  body: string;
  line: number;
}

const nftPath = "/usr/sbin/nft";

const commandPattern =
  /\s*(?:(add|delete)[ \t]+table[ \t]+(\w+ \w+)[ \t]*(?:\n|;|$)|table[ \t]+(\w+ \w+)[ \t]*\{)/y;

/** Where a script stops making sense. */
class SyntaxFault extends Error {
  readonly line: number;
  constructor(line: number) {
    super("syntax error");
    this.line = line;
  }
}

function lineAt(script: string, at: number): number {
  return script.slice(0, at).split("\n").length;
}

/** Where the block that was opened before `from` ends. */
function endOfBlock(script: string, from: number): number {
  let depth = 1;
  for (let at = from; at < script.length; at++) {
    if (script[at] === "{") depth += 1;
    if (script[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new SyntaxFault(lineAt(script, script.length));
}

function parseScript(script: string): Command[] {
  const commands: Command[] = [];
  let at = 0;
  while (script.slice(at).trim() !== "") {
    commandPattern.lastIndex = at;
    const match = commandPattern.exec(script);
    const start = at + /^\s*/.exec(script.slice(at))![0].length;
    if (match === null) throw new SyntaxFault(lineAt(script, start));
    const line = lineAt(script, start);
    at += match[0].length;
    const [, verb, named, defined] = match;
    if (defined === undefined) {
      commands.push({ verb: verb as "add" | "delete", table: named!, body: "", line });
      continue;
    }
    const end = endOfBlock(script, at);
    commands.push({ verb: "define", table: defined, body: script.slice(at, end).trim(), line });
    at = end + 1;
  }
  return commands;
}

const done: ProgramResult = { exitCode: 0, stdout: "", stderr: "" };

function failed(stderr: string): ProgramResult {
  return { exitCode: 1, stdout: "", stderr: `${stderr}\n` };
}

class Nft {
  /** How long a run takes. */
  runsForMs = 0;
  /** Whether the router's processor has the highest byte of a number first. */
  isHighByteFirst = false;
  #files: FileTree;
  #tables = new Map<string, string>();
  #refusal: string | null = null;
  /** A table that was made anew is not the same one. */
  #handles = new Map<string, number>();
  #lastHandle = 0;

  constructor(files: FileTree) {
    this.#files = files;
    this.setInstalled(true);
  }

  /** Installs the program, or takes it away; tables that are loaded stay, as they do in a kernel. */
  setInstalled(on: boolean): void {
    if (on) this.#files.install(nftPath, "");
    else if (this.#files.find(nftPath) !== null) this.#files.remove(nftPath);
  }

  /** Content of a table such as `inet mini_mwan`, or null when there is none. */
  tableText(table: string): string | null {
    return this.#tables.get(table) ?? null;
  }

  /** What the kernel tells of a table, or null: who asks can see that it is the same one. */
  describe(table: string): string | null {
    const text = this.#tables.get(table);
    return text === undefined ? null : `${table} ${this.#handles.get(table)} ${text.length}`;
  }

  /** Takes a table away, by netlink; false when there is none. */
  remove(table: string): boolean {
    return this.#tables.delete(table);
  }

  /** `nft flush ruleset`, which is also what stopping the firewall does. */
  flush(): void {
    this.#tables.clear();
  }

  /** The next run ends with these words. */
  refuseOnce(words: string): void {
    this.#refusal = words;
  }

  /** Runs it; null when it is not installed. */
  run(args: readonly string[]): ProgramResult | null {
    if (this.#files.find(nftPath) === null) return null;
    const refusal = this.#refusal;
    this.#refusal = null;
    if (refusal !== null) return failed(refusal);
    const [first, second] = args;
    if (first === "-f" && second !== undefined) return this.#load(second);
    if (first === "list" && second === "table") return this.#list(args.slice(2).join(" "));
    return failed(`nft of the simulator knows -f FILE and list table, not: ${args.join(" ")}`);
  }

  #list(table: string): ProgramResult {
    const body = this.#tables.get(table);
    if (body === undefined) return failed("Error: No such file or directory");
    return { ...done, stdout: `table ${table} {\n${body}\n}\n` };
  }

  #load(path: string): ProgramResult {
    const tables = new Map(this.#tables);
    try {
      for (const { verb, table, body, line } of parseScript(this.#files.read(path))) {
        if (verb === "delete" && !tables.delete(table))
          return failed(
            `${path}:${line}: Error: Could not process rule: No such file or directory`
          );
        if (verb === "delete") continue;
        if (!tables.has(table)) this.#handles.set(table, (this.#lastHandle += 1));
        tables.set(table, [tables.get(table), body].filter(Boolean).join("\n"));
      }
    } catch (problem) {
      if (problem instanceof SyntaxFault)
        return failed(`${path}:${problem.line}: Error: syntax error`);
      if (problem instanceof SystemError) return failed(`Error: Could not open file "${path}"`);
      throw problem;
    }
    this.#tables = tables;
    return done;
  }
}

export { Nft };
export type { ProgramResult };
