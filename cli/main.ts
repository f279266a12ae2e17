/** The command `mini-mwan`: a client of the ubus object of the same name. */
import { quoted } from "../shared/router/text.ts";
import { version } from "../shared/version.ts";
import { readArguments } from "./arguments.ts";
import { commands } from "./commands.ts";
import { helpFor, overview, suggestion } from "./help.ts";
import { runImport } from "./import/import.ts";
import { exitCode, fail, printJson, printLines } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

function isOneOf(words: readonly string[], given: readonly string[]): boolean {
  return length(filter(given, (word) => index(words, word) >= 0)) > 0;
}

function showHelp(name: string | null): number {
  const lines = name == null ? overview() : helpFor(name);
  if (lines == null) {
    const word = name ?? "";
    return fail(`there is no command ${quoted(word)}; ${suggestion(word)}`, exitCode.usage);
  }
  printLines(lines);
  return exitCode.ok;
}

function showVersion(json: boolean): number {
  if (json) {
    printJson({ version });
  } else {
    printLines([`mini-mwan ${version}`]);
  }
  return exitCode.ok;
}

function runCommand(
  name: string,
  given: readonly string[],
  json: boolean,
  terminal: Terminal
): number {
  if (!exists(commands, name)) {
    return fail(`there is no command ${quoted(name)}; ${suggestion(name)}`, exitCode.usage);
  }
  const command = commands[name];
  const read = command == null ? null : readArguments(given, command.grammar);
  if (command == null || read == null || read.problem != null) {
    const text = `${name}: ${read?.problem}; it is written: mini-mwan ${name} ${command?.usage}`;
    return fail(text, exitCode.usage);
  }
  return command.run({ words: read.words, options: read.options, json, terminal });
}

/** Carries out a command line, the program's name not among its words; gives the exit code. */
function run(given: readonly string[], terminal: Terminal): number {
  const json = isOneOf(["--json"], given);
  const words = filter(given, (word) => word != "--json");
  const name = words[0] ?? "status";
  if (isOneOf(["--help", "-h"], words)) {
    return showHelp(substr(name, 0, 1) == "-" ? null : name);
  }
  if (name == "--version" || name == "-V") {
    return showVersion(json);
  }
  if (name == "help") {
    return showHelp(words[1] ?? null);
  }
  return name == "import"
    ? runImport(slice(given, index(given, "import") + 1))
    : runCommand(name, slice(words, 1), json, terminal);
}

export { run };
