/** What `help` prints. */
import { version } from "../shared/version.ts";
import { commands } from "./commands.ts";
import { nearest } from "./nearest.ts";
import { wrapped } from "./table.ts";

/** Commands with a language of their own. */
const others: { [name: string]: { usage: string; summary: string; details: string } } = {
  import: {
    usage: "first|original|mwan3 [--dry-run] [--replace]",
    summary: "take over what the router has set up so far",
    details:
      "'first' proposes uplinks out of the network's interfaces, 'original' takes the file of the original Mini-MWAN, 'mwan3' that of mwan3. What is replaced is kept as a copy.",
  },
  help: { usage: "[COMMAND]", summary: "show this, or more about a command", details: "" },
};

const ending =
  "Each command takes --json, for output that programs read. Exit codes: 0 yes or done; 1 no, refused, or something is wrong; 2 not understood; 3 the service, rpcd or ubus does not run or answer; 4 not permitted.";

/** Names of all commands. */
function commandNames(): string[] {
  return [...keys(commands), ...keys(others)];
}

/** Lines about all commands. */
function overview(): string[] {
  const lines = [`Mini-MWAN ${version}`, "Usage: mini-mwan [COMMAND] [ARGUMENTS] [--json]", ""];
  const names = commandNames();
  for (let i = 0; i < length(names); i++) {
    const name = names[i] as string;
    const summary = (commands[name] ?? others[name])?.summary ?? "";
    push(lines, ...wrapped(sprintf("  %-13s ", name), summary));
  }
  push(lines, "", ...wrapped("", ending));
  return lines;
}

/** Lines about a command, or null when there is none of that name. */
function helpFor(name: string): string[] | null {
  const command = commands[name] ?? others[name];
  if (command == null) {
    return null;
  }
  const usage = command.usage == "" ? "" : ` ${command.usage}`;
  const lines = [
    ...wrapped("Usage: ", `mini-mwan ${name}${usage} [--json]`),
    ...wrapped("  ", command.summary),
  ];
  return command.details == "" ? lines : [...lines, ...wrapped("  ", command.details)];
}

/** What may have been meant by a word that is no command. */
function suggestion(word: string): string {
  const found = nearest(word, commandNames());
  return found == null
    ? "'mini-mwan help' lists the commands"
    : `did you mean 'mini-mwan ${found}'?`;
}

export { overview, helpFor, suggestion };
