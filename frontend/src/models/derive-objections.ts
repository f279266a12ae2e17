/** Why a draft cannot be saved, in words that name what is allowed. */
import { isValidOption } from "../api/check-option.ts";
import type { OptionSpec } from "../../../shared/options.ts";
import { rawValueOf, sectionsOf, specsOf } from "./draft.ts";
import type { Draft, DraftSection, SectionKind } from "./draft.ts";
import { enumerate } from "./format.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

/** Sentences by option by section id. */
type Objections = Record<string, Record<string, string>>;

/** Options of these types match everything when they are empty. */
const mayBeEmpty = ["prefix", "ports", "text"];

/** What an option takes. */
function describeExpectation(_: Translate, spec: OptionSpec): string {
  switch (spec.type) {
    case "flag":
      return _("Use 0 or 1.");
    case "number":
      return fill(_("Use a whole number from %s to %s."), spec.min, spec.max);
    case "choice":
      return fill(_("Use one of %s."), spec.choices.join(", "));
    case "interface-name":
      return _("Name a network interface of this router: letters, digits, and . _ - only.");
    case "addresses":
      return fill(
        _("Use one to %s IPv4 or IPv6 addresses such as 1.1.1.1, separated by blanks."),
        spec.maxCount
      );
    case "mask":
      return _("Use a run of at least four bits such as 0x3f00.");
    case "url":
      return _("Use an address such as http://host/path.");
    case "prefix":
      return _("Use an IPv4 or IPv6 address, alone or with a prefix length.");
    case "ports":
      return _("Use a port such as 443 or a range such as 8000-8100.");
    case "text":
      return _("Use at most 32 letters, digits, signs and blanks, without accents.");
    case "section":
      return _("Name one of the connections.");
  }
}

/** The text of one field; what is empty takes its default, where there is one. */
function isFine(kind: SectionKind, option: string, spec: OptionSpec, text: string): boolean {
  return text.trim() === ""
    ? spec.default !== null || mayBeEmpty.includes(spec.type)
    : isValidOption(kind, option, rawValueOf(spec, text));
}

function objectionsTo(_: Translate, { kind, values }: DraftSection): Record<string, string> {
  const wrong = Object.entries(specsOf(kind)).filter(
    ([option, spec]) => !isFine(kind, option, spec, values[option] ?? "")
  );
  return Object.fromEntries(wrong.map(([option, spec]) => [option, describeExpectation(_, spec)]));
}

/** Positions of the uplinks that use an interface, counted from 1. */
function usersOf(draft: Draft, name: string): number[] {
  return draft.uplinks.flatMap((uplink, index) =>
    uplink.values["name"] === name ? [index + 1] : []
  );
}

/** What one section's field says of another section: no schema knows. */
function objectionsAmong(_: Translate, draft: Draft, section: DraftSection) {
  const { name = "", use = "" } = section.values;
  if (section.kind === "rule" && use && !draft.uplinks.some(({ id }) => id === use))
    return { use: _("Name one of the connections.") };
  const position = draft.uplinks.indexOf(section) + 1;
  const others = usersOf(draft, name).filter((other) => other !== position);
  if (position === 0 || others.length === 0) return {};
  const sentence = _("%s is used by connection %s already; use each interface once.");
  return { name: fill(sentence, name, enumerate(others.map(String))) };
}

/** Empty when the draft can be saved. */
function deriveObjections(_: Translate, draft: Draft): Objections {
  const objections = sectionsOf(draft).map((section) => [
    section.id,
    { ...objectionsAmong(_, draft, section), ...objectionsTo(_, section) },
  ]);
  return Object.fromEntries(objections.filter(([, own]) => Object.keys(own as object).length > 0));
}

export { deriveObjections };
export type { Objections };
