/** `validate`: what `config` would say of a configuration that is not there yet. */
import type { ProposedSection, ValidateReply } from "../../shared/queries.ts";
import { parseConfig } from "../../shared/router/config.ts";
import type { RawSection } from "../../shared/router/config.ts";
import { matchLine, quoted } from "../../shared/router/text.ts";
import { shown } from "../arguments.ts";
import { badArgument, isRefusal } from "../method.ts";
import type { Arguments, Refusal } from "../method.ts";
import { configReplyOf } from "./config.ts";

/**
 * Sections, and their values and characters together: more than any configuration has. rpcd, which answers the
 * whole page, stands still while it reads them.
 */
const most = { sections: 100, values: 2000, characters: 65536 };

/** A text or a list of texts as libuci gives them; numbers and truth become what rpcd's `set` makes. */
function rawValueOf(value: unknown): string | string[] | null {
  const kind = type(value);
  if (kind == "array") {
    const texts = value as unknown[];
    return length(filter(texts, (text) => type(text) != "string")) == 0
      ? (texts as string[])
      : null;
  }
  if (kind == "bool") {
    return value == true ? "1" : "0";
  }
  return kind == "string" || kind == "int" || kind == "double" ? `${value}` : null;
}

/** Why rpcd should not look into them, or null. */
function objectionToSize(given: unknown[]): string | null {
  if (length(given) > most.sections) {
    return `there are more than ${most.sections} sections`;
  }
  let valueCount = 0;
  for (let i = 0; i < length(given); i++) {
    const section = type(given[i]) == "object" ? (given[i] as { [option: string]: unknown }) : {};
    valueCount += length(section);
    for (let option in section) {
      valueCount += type(section[option]) == "array" ? length(section[option] as unknown[]) : 0;
    }
  }
  if (valueCount > most.values) {
    return `there are more than ${most.values} values`;
  }
  return length(sprintf("%J", given)) > most.characters
    ? `there are more than ${most.characters} characters`
    : null;
}

function rawSectionOf(given: unknown, place: string): RawSection | Refusal {
  const section = (type(given) == "object" ? given : {}) as ProposedSection;
  const name = section[".name"];
  const kind = section[".type"];
  if (type(name) != "string" || matchLine(name, /^[A-Za-z0-9_]{1,64}$/) == null) {
    return badArgument(`${place}: .name is ${shown(name)}; it must be a section's name`);
  }
  if (type(kind) != "string" || kind == "") {
    return badArgument(`${place}: .type is ${shown(kind)}; it must be a section's type`);
  }
  const raw: RawSection = { ".name": name, ".type": kind };
  for (let option in section) {
    const value = substr(option, 0, 1) == "." ? null : rawValueOf(section[option]);
    if (value != null) {
      raw[option] = value;
    } else if (substr(option, 0, 1) != ".") {
      return badArgument(`${place}: ${quoted(option)} must be a text or a list of texts`);
    }
  }
  return raw;
}

function rawSectionsOf(given: unknown[]): RawSection[] | Refusal {
  const sections: RawSection[] = [];
  const names: { [name: string]: boolean } = {};
  for (let i = 0; i < length(given); i++) {
    const section = rawSectionOf(given[i], `sections[${i}]`);
    if (isRefusal(section)) {
      return section as Refusal;
    }
    const name = (section as RawSection)[".name"];
    if (exists(names, name)) {
      return badArgument(`sections[${i}]: there is a section ${quoted(name)} before it`);
    }
    names[name] = true;
    push(sections, section as RawSection);
  }
  return sections;
}

function validate(args: Arguments): ValidateReply | Refusal {
  const given = args.sections;
  if (type(given) != "array") {
    return badArgument(`sections is ${shown(given)}; it must be a list of sections`);
  }
  const objection = objectionToSize(given as unknown[]);
  if (objection != null) {
    return badArgument(objection);
  }
  const sections = rawSectionsOf(given as unknown[]);
  if (type(sections) != "array") {
    return sections as Refusal;
  }
  const reply = configReplyOf(parseConfig(sections as RawSection[]));
  return { valid: length(reply.problems) == 0, ...reply };
}

export { validate };
