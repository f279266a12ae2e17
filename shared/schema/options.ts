/**
 * Schemas of UCI values, made from the option table. They take a value as UCI holds it, a text or a
 * list of texts, and accept exactly what the daemon's own reader accepts.
 */
import * as z from "zod/mini";
import { globalOptions } from "../global-options.ts";
import { interfaceOptions } from "../interface-options.ts";
import type { AddressesOption, GlobalOptionName, InterfaceOptionName } from "../options.ts";
import type { NumberOption, OptionSpec, RuleOptionName } from "../options.ts";
import { ruleOptions } from "../rule-options.ts";
import { isRawValue } from "./raw-value.ts";
import type { RawValue } from "./raw-value.ts";

type OptionSchema = z.ZodMiniType<RawValue>;

const trueWords = ["1", "on", "true", "yes", "enabled"];
const falseWords = ["0", "off", "false", "no", "disabled"];

/** What a flag's text means, or null when it means nothing. */
function flagOf(text: string): boolean | null {
  const word = text.toLowerCase();
  if (trueWords.includes(word)) return true;
  return falseWords.includes(word) ? false : null;
}

/** Why a value is refused is said by the form, from the table. */
function rawValueThat(isRight: (raw: RawValue) => boolean): OptionSchema {
  return z.custom((value) => isRawValue(value) && isRight(value));
}

function textThat(isRight: (text: string) => boolean): OptionSchema {
  return z.custom((value) => typeof value === "string" && isRight(value));
}

function isInRange(text: string, { min, max }: NumberOption): boolean {
  return /^[0-9]{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max;
}

/** The browser's and Node's own. */
declare const URL: {
  canParse(address: string): boolean;
  new (address: string): { hostname: string };
};

/** Four decimal numbers of 0 to 255 without leading zeros, as inet_pton reads them. */
const ipv4Pattern = /^((25[0-5]|(2[0-4]|1\d|[1-9])?\d)(\.(?!$)|$)){4}$/;

/** An IPv6 address as inet_pton reads it, without a zone: the browser's URL parser knows them. */
function isIpv6(text: string): boolean {
  return (
    /^[0-9A-Fa-f:.]{2,45}$/.test(text) && text.includes(":") && URL.canParse(`http://[${text}]/`)
  );
}

/** An address that another host can have; the URL parser writes the shortest form. */
function isHost(text: string): boolean {
  if (ipv4Pattern.test(text)) return !/^(0|127|22[4-9]|2[3-5]\d)\./.test(text);
  const own = /^\[(ff[\da-f]{2}:|::[\da-f]*(:[\da-f]+){0,2}\])/;
  return isIpv6(text) && !own.test(new URL(`http://[${text}]/`).hostname);
}

/** One run of four to 32 bits, as hexadecimal or decimal text. */
function isMask(text: string): boolean {
  const isNumber = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text);
  return isNumber && /^(?=.{4,32}$)1{4,}0*$/.test(Number(text).toString(2));
}

function isUrl(text: string): boolean {
  return text.length <= 200 && /^http:\/\/[A-Za-z0-9.-]+(\/[A-Za-z0-9._~/%?&=+-]*)?$/.test(text);
}

/** An address, alone or with a prefix length; empty for any. */
function isPrefix(text: string): boolean {
  const [address = "", count = "0", ...rest] = text.split("/");
  const bits = isIpv6(address) ? 128 : 32;
  const isAddress = bits === 128 || ipv4Pattern.test(address);
  const isLength = /^[0-9]{1,9}$/.test(count) && Number(count) <= bits;
  return text === "" || (isAddress && isLength && rest.length === 0);
}

/** A port or a range of them, 1 to 65534; empty for any. */
function arePorts(text: string): boolean {
  const ends = text.split("-");
  const [from, to] = [Number(ends[0]), Number(ends.at(-1))];
  const isRange = ends.length <= 2 && ends.every((end) => /^[0-9]{1,9}$/.test(end));
  return text === "" || (isRange && from >= 1 && from <= to && to <= 65_534);
}

/** What the daemon's log can show; empty for none. */
function isLabel(text: string): boolean {
  return text === "" || /^[!-~]([ -~]{0,30}[!-~])?$/.test(text);
}

/** One text may hold several addresses; one that is named twice counts once. */
function areAddresses(raw: RawValue, { maxCount }: AddressesOption): boolean {
  const addresses = new Set(typeof raw === "string" ? raw.trim().split(/[ \t]+/) : raw);
  const isCountFine = addresses.size >= 1 && addresses.size <= maxCount;
  return isCountFine && [...addresses].every(isHost);
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
      return rawValueThat((raw) => areAddresses(raw, spec));
    case "mask":
      return textThat(isMask);
    case "url":
      return textThat(isUrl);
    case "prefix":
      return textThat(isPrefix);
    case "ports":
      return textThat(arePorts);
    case "text":
      return textThat(isLabel);
    case "section":
      return textThat((text) => /^[A-Za-z0-9_-]{1,64}$/.test(text));
  }
}

function schemasOf<Name extends string>(specs: Record<Name, OptionSpec>) {
  const entries = Object.entries<OptionSpec>(specs).map(([name, spec]) => [name, schemaOf(spec)]);
  return Object.fromEntries(entries) as Record<Name, OptionSchema>;
}

/** Any value UCI can hold. */
const rawValueSchema = rawValueThat(() => true);

/** By option name; for options of section `global`. */
const globalOptionSchemas = schemasOf<GlobalOptionName>(globalOptions);

/** By option name; for options of sections of type `interface`. */
const interfaceOptionSchemas = schemasOf<InterfaceOptionName>(interfaceOptions);

/** By option name; for options of sections of type `rule`. */
const ruleOptionSchemas = schemasOf<RuleOptionName>(ruleOptions);

export { flagOf, globalOptionSchemas, interfaceOptionSchemas, rawValueSchema, ruleOptionSchemas };
export type { OptionSchema, RawValue };
