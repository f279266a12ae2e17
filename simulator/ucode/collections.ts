/** ucode's functions on arrays and objects. Like the real ones they give null for a wrong argument. */
import { toNumber } from "./sprintf.ts";
import { toByteString, toText } from "./text.ts";

/** What a builtin gives for an argument of the wrong type; the types promise better to good callers. */
const wrongType = null as never;

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RegExp)
  );
}

function length(value: string | readonly unknown[] | object): number {
  if (typeof value === "string") return toByteString(value).length;
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : wrongType;
}

/** In the order of insertion, but for keys that are whole numbers: Node puts those first. */
function keys(object: object): string[] {
  return isObject(object) ? Object.keys(object) : wrongType;
}

function values<T>(object: { readonly [key: string]: T }): T[] {
  return isObject(object) ? Object.values<T>(object) : wrongType;
}

function exists(object: object, key: string): boolean {
  return isObject(object) && Object.hasOwn(object, key);
}

function push<T>(array: T[], ...items: T[]): T {
  if (!Array.isArray(array)) return wrongType;
  array.push(...items);
  return items.at(-1) ?? wrongType;
}

function pop<T>(array: T[]): T | null {
  return Array.isArray(array) ? (array.pop() ?? null) : null;
}

function shift<T>(array: T[]): T | null {
  return Array.isArray(array) ? (array.shift() ?? null) : null;
}

function slice<T>(array: readonly T[], from?: number, to?: number): T[] {
  return Array.isArray(array) ? array.slice(from ?? 0, to ?? array.length) : wrongType;
}

/** Changes the array and gives that same array, not what was removed. */
function splice<T>(array: T[], from = 0, count?: number, ...items: T[]): T[] {
  if (!Array.isArray(array)) return wrongType;
  const start = from < 0 ? Math.max(0, array.length + from) : Math.min(from, array.length);
  const rest = array.length - start;
  const removed = count === undefined ? rest : count < 0 ? Math.max(0, rest + count) : count;
  array.splice(start, removed, ...items);
  return array;
}

function map<T, U>(array: readonly T[], fn: (value: T, index: number) => U): U[] {
  return Array.isArray(array) ? array.map((value: T, at) => fn(value, at)) : wrongType;
}

function filter<T>(array: readonly T[], fn: (value: T, index: number) => boolean | null): T[] {
  return Array.isArray(array) ? array.filter((value: T, at) => fn(value, at)) : wrongType;
}

/** Texts by byte, all else as numbers; what is no number is equal to everything. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") {
    const [left, right] = [toByteString(a), toByteString(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const [left, right] = [toNumber(a), toNumber(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sort<T>(array: T[], by: (a: T, b: T) => number = compare): T[] {
  return Array.isArray(array) ? array.sort(by) : wrongType;
}

function join(separator: string, array: readonly unknown[]): string {
  return Array.isArray(array) ? array.map(toText).join(toText(separator)) : wrongType;
}

function index<T>(haystack: string | readonly T[], needle: T | string): number {
  if (Array.isArray(haystack)) return haystack.indexOf(needle);
  if (typeof haystack !== "string") return wrongType;
  return typeof needle === "string" ? toByteString(haystack).indexOf(toByteString(needle)) : -1;
}

function min(...numbers: number[]): number {
  return numbers.reduce(
    (least, value) => (compare(value, least) < 0 ? value : least),
    numbers[0] ?? wrongType
  );
}

function max(...numbers: number[]): number {
  return numbers.reduce(
    (most, value) => (compare(value, most) > 0 ? value : most),
    numbers[0] ?? wrongType
  );
}

export {
  wrongType,
  isObject,
  length,
  keys,
  values,
  exists,
  push,
  pop,
  shift,
  slice,
  splice,
  map,
  filter,
  sort,
  join,
  index,
  min,
  max,
};
