/** A draft and its account, as text. */
import type { Problem } from "../../shared/domain.ts";
import { problemText } from "../../shared/router/config.ts";
import { quoted } from "../../shared/router/text.ts";
import { printLines, say } from "../terminal.ts";
import type { AccountLine, Draft, DraftSection } from "./draft.ts";

function sayLine(line: AccountLine): void {
  const sign = line.taken ? "+" : "-";
  const verb = line.taken ? "becomes" : "is left out";
  if (line.option == null) {
    say(`${sign} `, `${line.type} ${quoted(line.section)}: ${line.text}`);
  } else {
    say(`    ${sign} `, `${line.option} ${quoted(line.value ?? "")} ${verb}: ${line.text}`);
  }
}

function sectionLines(section: DraftSection): string[] {
  const lines = ["", `config ${section.type} '${section.name}'`];
  map(keys(section.options), (option) => {
    const value = section.options[option] as string | string[];
    if (type(value) == "array") {
      map(value as string[], (item) => push(lines, `\tlist ${option} ${quoted(item)}`));
    } else {
      push(lines, `\toption ${option} ${quoted(value as string)}`);
    }
  });
  return lines;
}

/** Prints every line of the source with what becomes of it, then what comes out. */
function sayDraft(draft: Draft, problems: readonly Problem[]): void {
  printLines(["What becomes of each line (+ taken over, - left out):", ""]);
  map(draft.account, (line) => sayLine(line));
  printLines(["", "What comes out:"]);
  map(draft.sections, (section) => printLines(sectionLines(section)));
  printLines([""]);
  map(draft.notes, (note) => say("* ", note));
  map(problems, (problem) => say("! ", problemText(problem)));
}

export { sayDraft };
