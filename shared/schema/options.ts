/**
 * Schemas of UCI values, made from the option table. They take a value as UCI holds it, a text or a
 * list of texts, and give it typed; they accept exactly what the daemon's own reader accepts.
 */
import * as z from "zod/mini";
import { globalOptions, interfaceOptions } from "../options.ts";
import type { AddressesOption, GlobalOptionName, InterfaceOptionName } from "../options.ts";
import type { ChoiceOption, NumberOption, OptionSpec } from "../options.ts";

/** A value as UCI holds it. */
type RawValue = string | string[];

type OptionSchema = z.ZodMiniType<boolean | number | string | string[]>;

const trueWords = ["1", "on", "true", "yes", "enabled"];
const falseWords = ["0", "off", "false", "no", "disabled"];

const flagSchema = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => text.toLowerCase())
  ),
  z.pipe(
    z.enum([...trueWords, ...falseWords]),
    z.transform((word) => trueWords.includes(word))
  )
);

/** netifd's names; the same characters and length as the daemon's reader allows. */
const interfaceNameSchema = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,32}$/));

function numberSchema(spec: NumberOption) {
  return z.pipe(
    z.string().check(z.regex(/^[0-9]{1,9}$/)),
    z.pipe(z.transform(Number), z.number().check(z.minimum(spec.min), z.maximum(spec.max)))
  );
}

function choiceSchema(spec: ChoiceOption) {
  return z.enum([...spec.choices]);
}

/** One text may hold several addresses; one that is named twice counts once. */
function addressesSchema(spec: AddressesOption) {
  const listed = z.pipe(
    z.union([z.string(), z.array(z.string())]),
    z.transform((raw) => [...new Set(typeof raw === "string" ? raw.trim().split(/[ \t]+/) : raw)])
  );
  return z.pipe(listed, z.array(z.ipv4()).check(z.minLength(1), z.maxLength(spec.maxCount)));
}

function schemaOf(spec: OptionSpec): OptionSchema {
  switch (spec.type) {
    case "flag":
      return flagSchema;
    case "number":
      return numberSchema(spec);
    case "choice":
      return choiceSchema(spec);
    case "interface-name":
      return interfaceNameSchema;
    case "addresses":
      return addressesSchema(spec);
  }
}

function schemasOf<Name extends string>(specs: Record<Name, OptionSpec>) {
  const entries = Object.entries<OptionSpec>(specs).map(([name, spec]) => [name, schemaOf(spec)]);
  return Object.fromEntries(entries) as Record<Name, OptionSchema>;
}

/** By option name; for options of section `global`. */
const globalOptionSchemas = schemasOf<GlobalOptionName>(globalOptions);

/** By option name; for options of sections of type `interface`. */
const interfaceOptionSchemas = schemasOf<InterfaceOptionName>(interfaceOptions);

export { globalOptionSchemas, interfaceOptionSchemas };
export type { OptionSchema, RawValue };
