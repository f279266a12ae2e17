/**
 * Arguments checked one by one. ubus has seen to their types already, but callers of these functions
 * need not rely on that. Each gives what is wrong, or null when nothing is.
 */
import { quoted } from "../shared/router/text.ts";
import { badArgument } from "./method.ts";
import type { Refusal } from "./method.ts";

/** The value as a person would write it. */
function shown(value: unknown): string {
  if (value == null) {
    return "missing";
  }
  return type(value) == "string" ? quoted(value as string) : quoted(sprintf("%J", value));
}

/** One of these words has to be there. */
function objectionToWord(name: string, value: unknown, words: readonly string[]): Refusal | null {
  return type(value) == "string" && index(words, value as string) >= 0
    ? null
    : badArgument(`${name} is ${shown(value)}; it must be one of ${join(", ", words)}`);
}

/** Nothing, or one of these words. */
function objectionToChoice(name: string, value: unknown, words: readonly string[]): Refusal | null {
  return value == null ? null : objectionToWord(name, value, words);
}

/** Nothing, or a whole number in the range, both ends allowed. `what` says what it stands for. */
function objectionToNumber(
  name: string,
  value: unknown,
  smallest: number,
  largest: number,
  what: string
): Refusal | null {
  const given = type(value) == "int" ? (value as number) : smallest - 1;
  return value == null || (given >= smallest && given <= largest)
    ? null
    : badArgument(`${name} is ${shown(value)}; it must be ${what}, ${smallest} to ${largest}`);
}

/** Names a section; whether there is such a section is another question. */
function objectionToSection(name: string, value: unknown): Refusal | null {
  return type(value) == "string" && value != ""
    ? null
    : badArgument(`${name} is ${shown(value)}; it must be the name of an uplink's section`);
}

export { objectionToChoice, objectionToNumber, objectionToSection, objectionToWord, shown };
