/** What commands print: tables and sentences for people, JSON for programs. */
import { oneLine } from "../shared/router/text.ts";
import { tableLines, wrapped } from "./table.ts";
import type { Column, Row } from "./table.ts";

/** Exit codes, the same for every command. */
const exitCode = {
  ok: 0,
  /** The answer is no, or something is wrong. */
  negative: 1,
  usage: 2,
  /** The service, rpcd or ubus is not there or does not answer. */
  notRunning: 3,
  notPermitted: 4,
} as const;

/** Where a command's output goes. */
interface Terminal {
  /** Whether it shows colours. */
  colour: boolean;
  /** Hands on what was printed so far. What it gives differs between ucode's versions. */
  flush(): unknown;
}

/** Colours of ECMA-48 by the words that stand for good, middling and bad. */
const colours: { [word: string]: number } = {
  up: 32,
  online: 32,
  degraded: 33,
  suppressed: 33,
  down: 31,
  offline: 31,
  "no interface": 31,
};

function painted(cell: string): string {
  const code = colours[trim(cell)];
  return code == null ? cell : `${chr(27)}[${code}m${cell}${chr(27)}[0m`;
}

function printLines(lines: readonly string[]): void {
  print(join("\n", lines), "\n");
}

function printTable(columns: readonly Column[], rows: readonly Row[], terminal: Terminal): void {
  printLines(tableLines(columns, rows, terminal.colour ? painted : (cell) => cell));
}

/** Prints a text in lines that fit, the first one after `first`. */
function say(first: string, text: string): void {
  printLines(wrapped(first, text));
}

/** Prints a reply for programs, on one line. */
function printJson(reply: object): void {
  print(sprintf("%J\n", reply));
}

/** Tells what is wrong, where, and what to do; gives the exit code. */
function fail(sentence: string, code: number): number {
  warn(`mini-mwan: ${oneLine(sentence)}\n`);
  return code;
}

export { exitCode, printLines, printTable, say, printJson, fail };
export type { Terminal };
