/** Reads one option's raw value as its table entry says. */
import type { EffectiveOption } from "../contract.ts";
import type { NumberOption, OptionSpec, ChoiceOption, AddressesOption } from "../options.ts";
import { familyOfAddress, isHostAddress, prefixOf } from "./address.ts";
import { markLayoutOf, maskOf } from "./mark.ts";
import { wholeNumberOf } from "./number.ts";
import { portRangeOf, portsText } from "./port-range.ts";
import { matchLine, quoted } from "./text.ts";

/** A value as libuci gives it. */
type RawValue = string | string[];

/** An effective value; when the raw one was replaced, with what is wrong with that. */
interface Reading extends EffectiveOption {
  /** Half a sentence: what comes of it is for the reader of the section to say. */
  message: string | null;
}

/** Words for true and false as OpenWrt's own scripts read them. */
const flagWords: { [word: string]: boolean } = {
  "1": true,
  on: true,
  true: true,
  yes: true,
  enabled: true,
  "0": false,
  off: false,
  false: false,
  no: false,
  disabled: false,
};

/** Longer than any value that an option can have; what is longer is not looked into. */
const maxTextBytes = 1024;

function readingOf(value: EffectiveOption["value"]): Reading {
  return { value, origin: "set", message: null };
}

function replacement(spec: OptionSpec, raw: RawValue, expected: string): Reading {
  const shown = type(raw) == "array" ? join(" ", slice(raw as string[], 0, 9)) : (raw as string);
  const value = spec.type == "choice" ? (spec.fallback ?? spec.default) : spec.default;
  return { value, origin: "replaced", message: `${quoted(shown)} is not ${expected}` };
}

function readNumber(spec: NumberOption, raw: RawValue): Reading {
  const value = type(raw) == "string" ? wholeNumberOf(raw as string) : null;
  if (value == null || value < spec.min || value > spec.max) {
    return replacement(spec, raw, `a whole number from ${spec.min} to ${spec.max}`);
  }
  return readingOf(value);
}

function readChoice(spec: ChoiceOption, raw: RawValue): Reading {
  return index(spec.choices, raw as string) >= 0
    ? readingOf(raw)
    : replacement(spec, raw, `one of ${join(", ", spec.choices)}`);
}

function readFlag(spec: OptionSpec, raw: RawValue): Reading {
  const word = type(raw) == "string" ? lc(raw as string) : "";
  // Only our own words: elsewhere every object has a few more keys.
  const value = exists(flagWords, word) ? flagWords[word] : null;
  return value == null ? replacement(spec, raw, "0 or 1") : readingOf(value);
}

/** Names netifd gives its interfaces; short, so that a message stays readable. */
function readInterfaceName(spec: OptionSpec, raw: RawValue): Reading {
  return type(raw) == "string" && matchLine(raw as string, /^[A-Za-z0-9_.-]{1,32}$/) != null
    ? readingOf(raw)
    : replacement(spec, raw, "the name of a network interface");
}

function readAddresses(spec: AddressesOption, raw: RawValue): Reading {
  const texts = type(raw) == "array" ? (raw as string[]) : split(trim(raw as string), /[ \t]+/);
  const expected = `one to ${spec.maxCount} IP addresses`;
  const addresses: string[] = [];
  for (let i = 0; i < length(texts); i++) {
    const text = texts[i] as string;
    if (index(addresses, text) >= 0) {
      continue;
    }
    if (familyOfAddress(text) == null) {
      return replacement(spec, text, "an IPv4 or IPv6 address");
    }
    if (!isHostAddress(iptoarr(text) as number[])) {
      return replacement(spec, text, "the address of another host");
    }
    push(addresses, text);
    if (length(addresses) > spec.maxCount) {
      return replacement(spec, raw, expected);
    }
  }
  return length(addresses) == 0 ? replacement(spec, raw, expected) : readingOf(addresses);
}

function readMask(spec: OptionSpec, raw: RawValue): Reading {
  const mask = type(raw) == "string" ? maskOf(raw as string) : null;
  return mask == null || markLayoutOf(mask) == null
    ? replacement(spec, raw, "a run of four to 32 bits such as 0x3f00")
    : readingOf(sprintf("0x%x", mask));
}

/** Characters that can stand in a request line as they are. */
function readUrl(spec: OptionSpec, raw: RawValue): Reading {
  const text = type(raw) == "string" ? (raw as string) : "";
  const isUrl =
    length(text) <= 200 &&
    matchLine(text, /^http:\/\/[A-Za-z0-9.-]+(\/[A-Za-z0-9._~/%?&=+-]*)?$/) != null;
  return isUrl ? readingOf(raw) : replacement(spec, raw, "an address like http://host/path");
}

/** A text, which is empty for none; `canonical` gives null for what is none of its kind. */
function readText(
  spec: OptionSpec,
  raw: RawValue,
  expected: string,
  canonical: (text: string) => string | null
): Reading {
  const text = type(raw) == "string" ? (raw as string) : null;
  if (text == "") {
    return readingOf(null);
  }
  const value = text == null ? null : canonical(text);
  return value == null ? replacement(spec, raw, expected) : readingOf(value);
}

function canonicalPrefix(text: string): string | null {
  return prefixOf(text)?.text ?? null;
}

function canonicalPorts(text: string): string | null {
  const range = portRangeOf(text);
  return range == null ? null : portsText(range);
}

/** Short enough for a heading; only what every log and terminal shows. */
function canonicalText(text: string): string | null {
  return matchLine(text, /^[!-~]([ -~]{0,30}[!-~])?$/) == null ? null : text;
}

/** Names that libuci gives sections. */
function readSectionName(spec: OptionSpec, raw: RawValue): Reading {
  return type(raw) == "string" && matchLine(raw as string, /^[A-Za-z0-9_-]{1,64}$/) != null
    ? readingOf(raw)
    : replacement(spec, raw, "the name of a section");
}

/** The effective value of an option; `raw` is null when the file does not set it. */
function readOption(spec: OptionSpec, raw: RawValue | null): Reading {
  if (raw == null) {
    return { value: spec.default, origin: "default", message: null };
  }
  if (type(raw) == "string" && length(raw) > maxTextBytes) {
    return replacement(spec, raw, `shorter than ${maxTextBytes} characters`);
  }
  switch (spec.type) {
    case "flag":
      return readFlag(spec, raw);
    case "number":
      return readNumber(spec, raw);
    case "choice":
      return readChoice(spec, raw);
    case "interface-name":
      return readInterfaceName(spec, raw);
    case "addresses":
      return readAddresses(spec, raw);
    case "mask":
      return readMask(spec, raw);
    case "url":
      return readUrl(spec, raw);
    case "prefix":
      return readText(spec, raw, "an IP address, alone or with a prefix length", canonicalPrefix);
    case "ports":
      return readText(spec, raw, "a port of 1 to 65534 or a range of them", canonicalPorts);
    case "text":
      return readText(spec, raw, "a name of at most 32 ASCII characters", canonicalText);
    case "section":
      return readSectionName(spec, raw);
  }
}

export { readOption };
export type { RawValue, Reading };
