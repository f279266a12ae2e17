/** A command's words told apart: what it is about, and its options. */
import { quoted } from "../shared/router/text.ts";
import type { Terminal } from "./terminal.ts";

/** What a command takes. Options may be written with or without dashes: `for 1h`, `--for 1h`. */
interface Grammar {
  /** How many words at least and at most, options not counted. */
  least: number;
  most: number;
  /** Options that a word follows. */
  values: string[];
  flags: string[];
}

interface Arguments {
  words: string[];
  /** By name, without dashes; `true` for a flag. */
  options: { [name: string]: string };
  /** Why it cannot be understood; null when it can. */
  problem: string | null;
}

/** A command to be carried out. */
interface Request {
  words: string[];
  options: { [name: string]: string };
  /** Whether a program reads the output. */
  json: boolean;
  terminal: Terminal;
}

/** The option's name, or null when the word is none. */
function optionIn(word: string, grammar: Grammar): string | null {
  const name = substr(word, 0, 2) == "--" ? substr(word, 2) : word;
  return index(grammar.values, name) >= 0 || index(grammar.flags, name) >= 0 ? name : null;
}

/**
 * Tells the words behind the command apart. Words that a command cannot do without are taken first, so
 * that an uplink may be called like an option.
 */
function readArguments(given: readonly string[], grammar: Grammar): Arguments {
  const words: string[] = [];
  const options: { [name: string]: string } = {};
  const refused = (problem: string): Arguments => ({ words, options, problem });
  for (let i = 0; i < length(given); i++) {
    const word = given[i] as string;
    const dashed = substr(word, 0, 1) == "-";
    const option = dashed || length(words) >= grammar.least ? optionIn(word, grammar) : null;
    if (option == null && dashed) {
      return refused(`there is no option ${quoted(word)}`);
    }
    if (option == null) {
      push(words, word);
    } else if (index(grammar.flags, option) >= 0) {
      options[option] = "true";
    } else if (i + 1 == length(given)) {
      return refused(`after ${quoted(option)} something is missing`);
    } else {
      i++;
      options[option] = given[i] as string;
    }
  }
  if (length(words) > grammar.most) {
    return refused(`${quoted(words[grammar.most] as string)} is one word too many`);
  }
  return length(words) < grammar.least
    ? refused("something is missing")
    : { words, options, problem: null };
}

export { readArguments };
export type { Grammar, Arguments, Request };
