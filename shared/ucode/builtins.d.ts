/**
 * ucode's global functions, as far as the router code uses them, present on 24.10 and later.
 * `length(null)` and the like give null on ucode; the types ask for the value instead.
 * Source: the function list in ucode's lib.c and its documentation.
 */

/** Bytes of a string, elements of an array, properties of an object. */
declare function length(value: string | readonly unknown[] | object): number;
declare function keys(object: object): string[];
declare function values<T>(object: { readonly [key: string]: T }): T[];
/** Whether the object has the property, even when its value is null. */
declare function exists(object: object, key: string): boolean;
declare function type(
  value: unknown
): "int" | "double" | "bool" | "string" | "array" | "object" | "function" | "regexp" | null;

declare function push<T>(array: T[], ...values: T[]): T;
declare function pop<T>(array: T[]): T | null;
declare function shift<T>(array: T[]): T | null;
declare function slice<T>(array: readonly T[], from?: number, to?: number): T[];
declare function splice<T>(array: T[], from: number, count?: number, ...values: T[]): T[];
declare function map<T, U>(array: readonly T[], fn: (value: T, index: number) => U): U[];
declare function filter<T>(
  array: readonly T[],
  fn: (value: T, index: number) => boolean | null
): T[];
/** Sorts in place and returns the same array. */
declare function sort<T>(array: T[], compare?: (a: T, b: T) => number): T[];
declare function join(separator: string, array: readonly unknown[]): string;
/** Position of a value in an array or of a substring in a string; -1 when absent. */
declare function index<T>(haystack: string | readonly T[], needle: T | string): number;

declare function split(text: string, separator: string | RegExp, limit?: number): string[];
declare function substr(text: string, from: number, length?: number): string;
declare function trim(text: string): string;
declare function lc(text: string): string;
declare function uc(text: string): string;
/** A text is replaced wherever it is, an expression once or, with the flag `g`, everywhere. */
declare function replace(
  text: string,
  what: string | RegExp,
  by: string | ((found: string) => string)
): string;
/** Groups of the first match, or null. The flag `s` is inverted before 2026-03: do not use it. */
declare function match(text: string, pattern: RegExp): string[] | null;
/** Byte at a position, or null past the end. */
declare function ord(text: string, at?: number): number | null;
/** One byte per argument, 0 to 255. */
declare function chr(...bytes: number[]): string;
declare function sprintf(format: string, ...values: unknown[]): string;
declare function print(...values: unknown[]): number;
declare function warn(...values: unknown[]): number;
/** Parses JSON text; throws on junk. */
declare function json(text: string): unknown;
/** Leading integer of a text, or NaN. */
declare function int(value: unknown): number;
declare function min(...values: number[]): number;
declare function max(...values: number[]): number;
/** Bytes of an IPv4 or IPv6 address, or null when the text is none. */
declare function iptoarr(address: string): number[] | null;
/** The address of four or sixteen bytes as inet_ntop writes it, or null for anything else. */
declare function arrtoip(bytes: readonly number[]): string | null;

/** Seconds since 1970. */
declare function time(): number;
/** `[seconds, nanoseconds]`; monotonic when true. */
declare function clock(monotonic: boolean): [number, number];
/** The local time of a moment, now by default; `mon` is 1 to 12. */
declare function localtime(epochS?: number): {
  sec: number;
  min: number;
  hour: number;
  mday: number;
  mon: number;
  year: number;
};
/**
 * The program in a file, to be started by a call; throws when there is none or ucode cannot read it. Ours are
 * bundles, which give what their `main.ts` exports.
 */
declare function loadfile(path: string): () => unknown;
/** A variable of the environment, or null. */
declare function getenv(name: string): string | null;
/**
 * The file, or the folder if that is asked for, of a function under way: 0 is the one that asks, 1 who called it.
 * Null, or the byte code's own file, in byte code.
 */
declare function sourcepath(depth: number, folderOnly: boolean): string | null;
declare function die(message: string): never;
declare function exit(code: number): never;
/** The program's arguments, without its own name. */
declare const ARGV: string[];
/**
 * Only where no builtin with a callback is at work: a collection inside `filter` or `map` frees the
 * array they are filling. `gc("start")` collects anywhere, so it is not declared.
 */
declare function gc(operation: "collect"): boolean;
