/** Uplinks by name in sentences for people. */
import type { ShareReply } from "../../shared/queries.ts";
import type { State } from "./state.ts";

/** The label, with the interface behind it where that is called otherwise: `fibre (wan)`. */
function uplinkName(state: State, section: string): string {
  const config = state.uplinks[section]?.config;
  const label = config?.label ?? section;
  const name = config?.interface ?? label;
  return name == label ? label : `${label} (${name})`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  const last = length(words) - 1;
  return last < 1 ? (words[0] ?? "") : `${join(", ", slice(words, 0, last))} and ${words[last]}`;
}

/** The text as the beginning of a sentence. */
function capitalized(text: string): string {
  return `${uc(substr(text, 0, 1))}${substr(text, 1)}`;
}

/** `67 % to fibre (wan) and 33 % to lte`. */
function sharesText(state: State, shares: readonly ShareReply[]): string {
  const parts = map(shares, (share) =>
    sprintf("%.0f %% to %s", share.share_pct, uplinkName(state, share.section))
  );
  return listed(parts);
}

export { uplinkName, listed, capitalized, sharesText };
