/**
 * ucode's global functions for Node and the browser, the ones in shared/ucode/builtins.d.ts and no
 * others. What cannot be the same: Node does not know 1.0 from 1, so `type` calls every whole number
 * an "int" and `7 / 2` is 3.5; strings are described in text.ts.
 */
import { ExitSignal } from "../world/process.ts";
import { formatIpAddress, parseIpAddress } from "../world/address.ts";
import * as collections from "./collections.ts";
import { findWorld, getProcess, getWorld } from "./current.ts";
import { match, replace, split } from "./patterns.ts";
import { sprintf, toNumber } from "./sprintf.ts";
import { toByteString, toText } from "./text.ts";

const { wrongType, isObject } = collections;

type TypeName = ReturnType<typeof globalThis.type>;

function type(value: unknown): TypeName {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "double";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string" || typeof value === "function") return typeof value as TypeName;
  if (Array.isArray(value)) return "array";
  return value instanceof RegExp ? "regexp" : "object";
}

/** JavaScript's substring arithmetic is not ucode's: a negative length counts from the end. */
function substr(text: string, from: number, count?: number): string {
  if (typeof text !== "string") return wrongType;
  const bytes = toByteString(text);
  const start = from < 0 ? Math.max(0, bytes.length + from) : Math.min(from, bytes.length);
  if (count === undefined) return bytes.slice(start);
  const end = count < 0 ? bytes.length + count : start + (count ?? 0);
  return bytes.slice(start, Math.max(start, end));
}

function trim(text: string): string {
  return typeof text === "string"
    ? text.replace(/^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g, "")
    : wrongType;
}

/** Changes ASCII letters only, as the C locale does. */
function lc(text: string): string {
  return typeof text === "string"
    ? text.replace(/[A-Z]+/g, (part) => part.toLowerCase())
    : wrongType;
}

function uc(text: string): string {
  return typeof text === "string"
    ? text.replace(/[a-z]+/g, (part) => part.toUpperCase())
    : wrongType;
}

function ord(text: string, at = 0): number | null {
  if (typeof text !== "string") return null;
  const bytes = toByteString(text);
  const code = bytes.charCodeAt(at < 0 ? bytes.length + at : at);
  return Number.isNaN(code) ? null : code;
}

/** Each value is held to 0 to 255. */
function chr(...bytes: number[]): string {
  return bytes
    .map((byte) => String.fromCharCode(Math.min(255, Math.max(0, Math.trunc(toNumber(byte) || 0)))))
    .join("");
}

/** Leading decimal digits; a number is cut towards zero. NaN where there is none or it has 64 bits. */
function int(value: unknown): number {
  if (typeof value === "string") {
    const digits = /^[ \t\n\r\v\f]*([+-]?\d+)/.exec(value)?.[1];
    return digits === undefined || !fitsInt64(BigInt(digits.replace("+", "")))
      ? NaN
      : Number(digits);
  }
  const number = toNumber(value);
  return Math.abs(number) < 2 ** 63 ? Math.trunc(number) + 0 : NaN;
}

function fitsInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** Parses JSON; ucode's parser also takes comments, single quotes and trailing commas, this one not. */
function json(text: string): unknown {
  if (typeof text !== "string" && !isObject(text))
    throw new TypeError("Passed value is neither a string nor an object");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Failed to parse JSON string: ${(error as Error).message}`, { cause: error });
  }
}

function iptoarr(address: string): number[] | null {
  return typeof address === "string" ? (parseIpAddress(address)?.bytes ?? null) : null;
}

function arrtoip(bytes: readonly number[]): string | null {
  const isAddress =
    Array.isArray(bytes) &&
    (bytes.length === 4 || bytes.length === 16) &&
    bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);
  return isAddress ? formatIpAddress(bytes) : null;
}

/** To the standard output of the program that runs; where there is no world it goes nowhere. */
function print(...items: unknown[]): number {
  return write("stdout", items);
}

function warn(...items: unknown[]): number {
  return write("stderr", items);
}

function write(stream: "stdout" | "stderr", items: unknown[]): number {
  const text = items
    .map((item) => (item === null || item === undefined ? "" : toText(item)))
    .join("");
  findWorld()?.log.write(getProcess().name, stream, text);
  return toByteString(text).length;
}

function time(): number {
  return Math.floor(getWorld().clock.wallMs / 1000);
}

function clock(monotonic: boolean): [number, number] {
  const { clock: virtual } = getWorld();
  const ms = monotonic ? virtual.nowMs : virtual.wallMs;
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.floor((ms - seconds * 1000) * 1_000_000)];
}

/** The simulated router keeps UTC. */
function localtime(epochS = time()): ReturnType<typeof globalThis.localtime> {
  const date = new Date(epochS * 1000);
  return {
    sec: date.getUTCSeconds(),
    min: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    mday: date.getUTCDate(),
    mon: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
  };
}

/** A plain exception, as in ucode: it can be caught. */
function die(message: string): never {
  throw new Error(message === null || message === undefined ? "Died" : toText(message));
}

/** Ends the simulated program. Here a `try` around it would catch it, which ucode does not allow. */
function exit(code: number): never {
  throw new ExitSignal(code ?? 0);
}

/** A program that the world's router has installed; ours are bundles, which give their exports. */
function loadfile(path: string): () => unknown {
  const exports = getWorld().code.get(path);
  if (exports === undefined)
    throw new Error(`Unable to open source file ${path}: No such file or directory`);
  return () => exports;
}

/** Programs of the simulated router have no environment. */
function getenv(_name: string): string | null {
  return null;
}

/** Our programs are where the package puts them. */
function sourcepath(_depth: number, _folderOnly: boolean): string | null {
  return "/usr/share/mini-mwan";
}

/** There is nothing to collect here. */
function gc(_operation: "collect"): boolean {
  return true;
}

const { length, keys, values, exists, push, pop, shift, slice, splice } = collections;
const { map, filter, sort, join, index, min, max } = collections;

/** By the names they have on the router, and checked against the ambient types. */
const builtins = {
  length,
  keys,
  values,
  exists,
  type,
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
  split,
  substr,
  trim,
  lc,
  uc,
  replace,
  match,
  ord,
  chr,
  sprintf,
  print,
  warn,
  json,
  int,
  min,
  max,
  iptoarr,
  arrtoip,
  time,
  clock,
  localtime,
  die,
  exit,
  loadfile,
  getenv,
  sourcepath,
  gc,
} satisfies Partial<typeof globalThis>;

export { builtins };
