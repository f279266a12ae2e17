/**
 * The sections of `/etc/config/mini-mwan` made into a configuration of valid values. A bad value is
 * reported and replaced by its default, a bad section is reported and left out; the rest counts.
 */
import type { EffectiveOption, EffectiveSection } from "../contract.ts";
import type { Config, GlobalConfig, Mode, Problem, UplinkConfig } from "../domain.ts";
import { globalOptions, interfaceOptions, maxUplinks } from "../options.ts";
import type { OptionSpec } from "../options.ts";
import { readOption } from "./option-reader.ts";
import type { RawValue } from "./option-reader.ts";
import { quoted } from "./text.ts";

/** A section as libuci gives it; keys that start with a dot are its own. */
interface RawSection {
  ".name": string;
  ".type": string;
  [option: string]: RawValue | number | boolean;
}

/** What a file says, and what is wrong with it. */
interface ParsedConfig {
  config: Config;
  global: EffectiveSection;
  interfaces: EffectiveSection[];
  problems: Problem[];
}

interface Options {
  [option: string]: EffectiveOption;
}

function problemOf(section: string | null, option: string | null, message: string): Problem {
  return { section, option, message };
}

function reportUnknownOptions(
  section: RawSection,
  specs: { [option: string]: OptionSpec },
  problems: Problem[]
): void {
  for (let option in section) {
    if (substr(option, 0, 1) != "." && !exists(specs, option)) {
      push(
        problems,
        problemOf(section[".name"], option, `there is no option ${quoted(option)}; it is ignored`)
      );
    }
  }
}

function readSection(
  section: RawSection | null,
  specs: { [option: string]: OptionSpec },
  problems: Problem[]
): Options {
  const options: Options = {};
  for (let option in specs) {
    const spec = specs[option] as OptionSpec;
    const raw = section?.[option] ?? null;
    const reading = readOption(spec, raw as RawValue | null);
    options[option] = { value: reading.value, origin: reading.origin };
    if (reading.message != null) {
      push(problems, problemOf(section?.[".name"] ?? null, option, reading.message));
    }
  }
  if (section != null) {
    reportUnknownOptions(section, specs, problems);
  }
  return options;
}

function globalConfigOf(options: Options): GlobalConfig {
  return {
    enabled: options.enabled?.value as boolean,
    mode: options.mode?.value as Mode,
    checkIntervalS: options.check_interval?.value as number,
  };
}

function uplinkConfigOf(section: string, options: Options): UplinkConfig {
  return {
    section,
    enabled: options.enabled?.value as boolean,
    interface: options.name?.value as string,
    targets: options.ping_target?.value as string[],
    pingCount: options.ping_count?.value as number,
    pingTimeoutS: options.ping_timeout?.value as number,
    metric: options.metric?.value as number,
    weight: options.weight?.value as number,
    fall: options.fall?.value as number,
    rise: options.rise?.value as number,
  };
}

/** Why a section cannot be used, or null when it can. */
function objectionTo(options: Options, taken: { [name: string]: string }, count: number) {
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
  return count >= maxUplinks ? `there are more than ${maxUplinks}; the section is left out` : null;
}

function parseInterfaces(sections: RawSection[], problems: Problem[]) {
  const effective: EffectiveSection[] = [];
  const uplinks: UplinkConfig[] = [];
  const taken: { [name: string]: string } = {};
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as RawSection;
    const options = readSection(section, interfaceOptions, problems);
    const objection = objectionTo(options, taken, length(uplinks));
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

/** The sections of one type, others reported when nothing reads them. */
function reportUnknownTypes(sections: RawSection[], problems: Problem[]): void {
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as RawSection;
    if (index(["global", "interface"], section[".type"]) < 0) {
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
      const ignored = "only the section named 'global' counts; this one is ignored";
      push(problems, problemOf(section[".name"], null, ignored));
    }
  }
  if (found == null) {
    const missing = "there is no section 'global'; its defaults are used, so the service is off";
    push(problems, problemOf(null, null, missing));
  }
  return found;
}

/** Sections in the order of the file, as an effective configuration; never fails. */
function parseConfig(sections: RawSection[]): ParsedConfig {
  const problems: Problem[] = [];
  const globalSection = findGlobal(sections, problems);
  const options = readSection(globalSection, globalOptions, problems);
  if (options.mode?.value == "multi-uplink") {
    const pending = "multi-uplink is not built yet; failover is used";
    push(problems, problemOf("global", "mode", pending));
  }
  const parsed = parseInterfaces(
    filter(sections, (section) => section[".type"] == "interface"),
    problems
  );
  reportUnknownTypes(sections, problems);
  return {
    config: { global: globalConfigOf(options), uplinks: parsed.uplinks },
    global: { section: "global", options },
    interfaces: parsed.effective,
    problems,
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
