/**
 * The sections of `/etc/config/mini-mwan` made into a configuration of valid values. A bad value is
 * reported and replaced by its default, a bad section is reported and left out; the rest counts.
 */
import type { EffectiveOption, EffectiveOptions, EffectiveSection } from "../contract.ts";
import type { Config, Problem, UplinkConfig } from "../domain.ts";
import { globalOptions } from "../global-options.ts";
import { interfaceOptions } from "../interface-options.ts";
import { maxUplinks } from "../options.ts";
import { ofFamily } from "./address.ts";
import { familiesOf, globalConfigOf, uplinkConfigOf } from "./effective.ts";
import { markLayoutOf } from "./mark.ts";
import type { MarkLayout } from "./mark.ts";
import { parseRules } from "./rules.ts";
import { problemOf, readSection } from "./section-reader.ts";
import type { RawSection } from "./section-reader.ts";
import { quoted } from "./text.ts";

/** What a file says, and what is wrong with it. */
interface ParsedConfig {
  config: Config;
  global: EffectiveSection;
  interfaces: EffectiveSection[];
  rules: EffectiveSection[];
  problems: Problem[];
}

/** More sections than uplinks and rules together can be; the others are not read. */
const maxSections = 200;

/** Nobody reads more of them, neither in the log nor on a page. */
const maxProblems = 50;

/** What comes of an option that there is not. */
const ignored = "it is ignored";

/** Why a section cannot be used, or null when it can. */
function objectionTo(
  options: EffectiveOptions,
  taken: { [name: string]: string },
  reachedCount: number | null
): string | null {
  const name = options.name as EffectiveOption;
  if (name.value == null) {
    return name.origin == "default"
      ? "name is missing: it says which network interface to use; the section is left out"
      : "without a valid name the section is left out";
  }
  const owner = exists(taken, name.value as string) ? taken[name.value as string] : null;
  if (owner != null) {
    return `${quoted(name.value as string)} is already used by section ${quoted(owner)}; the section is left out`;
  }
  return reachedCount == null
    ? null
    : `there are more than ${reachedCount}, all that mark_mask has room for; the section is left out`;
}

/** The usual targets serve no HTTP address of anybody's: those of each family have to be given. */
function needHttpTargets(section: string, options: EffectiveOptions, problems: Problem[]): void {
  const own = options.ping_target?.origin == "set" ? (options.ping_target.value as string[]) : [];
  const wanted = familiesOf(options.family?.value as string);
  const families = filter(wanted, (family) => length(ofFamily(own, family)) > 0);
  if (options.probe_method?.value == "http" && length(families) < length(wanted)) {
    const value = families[0] ?? "icmp";
    options[value == "icmp" ? "probe_method" : "family"] = { value, origin: "replaced" };
    const message = `http needs addresses that serve http_url, for each IP version; ${value} is used instead`;
    push(problems, problemOf(section, "ping_target", message));
  }
}

/** A threshold to recover beyond the one to fail would make a state that is both. */
function limitRecovery(section: string, options: EffectiveOptions, problems: Problem[]): void {
  for (let quantity in { loss: true, latency: true }) {
    const failure = options[`failure_${quantity}`]?.value as number;
    const recovery = options[`recovery_${quantity}`]?.value as number;
    if (recovery > failure) {
      const message = `${recovery} is more than failure_${quantity}; ${failure} is used instead`;
      options[`recovery_${quantity}`] = { value: failure, origin: "replaced" };
      push(problems, problemOf(section, `recovery_${quantity}`, message));
    }
  }
}

function parseInterfaces(sections: RawSection[], maxCount: number, problems: Problem[]) {
  const effective: EffectiveSection[] = [];
  const uplinks: UplinkConfig[] = [];
  const taken: { [name: string]: string } = {};
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as RawSection;
    const options = readSection(section, interfaceOptions, problems, {}, ignored);
    limitRecovery(section[".name"], options, problems);
    needHttpTargets(section[".name"], options, problems);
    const objection = objectionTo(options, taken, length(uplinks) >= maxCount ? maxCount : null);
    push(effective, { section: section[".name"], options });
    if (objection != null) {
      push(problems, problemOf(section[".name"], "name", objection));
    } else {
      const uplink = uplinkConfigOf(section[".name"], options);
      taken[uplink.interface] = uplink.section;
      push(uplinks, uplink);
    }
  }
  return { effective, uplinks };
}

function sectionsOfType(sections: RawSection[], kind: string): RawSection[] {
  return filter(sections, (section) => section[".type"] == kind);
}

/** Sections of types that nothing reads. */
function reportUnknownTypes(sections: RawSection[], problems: Problem[]): void {
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as RawSection;
    if (index(["global", "interface", "rule"], section[".type"]) < 0) {
      const kind = quoted(section[".type"]);
      push(
        problems,
        problemOf(section[".name"], null, `sections of type ${kind} are unknown; it is ignored`)
      );
    }
  }
}

/** The section `global`, as the init script looks it up too; others of its type are reported. */
function findGlobal(sections: RawSection[], problems: Problem[]): RawSection | null {
  let found: RawSection | null = null;
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as RawSection;
    if (section[".type"] == "global" && section[".name"] == "global") {
      found = section;
    } else if (section[".type"] == "global") {
      const message = "only the section named 'global' counts; this one is ignored";
      push(problems, problemOf(section[".name"], null, message));
    }
  }
  if (found == null) {
    const missing = "there is no section 'global'; its defaults are used, so the service is off";
    push(problems, problemOf(null, null, missing));
  }
  return found;
}

function boundedProblems(problems: Problem[]): Problem[] {
  const over = length(problems) - maxProblems;
  return over <= 0
    ? problems
    : [
        ...slice(problems, 0, maxProblems),
        problemOf(null, null, `there are ${over} more problems, which are not shown`),
      ];
}

/** Sections in the order of the file, as an effective configuration; never fails. */
function parseConfig(all: RawSection[]): ParsedConfig {
  const problems: Problem[] = [];
  const sections = slice(all, 0, maxSections);
  if (length(all) > maxSections) {
    const message = `there are more than ${maxSections} sections; those behind them are ignored`;
    push(problems, problemOf(null, null, message));
  }
  const globalSection = findGlobal(sections, problems);
  const options = readSection(globalSection, globalOptions, problems, {}, ignored);
  const global = globalConfigOf(options);
  const parsed = parseInterfaces(
    sectionsOfType(sections, "interface"),
    min(maxUplinks, (markLayoutOf(global.markMask) as MarkLayout).maxSlot),
    problems
  );
  const policy = parseRules(sectionsOfType(sections, "rule"), parsed.uplinks, problems);
  reportUnknownTypes(sections, problems);
  return {
    config: { global, uplinks: parsed.uplinks, rules: policy.rules },
    global: { section: "global", options },
    interfaces: parsed.effective,
    rules: policy.effective,
    problems: boundedProblems(problems),
  };
}

/** The problem as one line that names section and option. */
function problemText(problem: Problem): string {
  const section = problem.section == null ? "" : `section ${quoted(problem.section)}: `;
  const option = problem.option == null ? "" : `option ${quoted(problem.option)}: `;
  return `${section}${option}${problem.message}`;
}

export { parseConfig, problemText };
export type { RawSection, ParsedConfig };
