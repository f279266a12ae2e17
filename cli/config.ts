/** `config` and `check-config`: what the configuration comes to, and what is wrong with it. */
import type { ConfigReply, EffectiveOption, EffectiveSection } from "../shared/contract.ts";
import type { Problem } from "../shared/domain.ts";
import { packageName } from "../shared/options.ts";
import { parseConfig, problemText } from "../shared/router/config.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { readConfigFile } from "./config-file.ts";
import { exitCode, fail, printJson, say } from "./terminal.ts";

const originNotes = { set: "", default: " (default)", replaced: " (instead of a bad value)" };

function valueText(option: EffectiveOption): string {
  const value = option.value;
  return type(value) == "array" ? join(" ", value as readonly string[]) : `${value ?? "-"}`;
}

function saySection(kind: string, section: EffectiveSection): void {
  say("", `${kind} ${section.section}`);
  for (let name in section.options) {
    const option = section.options[name] as EffectiveOption;
    say(sprintf("  %-16s ", name), `${valueText(option)}${originNotes[option.origin]}`);
  }
}

function sayProblems(problems: readonly Problem[]): void {
  for (let i = 0; i < length(problems); i++) {
    say("- ", problemText(problems[i] as Problem));
  }
}

function showConfig(request: Request): number {
  return ask("config", {}, (reply: ConfigReply) => {
    if (request.json) {
      printJson(reply);
    } else {
      saySection("global", reply.global);
      map(reply.interfaces, (section) => saySection("interface", section));
      map(reply.rules ?? [], (section) => saySection("rule", section));
      sayProblems(reply.problems);
    }
    return length(reply.problems) == 0 ? exitCode.ok : exitCode.negative;
  });
}

/** Checks a file without the service, wherever it lies. */
function checkConfig(request: Request): number {
  const path = request.words[0] ?? `/etc/config/${packageName}`;
  const file = readConfigFile(path);
  if (file.sections == null) {
    return fail(file.failure, exitCode.negative);
  }
  const problems = parseConfig(file.sections).problems;
  const count = length(problems);
  if (request.json) {
    printJson({ path, valid: count == 0, problems });
  } else {
    const verdict = count == 0 ? "no problem" : count == 1 ? "one problem" : `${count} problems`;
    say("", `${path}: ${verdict} found.`);
    sayProblems(problems);
  }
  return count == 0 ? exitCode.ok : exitCode.negative;
}

export { showConfig, checkConfig };
