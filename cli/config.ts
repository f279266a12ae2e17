/** `config` and `check-config`: what the configuration comes to, and what is wrong with it. */
import { readfile } from "ucode:fs";
import { connect } from "ucode:ubus";
import { cursor } from "ucode:uci";
import type {
  ConfigReply,
  EffectiveOption,
  EffectiveSection,
  WarningReply,
} from "../shared/contract.ts";
import type { Problem } from "../shared/domain.ts";
import { packageName } from "../shared/options.ts";
import { parseConfig, problemText } from "../shared/router/config.ts";
import { readSettings } from "../shared/router/read-settings.ts";
import { readinessOf } from "../shared/router/readiness.ts";
import type { DumpedInterface } from "../shared/router/readiness.ts";
import { parseStatus, statusPath } from "../shared/router/status-file.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { readConfigFile } from "./config-file.ts";
import { exitCode, fail, printJson, say } from "./terminal.ts";

/** The service's own configuration. */
const configPath = `/etc/config/${packageName}`;

/** netifd answers in a few milliseconds. */
const timeoutS = 1;

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

function sayWarnings(warnings: readonly WarningReply[]): void {
  map(warnings, (warning) => say("! ", warning.message));
}

/** netifd's interfaces, or null when it does not answer. */
function readInterfaces(): DumpedInterface[] | null {
  const reply = connect(null, timeoutS)?.call?.("network.interface", "dump", {});
  return (reply as { interface?: DumpedInterface[] } | null)?.interface ?? null;
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
      sayWarnings(reply.warnings);
    }
    return length(reply.problems) == 0 ? exitCode.ok : exitCode.negative;
  });
}

/**
 * What the running service says of other programs: it reads the kernel, and knows which marks and tables are its
 * own. Of other configurations than its own it says nothing.
 */
function publishedWarnings(path: string): WarningReply[] {
  const text = path == configPath ? readfile(statusPath) : null;
  const warnings = (text == null ? null : parseStatus(text))?.warnings ?? [];
  return filter(warnings, (one) => one.section == null && one.code != "config_problem");
}

/** Checks a file, wherever it lies; warnings are of this router and leave it valid. */
function checkConfig(request: Request): number {
  const path = request.words[0] ?? configPath;
  const file = readConfigFile(path);
  if (file.sections == null) {
    return fail(file.failure, exitCode.negative);
  }
  const parsed = parseConfig(file.sections);
  const problems = parsed.problems;
  const settings = { interfaces: readInterfaces(), ...readSettings(cursor()) };
  const warnings = [...readinessOf(parsed.config.uplinks, settings), ...publishedWarnings(path)];
  const count = length(problems);
  if (request.json) {
    printJson({ path, valid: count == 0, problems, warnings });
  } else {
    const verdict = count == 0 ? "no problem" : count == 1 ? "one problem" : `${count} problems`;
    const more = length(warnings) == 0 ? "" : ", but something to warn of";
    say("", `${path}: ${verdict} found${more}.`);
    sayProblems(problems);
    sayWarnings(warnings);
  }
  return count == 0 ? exitCode.ok : exitCode.negative;
}

export { showConfig, checkConfig };
