/** What the page carries in place of zod comes to the same verdicts, outputs and places as zod itself. */
import * as fc from "fast-check";
import { build } from "vite";
import type { Rollup } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import * as zod from "zod/mini";
import * as slim from "../../frontend/slim/zod-mini.ts";
import * as contract from "../../shared/schema/contract.ts";
import * as options from "../../shared/schema/options.ts";
import { slimZod, wholeImports } from "./slim.mjs";

/** As much of a schema as both have. */
interface Schema {
  safeParse(value: unknown): {
    success: boolean;
    data?: unknown;
    error?: { issues: { path: PropertyKey[] }[] } | undefined;
  };
}

function verdictOf(schema: Schema, value: unknown): unknown {
  const { success, data, error } = schema.safeParse(value);
  return success ? { data } : { places: error?.issues.map(({ path }) => path.join(".")).sort() };
}

/** JSON as a reply brings it, a prototype's name included, and the numbers that JSON has no words for. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom("up", "down", 0, 1, Number.NaN, Infinity, undefined, null, [], {}),
  fc.constant(JSON.parse('{"__proto__":{"admin":true},"constructor":1,"a":1}'))
);

/** Changes at most two places of a value. */
const changes = fc.array(fc.tuple(fc.nat(), fc.boolean(), anyValue), { maxLength: 2 });

function placesIn(value: unknown): [holder: Record<string, unknown>, name: string][] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [[holder, name], ...placesIn(holder[name])]);
}

function changed(
  value: unknown,
  edits: [at: number, isRemoved: boolean, value: unknown][]
): unknown {
  const copy: Record<string, unknown> = { root: structuredClone(value) };
  for (const [at, isRemoved, put] of edits) {
    const places = placesIn(copy);
    const [holder, name] = places[at % places.length] ?? [copy, "root"];
    if (isRemoved && !Array.isArray(holder)) delete holder[name];
    else holder[name] = structuredClone(put);
  }
  return copy.root;
}

/** Values that a zod schema takes, made after its definition. */
function valuesOf(schema: zod.ZodMiniType): fc.Arbitrary<unknown> {
  const { _zod: inner } = schema as unknown as { _zod: { def: Definition } };
  const { def } = inner;
  switch (def.type) {
    case "string":
      return fc.string();
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "nullable":
      return fc.option(valuesOf(def.innerType));
    case "array":
      return fc.array(valuesOf(def.element), { maxLength: 3 });
    case "record":
      return fc.dictionary(fc.string(), valuesOf(def.valueType), { maxKeys: 3 });
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(def.shape).map(([name, part]) => [name, valuesOf(part)]))
      );
    case "custom":
      return fc.oneof(fc.string(), fc.array(fc.string()), fc.integer(), fc.constant(null));
    case "unknown":
      return fc.jsonValue({ maxDepth: 1 });
  }
}

type Definition =
  | { type: "string" | "number" | "boolean" | "custom" | "unknown" }
  | { type: "enum"; entries: Record<string, string> }
  | { type: "nullable"; innerType: zod.ZodMiniType }
  | { type: "array"; element: zod.ZodMiniType }
  | { type: "record"; valueType: zod.ZodMiniType }
  | { type: "object"; shape: Record<string, zod.ZodMiniType> };

type Library = typeof zod;
type Recipe = (library: Library) => zod.ZodMiniType;

const { recipe } = fc.letrec<{ recipe: Recipe }>((tie) => ({
  recipe: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Recipe>(
      (z) => z.string(),
      (z) => z.number(),
      (z) => z.boolean(),
      (z) => z.unknown(),
      (z) => z.enum(["up", "down"]),
      (z) => z.custom((value) => Array.isArray(value))
    ),
    tie("recipe").map<Recipe>((inner) => (z) => z.nullable(inner(z))),
    tie("recipe").map<Recipe>((inner) => (z) => z.array(inner(z))),
    tie("recipe").map<Recipe>((inner) => (z) => z.record(z.string(), inner(z))),
    fc
      .dictionary(fc.constantFrom("a", "b", "up", "constructor"), tie("recipe"), { maxKeys: 3 })
      .map<Recipe>(
        (parts) => (z) =>
          z.object(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part(z)])))
      )
  ),
}));

test("any schema of the kinds that the page knows", () => {
  fc.assert(
    fc.property(
      recipe.chain((make) => fc.tuple(fc.constant(make), valuesOf(make(zod)), changes)),
      anyValue,
      ([make, right, edits], random) => {
        const [ours, theirs] = [make(slim as unknown as Library), make(zod)];
        for (const value of [right, changed(right, edits), random])
          expect(verdictOf(ours as Schema, value)).toEqual(verdictOf(theirs as Schema, value));
      }
    ),
    { numRuns: 2000 }
  );
});

type Module = Record<string, unknown>;

/** Builds a module as the page is built, and runs it. */
async function buildModule(source: string): Promise<Module> {
  const name = "virtual:entry";
  const result = (await build({
    configFile: false,
    logLevel: "silent",
    resolve: { alias: slimZod },
    plugins: [
      wholeImports,
      {
        name: "entry",
        resolveId: (id) => (id === name ? name : null),
        load: (id) => (id === name ? source : null),
      },
    ],
    build: {
      write: false,
      rolldownOptions: { input: name, preserveEntrySignatures: "strict" },
    },
  })) as Rollup.RollupOutput;
  const code = Buffer.from(result.output[0].code).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

describe("the schemas that the page is built with", () => {
  let built: Module;

  beforeAll(async () => {
    const files = ["contract", "options"].map((name) =>
      JSON.stringify(new URL(`../../shared/schema/${name}.ts`, import.meta.url).pathname)
    );
    built = await buildModule(files.map((path) => `export * from ${path};`).join("\n"));
  });

  const replies = Object.entries(contract).filter(([name]) => name.endsWith("ReplySchema"));

  test.each(replies)("%s", (name, schema) => {
    const theirs = schema as zod.ZodMiniType;
    fc.assert(
      fc.property(valuesOf(theirs), changes, (right, edits) => {
        const value = changed(right, edits);
        expect(verdictOf(built[name] as Schema, value)).toEqual(verdictOf(theirs, value));
      }),
      { numRuns: 300 }
    );
  });

  const tables = Object.entries(options).filter(([name]) => name.endsWith("OptionSchemas"));

  test.each(tables)("%s", (name, schemas) => {
    const ours = built[name] as Record<string, Schema>;
    expect(Object.keys(ours)).toEqual(Object.keys(schemas));
    const text = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.nat(70_000).map(String),
      fc.ipV4(),
      fc.ipV6(),
      fc.webUrl()
    );
    const value = fc.oneof(text, fc.array(text, { maxLength: 9 }), anyValue);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.entries<Schema>(schemas as never)),
        value,
        (entry, raw) => {
          const [option, theirs] = entry;
          expect(verdictOf(ours[option] as Schema, raw)).toEqual(verdictOf(theirs, raw));
        }
      ),
      { numRuns: 1000 }
    );
  });
});

test("a kind of schema that the page does not know ends the build", async () => {
  const source =
    'import * as z from "zod/mini"; export const id = z.union([z.string(), z.number()]);';
  await expect(buildModule(source)).rejects.toThrow(/union/);
});
