/** Reads a section's options as their table says, and tells of what is wrong with them. */
import type { EffectiveOption, EffectiveOptions } from "../contract.ts";
import type { Problem } from "../domain.ts";
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

/** Of one section; what is left out of it is said. */
const maxStrange = 20;

function problemOf(section: string | null, option: string | null, message: string): Problem {
  return { section, option, message };
}

/** Options of the section that its table does not have. */
function unknownOptions(section: RawSection, specs: { [option: string]: OptionSpec }): string[] {
  return filter(keys(section), (option) => substr(option, 0, 1) != "." && !exists(specs, option));
}

/** What comes of a bad value: the default, or what the section makes of it. */
function outcomeOf(value: EffectiveOption["value"], own: string | null): string {
  if (own != null) {
    return `; ${own}`;
  }
  const used = type(value) == "array" ? join(" ", value as string[]) : `${value}`;
  return value == null ? "" : `; ${used} is used instead`;
}

/**
 * The section's effective options. Bad values and unknown options are added to `problems`.
 * @param outcomes what comes of a bad value, by option; where nothing is said, its default
 * @param unknown what comes of options that there are not
 */
function readSection(
  section: RawSection | null,
  specs: { [option: string]: OptionSpec },
  problems: Problem[],
  outcomes: { [option: string]: string },
  unknown: string
): EffectiveOptions {
  const options: EffectiveOptions = {};
  for (let option in specs) {
    const spec = specs[option] as OptionSpec;
    const raw = section?.[option] ?? null;
    const reading = readOption(spec, raw as RawValue | null);
    options[option] = { value: reading.value, origin: reading.origin };
    if (reading.message != null) {
      const outcome = outcomeOf(reading.value, outcomes[option] ?? null);
      push(problems, problemOf(section?.[".name"] ?? null, option, reading.message + outcome));
    }
  }
  const strange = section == null ? [] : unknownOptions(section, specs);
  for (let i = 0; i < min(length(strange), maxStrange); i++) {
    const option = strange[i] as string;
    const message = `there is no option ${quoted(option)}; ${unknown}`;
    push(problems, problemOf(section?.[".name"] ?? null, option, message));
  }
  if (length(strange) > maxStrange) {
    const message = `there are ${length(strange) - maxStrange} more options that are none; ${unknown}`;
    push(problems, problemOf(section?.[".name"] ?? null, null, message));
  }
  return options;
}

export { problemOf, readSection, unknownOptions };
export type { RawSection };
