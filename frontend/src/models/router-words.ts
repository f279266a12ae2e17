/** What the router says, in the user's language; what no catalogue knows stays as it is. */
import { formatUnit } from "./format.ts";
import { rewriteSentence } from "./sentence.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

const units: Record<string, string> = { "%": "percent", ms: "millisecond", s: "second" };

/** A number with its unit as people write it; anything else as it is. */
function localize(value: string): string {
  const [number, unit = ""] = value.split(" ");
  return units[unit] ? formatUnit(Number(number), units[unit]) : value;
}

/** `names` are words in it that are names. */
function translateSentence(_: Translate, sentence: string, names: readonly string[]): string {
  return rewriteSentence(sentence, names, (clause, values) =>
    fill(_(clause), ...values.map(localize))
  );
}

export { translateSentence };
