import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { globalOptions } from "../global-options.ts";
import { interfaceOptions } from "../interface-options.ts";
import type { OptionSpec } from "../options.ts";
import { readOption } from "../router/option-reader.ts";
import { ruleOptions } from "../rule-options.ts";
import {
  flagOf,
  globalOptionSchemas,
  interfaceOptionSchemas,
  ruleOptionSchemas,
} from "./options.ts";
import type { OptionSchema, RawValue } from "./options.ts";

interface Entry {
  name: string;
  spec: OptionSpec;
  schema: OptionSchema;
}

function entriesOf(
  section: string,
  specs: Record<string, OptionSpec>,
  schemas: Record<string, OptionSchema>
): Entry[] {
  return Object.entries(specs).map(([option, spec]) => ({
    name: `${section}.${option}`,
    spec,
    schema: schemas[option] as OptionSchema,
  }));
}

const entries = [
  ...entriesOf("global", globalOptions, globalOptionSchemas),
  ...entriesOf("interface", interfaceOptions, interfaceOptionSchemas),
  ...entriesOf("rule", ruleOptions, ruleOptionSchemas),
];

function accepts(schema: OptionSchema, raw: unknown): boolean {
  return schema.safeParse(raw).success;
}

/** The value as `/etc/config` would hold it. */
function rawOf(value: OptionSpec["default"]): RawValue {
  if (typeof value === "boolean") return value ? "1" : "0";
  return Array.isArray(value) ? [...(value as string[])] : String(value);
}

const octet = fc.integer({ min: 0, max: 299 });
const ipv4 = fc.tuple(octet, octet, octet, octet).map((bytes) => bytes.join("."));
const group = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)),
  fc.constantFrom("", "0", "FFFF", "00ff", "12345", "g")
);
/** Of too few, enough or too many groups, some of them empty, some with IPv4 at the end. */
const ipv6 = fc
  .tuple(fc.array(group, { minLength: 1, maxLength: 9 }), fc.option(ipv4), fc.nat(9))
  .map(([groups, last, gap]) => {
    const texts = last === null ? groups : [...groups, last];
    return gap < texts.length
      ? `${texts.slice(0, gap).join(":")}::${texts.slice(gap).join(":")}`
      : texts.join(":");
  });
const address = fc.oneof(
  ipv4,
  ipv6,
  fc.ipV6(),
  fc.constantFrom("1.1.1.1", "8.8.8.8", "01.2.3.4", "1.2.3", "1.2.3.4.5", "dns.example", ""),
  fc.constantFrom(
    "::",
    "::1",
    "1::",
    ":1",
    "1:",
    ":::",
    "::1::",
    "1:2:3:4:5:6:7::",
    "::ffff:1.2.3.4",
    "::1:2:3",
    "::1:2:3:4",
    "0:0:0:0:0:1:0:0",
    "0::1:0:0:0",
    "ff02::1",
    "ff::",
    "127.0.0.1",
    "0.0.0.0",
    "223.255.255.255",
    "224.0.0.1",
    "255.255.255.255"
  ),
  fc.constantFrom(
    "fe80::1%wan",
    "[::1]",
    "2001:db8::/64",
    "::1.2.3.04",
    "0x7f.1",
    "1.1",
    "2130706433"
  )
);
/** Runs of bits, often with holes, in every way of writing a number. */
const mask = fc
  .tuple(
    fc.nat(33),
    fc.nat(33),
    fc.constantFrom(0, 0, 0, 1, 64),
    fc.constantFrom(10, 16, "0X", "0x0")
  )
  .map(([count, shift, flaw, base]) => {
    const value = (((1n << BigInt(count)) - 1n) << BigInt(shift)) ^ BigInt(flaw);
    if (base === 10) return value.toString();
    return `${base === 16 ? "0x" : base}${value.toString(16)}`;
  });
const url = fc
  .tuple(
    fc.constantFrom("http://", "http://", "http://", "https://", "HTTP://", "http:/", ""),
    fc.constantFrom(
      "a.example",
      "192.0.2.1",
      "a_b",
      "a:80",
      "[::1]",
      "user@a",
      "x".repeat(180),
      ""
    ),
    fc.constantFrom(
      "",
      "/",
      "/generate_204",
      "/a?b=c&d=%20",
      "/a b",
      "/a#b",
      "/\u00e4",
      "?a",
      "/a\n"
    )
  )
  .map((parts) => parts.join(""));
const number = fc.oneof(
  fc.integer({ min: -1, max: 140 }),
  fc.constantFrom(65_533, 65_534, 65_535, 65_536)
);
/** Ports and prefix lengths in and out of range, the wrong way round, too many of them. */
const ports = fc
  .tuple(fc.array(number, { minLength: 1, maxLength: 3 }), fc.constantFrom("-", "-", ":", " "))
  .map(([ends, mark]) => ends.join(mark));
const prefix = fc
  .tuple(
    address,
    fc.array(fc.oneof(number.map(String), fc.constantFrom("", "x", "024")), { maxLength: 2 })
  )
  .map((parts) => parts.flat().join("/"));
const text = fc.oneof(
  ports,
  prefix,
  fc.integer({ min: -2, max: 12_000 }).map(String),
  fc.constantFrom("0", "1", "007", "1.0", "1e3", " 5", "on", "Off", "YES", "maybe", "failover"),
  fc.constantFrom("multi-uplink", "Failover", "wan", "wan.6", "a b", "", "9999999999"),
  fc.string({ unit: "grapheme-ascii", maxLength: 40 }),
  mask,
  url,
  fc.array(address, { minLength: 1, maxLength: 10 }).map((addresses) => addresses.join(" "))
);
const rawValue = fc.oneof(text, fc.array(fc.oneof(address, text), { maxLength: 10 }));

describe("the schemas agree with the option table", () => {
  test("every option has a schema and every schema an option", () => {
    expect(Object.keys(globalOptionSchemas)).toEqual(Object.keys(globalOptions));
    expect(Object.keys(interfaceOptionSchemas)).toEqual(Object.keys(interfaceOptions));
    expect(Object.keys(ruleOptionSchemas)).toEqual(Object.keys(ruleOptions));
  });

  test.each(entries.filter(({ spec }) => spec.default !== null))(
    "$name accepts its default",
    ({ spec, schema }) => {
      expect(accepts(schema, rawOf(spec.default))).toBe(true);
    }
  );

  test.each(entries.filter(({ spec }) => spec.type === "number"))(
    "$name ends at its smallest and its largest value",
    ({ spec, schema }) => {
      if (spec.type !== "number") throw new Error("unreachable");
      expect(accepts(schema, String(spec.min))).toBe(true);
      expect(accepts(schema, String(spec.max))).toBe(true);
      expect(accepts(schema, String(spec.min - 1))).toBe(false);
      expect(accepts(schema, String(spec.max + 1))).toBe(false);
    }
  );

  test("mode takes its choices and nothing else", () => {
    for (const choice of globalOptions.mode.choices)
      expect(accepts(globalOptionSchemas.mode, choice)).toBe(true);
    expect(accepts(globalOptionSchemas.mode, "balance")).toBe(false);
  });

  test("an interface has to be named", () => {
    expect(accepts(interfaceOptionSchemas.name, "wan_6.4-b")).toBe(true);
    for (const name of ["", "a b", "x".repeat(33), "wan;reboot", null])
      expect(accepts(interfaceOptionSchemas.name, name)).toBe(false);
  });

  test("ping targets are one to eight addresses of either family, as a list or in one text", () => {
    const targets = interfaceOptionSchemas.ping_target;
    const nine = Array.from({ length: 9 }, (_, index) => `192.0.2.${index}`);
    for (const right of ["1.1.1.1 \t 2620:fe::9", ["2620:fe::9", "2620:fe::9"], nine.slice(0, 8)])
      expect(accepts(targets, right)).toBe(true);
    for (const wrong of [nine, [], "", "1.1.1.256", "one.one.one.one", ["1.1.1.1", ""], "::1::"])
      expect(accepts(targets, wrong)).toBe(false);
  });

  test("a mask is one run of four to 32 bits", () => {
    const masks = globalOptionSchemas.mark_mask;
    for (const right of ["0x3f00", "0X3F00", "16128", "0xf", "0xf0000000", "0xffffffff", "0x00ff"])
      expect(accepts(masks, right)).toBe(true);
    for (const wrong of [
      "0",
      "0x7",
      "0x3f01",
      "0x5500",
      "4294967296",
      "0x1ffffffff",
      "3f00",
      "-16",
    ])
      expect(accepts(masks, wrong)).toBe(false);
  });

  test("an address for HTTP has a host and perhaps a path, nothing else", () => {
    const urls = interfaceOptionSchemas.http_url;
    for (const right of ["http://a.example", "http://192.0.2.1/", "http://a/b?c=d&e=%20"])
      expect(accepts(urls, right)).toBe(true);
    for (const wrong of ["https://a/", "http://", "http://a:80/", "http://a/b c", "a.example/x"])
      expect(accepts(urls, wrong)).toBe(false);
    expect(accepts(urls, `http://a/${"b".repeat(191)}`)).toBe(true);
    expect(accepts(urls, `http://a/${"b".repeat(192)}`)).toBe(false);
  });
});

describe("the schemas agree with the daemon's reader", () => {
  test.each(entries)("$name: both take or refuse the same raw values", ({ spec, schema }) => {
    fc.assert(
      fc.property(rawValue, (raw) => {
        const reading = readOption(spec, raw);
        expect(accepts(schema, raw)).toBe(reading.origin === "set");
        if (spec.type === "flag" && typeof raw === "string")
          expect(flagOf(raw)).toBe(reading.origin === "set" ? reading.value : null);
      }),
      { numRuns: 500 }
    );
  });
});
