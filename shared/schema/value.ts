/**
 * Schemas of values, of zod's one simplest type with checks. Its own types bring coercion, patterns,
 * formats and compiled parsers that nothing here uses, and the page has to be small. The marks
 * `NO_SIDE_EFFECTS` leave out of it the schemas that it does not import.
 */
import * as z from "zod/mini";

/** What a check is given: it may put another value in place, and says what is wrong. */
type Payload = z.core.ParsePayload;

function schemaOf<T>(check: (payload: Payload) => void): z.ZodMiniType<T> {
  return z.unknown().check(check) as z.ZodMiniType<T>;
}

function refuse({ value, issues }: Payload): void {
  issues.push({ code: "custom", input: value });
}

/* @__NO_SIDE_EFFECTS__ */
function valueThat<T>(isRight: (value: unknown) => boolean): z.ZodMiniType<T> {
  return schemaOf((payload) => {
    if (!isRight(payload.value)) refuse(payload);
  });
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

const text = valueThat<string>((value) => typeof value === "string");

const number = valueThat<number>(Number.isFinite);

const flag = valueThat<boolean>((value) => typeof value === "boolean");

/* @__NO_SIDE_EFFECTS__ */
function oneOf<const Word extends string>(words: readonly Word[]): z.ZodMiniType<Word> {
  return valueThat((value) => words.includes(value as Word));
}

/** zod's own way into a schema from within another one. */
function run({ _zod: inner }: z.ZodMiniType, payload: Payload): Payload {
  return inner.run(payload, { async: false }) as Payload;
}

/** The part's value as its schema gives it; what is wrong there is said with the part's name. */
function partOf(payload: Payload, schema: z.ZodMiniType, value: unknown, name: PropertyKey) {
  const part = run(schema, { value, issues: [] });
  for (const issue of part.issues)
    payload.issues.push({ ...issue, path: [name, ...(issue.path ?? [])] });
  return part.value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every part of an object by its own schema; parts without one are dropped. */
function partsOf<T>(
  schemasFor: (value: Record<string, unknown>) => Record<string, z.ZodMiniType>
): z.ZodMiniType<T> {
  return schemaOf((payload) => {
    const { value } = payload;
    if (!isObject(value)) return refuse(payload);
    payload.value = Object.fromEntries(
      Object.entries(schemasFor(value)).map(([name, schema]) => [
        name,
        partOf(payload, schema, value[name], name),
      ])
    );
  });
}

type Outputs<Shape> = { [Name in keyof Shape]: z.output<Shape[Name]> };

/** An object with these fields; others are dropped. */
/* @__NO_SIDE_EFFECTS__ */
function objectOf<Shape extends Record<string, z.ZodMiniType>>(
  shape: Shape
): z.ZodMiniType<Outputs<Shape>> {
  return partsOf(() => shape);
}

/** An object with any names and one kind of values. */
/* @__NO_SIDE_EFFECTS__ */
function mapOf<T extends z.ZodMiniType>(values: T): z.ZodMiniType<Record<string, z.output<T>>> {
  return partsOf((value) => Object.fromEntries(Object.keys(value).map((name) => [name, values])));
}

/* @__NO_SIDE_EFFECTS__ */
function listOf<T extends z.ZodMiniType>(items: T): z.ZodMiniType<z.output<T>[]> {
  return schemaOf((payload) => {
    const { value } = payload;
    if (!Array.isArray(value)) return refuse(payload);
    payload.value = value.map((item, index) => partOf(payload, items, item, index));
  });
}

/* @__NO_SIDE_EFFECTS__ */
function orNull<T extends z.ZodMiniType>(schema: T): z.ZodMiniType<z.output<T> | null> {
  return schemaOf((payload) => {
    if (payload.value !== null) payload.value = run(schema, payload).value;
  });
}

export { flag, isListOfTexts, listOf, mapOf, number, objectOf, oneOf, orNull, text, valueThat };
