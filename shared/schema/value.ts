/**
 * Schemas of single values. zod's own bring coercion, patterns and formats that nothing here uses, and
 * the page has to be small; these only say yes or no.
 */
import * as z from "zod/mini";

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function valueThat<T>(isRight: (value: unknown) => boolean): z.ZodMiniType<T> {
  const schema = z.unknown().check(({ value, issues }) => {
    if (!isRight(value)) issues.push({ code: "custom", input: value });
  });
  return schema as z.ZodMiniType<T>;
}

const text = valueThat<string>((value) => typeof value === "string");

const number = valueThat<number>(Number.isFinite);

const flag = valueThat<boolean>((value) => typeof value === "boolean");

function oneOf<const Word extends string>(words: readonly Word[]): z.ZodMiniType<Word> {
  return valueThat((value) => words.includes(value as Word));
}

/** An object with any keys and one kind of values; zod's own record would be 1 KB of the page. */
function mapOf<T extends z.ZodMiniType>(values: T) {
  return z.catchall(z.object({}), values);
}

export { flag, isListOfTexts, mapOf, number, oneOf, text, valueThat };
