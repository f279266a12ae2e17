import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { globalOptions, interfaceOptions } from "../options.ts";
import type { OptionSpec } from "../options.ts";
import { readOption } from "../router/option-reader.ts";
import { flagOf, globalOptionSchemas, interfaceOptionSchemas } from "./options.ts";
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
const address = fc.oneof(
  fc.tuple(octet, octet, octet, octet).map((bytes) => bytes.join(".")),
  fc.constantFrom("1.1.1.1", "8.8.8.8", "01.2.3.4", "1.2.3", "1.2.3.4.5", "::1", "dns.example", "")
);
const text = fc.oneof(
  fc.integer({ min: -2, max: 12_000 }).map(String),
  fc.constantFrom("0", "1", "007", "1.0", "1e3", " 5", "on", "Off", "YES", "maybe", "failover"),
  fc.constantFrom("multi-uplink", "Failover", "wan", "wan.6", "a b", "", "9999999999"),
  fc.string({ unit: "grapheme-ascii", maxLength: 40 }),
  fc.array(address, { minLength: 1, maxLength: 10 }).map((addresses) => addresses.join(" "))
);
const rawValue = fc.oneof(text, fc.array(fc.oneof(address, text), { maxLength: 10 }));

describe("the schemas agree with the option table", () => {
  test("every option has a schema and every schema an option", () => {
    expect(Object.keys(globalOptionSchemas)).toEqual(Object.keys(globalOptions));
    expect(Object.keys(interfaceOptionSchemas)).toEqual(Object.keys(interfaceOptions));
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

  test("ping targets are one to eight IPv4 addresses, as a list or in one text", () => {
    const targets = interfaceOptionSchemas.ping_target;
    const nine = Array.from({ length: 9 }, (_, index) => `192.0.2.${index}`);
    for (const right of ["1.1.1.1 \t 9.9.9.9", ["1.1.1.1", "1.1.1.1"], nine.slice(0, 8)])
      expect(accepts(targets, right)).toBe(true);
    for (const wrong of [nine, [], "", "1.1.1.256", "one.one.one.one", ["1.1.1.1", ""]])
      expect(accepts(targets, wrong)).toBe(false);
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
