/**
 * Schemas of UCI values, made from the option table. They take a value as UCI holds it, a text or a
 * list of texts, and accept exactly what the daemon's own reader accepts.
 */
import * as z from "zod/mini";
import { globalOptions, interfaceOptions } from "../options.ts";
import type { AddressesOption, GlobalOptionName, InterfaceOptionName } from "../options.ts";
import type { NumberOption, OptionSpec } from "../options.ts";

/** A value as UCI holds it. */
type RawValue = string | string[];

type OptionSchema = z.ZodMiniType<RawValue>;

const trueWords = ["1", "on", "true", "yes", "enabled"];
const falseWords = ["0", "off", "false", "no", "disabled"];

/** What a flag's text means, or null when it means nothing. */
function flagOf(text: string): boolean | null {
  const word = text.toLowerCase();
  if (trueWords.includes(word)) return true;
  return falseWords.includes(word) ? false : null;
}

/**
 * A raw value that passes a test. zod's own checks, pipes and unions do the same at three times the
 * size, and the page has to be small; why a value is refused is said by the form, from the table.
 */
function valueThat(isValid: (raw: RawValue) => boolean): OptionSchema {
  const schema = z.unknown().check(({ value, issues }) => {
    if (!isRawValue(value) || !isValid(value)) issues.push({ code: "custom", input: value });
  });
  return schema as OptionSchema;
}

function textThat(isValid: (text: string) => boolean): OptionSchema {
  return valueThat((raw) => typeof raw === "string" && isValid(raw));
}

function isRawValue(value: unknown): value is RawValue {
  const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isList || typeof value === "string";
}

function isInRange(text: string, { min, max }: NumberOption): boolean {
  return /^[0-9]{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max;
}

/** Four decimal numbers of 0 to 255 without leading zeros, as inet_pton reads them. */
function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return (
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && +part < 256)
  );
}

/** One text may hold several addresses; one that is named twice counts once. */
function areAddresses(raw: RawValue, { maxCount }: AddressesOption): boolean {
  const addresses = new Set(typeof raw === "string" ? raw.trim().split(/[ \t]+/) : raw);
  const isCountFine = addresses.size >= 1 && addresses.size <= maxCount;
  return isCountFine && [...addresses].every(isIpv4);
}

function schemaOf(spec: OptionSpec): OptionSchema {
  switch (spec.type) {
    case "flag":
      return textThat((text) => flagOf(text) !== null);
    case "number":
      return textThat((text) => isInRange(text, spec));
    case "choice":
      return textThat((text) => spec.choices.includes(text));
    case "interface-name":
      // netifd's names; the same characters and length as the daemon's reader allows.
      return textThat((text) => /^[A-Za-z0-9_.-]{1,32}$/.test(text));
    case "addresses":
      return valueThat((raw) => areAddresses(raw, spec));
  }
}

function schemasOf<Name extends string>(specs: Record<Name, OptionSpec>) {
  const entries = Object.entries<OptionSpec>(specs).map(([name, spec]) => [name, schemaOf(spec)]);
  return Object.fromEntries(entries) as Record<Name, OptionSchema>;
}

/** Any value UCI can hold. */
const rawValueSchema = valueThat(() => true);

/** By option name; for options of section `global`. */
const globalOptionSchemas = schemasOf<GlobalOptionName>(globalOptions);

/** By option name; for options of sections of type `interface`. */
const interfaceOptionSchemas = schemasOf<InterfaceOptionName>(interfaceOptions);

export { flagOf, globalOptionSchemas, interfaceOptionSchemas, rawValueSchema };
export type { OptionSchema, RawValue };
