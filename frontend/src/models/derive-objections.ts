/** Why a draft cannot be saved, in words that name what is allowed. */
import { isValidOption } from "../api/check-option.ts";
import type { OptionSpec } from "../../../shared/options.ts";
import { rawValueOf, specsOf } from "./draft.ts";
import type { Draft, DraftSection } from "./draft.ts";
import { enumerate, fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

/** Sentences by option by section id. */
type Objections = Record<string, Record<string, string>>;

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
  }
}

function objectionsTo(_: Translate, section: DraftSection): Record<string, string> {
  const entries = Object.entries(specsOf(section.kind)).flatMap(([option, spec]) => {
    const text = section.values[option] ?? "";
    // What is empty takes its default, where there is one.
    const isFine =
      text.trim() === ""
        ? spec.default !== null
        : isValidOption(section.kind, option, rawValueOf(spec, text));
    return isFine ? [] : [[option, describeExpectation(_, spec)]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Positions of the uplinks that use an interface, counted from 1. */
function usersOf(draft: Draft, name: string): number[] {
  return draft.uplinks.flatMap((uplink, index) =>
    uplink.values["name"] === name ? [index + 1] : []
  );
}

/** Empty when the draft can be saved. */
function deriveObjections(_: Translate, draft: Draft): Objections {
  const objections = [draft.global, ...draft.uplinks].map(
    (section) => [section.id, objectionsTo(_, section)] as const
  );
  for (const [index, uplink] of draft.uplinks.entries()) {
    const name = uplink.values["name"] ?? "";
    const others = usersOf(draft, name).filter((position) => position !== index + 1);
    const own = objections[index + 1]?.[1];
    if (own && others.length > 0 && own["name"] === undefined)
      own["name"] = fill(
        _("%s is used by uplink %s already; use each interface once."),
        name,
        enumerate(_, others.map(String))
      );
  }
  return Object.fromEntries(objections.filter(([, own]) => Object.keys(own).length > 0));
}

export { deriveObjections };
export type { Objections };
