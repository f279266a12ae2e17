/**
 * `match`, `replace` and `split` as in ucode's lib.c. ucode compiles POSIX extended expressions, Node
 * its own: patterns that are the same in both (no look-around, no lazy quantifier, no alternative
 * that is a prefix of a later one) behave the same.
 */
import { toText } from "./text.ts";

interface Hit {
  start: number;
  end: number;
  /** The whole match first; null for a group that took no part. */
  groups: (string | null)[];
}

/** The first match at or after `from`; as with REG_NOTBOL, `^` matches at the very start only. */
function findHit(text: string, pattern: RegExp, from: number): Hit | null {
  const flags = pattern.flags.replace(/[gy]/g, "");
  const scanner = new RegExp(pattern.source, `${flags}g`);
  scanner.lastIndex = from;
  const found = scanner.exec(text);
  if (!found) return null;
  return {
    start: found.index,
    end: found.index + found[0].length,
    groups: found.map((group) => group ?? null),
  };
}

/** Groups of the first match; with the flag `g` an array of them for every match. */
function match(text: string, pattern: RegExp): string[] | null {
  if (!(pattern instanceof RegExp) || text === null || text === undefined) return null;
  const subject = toText(text);
  if (!pattern.global) return (findHit(subject, pattern, 0)?.groups ?? null) as string[] | null;
  const all: unknown[] = [];
  for (let from = 0; from <= subject.length;) {
    const hit = findHit(subject, pattern, from);
    if (!hit) break;
    all.push(hit.groups);
    from = hit.end === hit.start ? hit.end + 1 : hit.end;
  }
  return (all.length > 0 ? all : null) as string[] | null;
}

/** Expands $1 to $9, $&, $`, $' and $$; anything else after a dollar stays with its dollar. */
function expand(by: string, subject: string, { start, end, groups }: Hit): string {
  let out = "";
  for (let i = 0; i < by.length; i++) {
    const char = by[i]!;
    if (char !== "$") {
      out += char;
      continue;
    }
    const next = by[(i += 1)];
    if (next === undefined) break;
    if (next === "&") out += groups[0] ?? "";
    else if (next === "`") out += subject.slice(0, start);
    else if (next === "'") out += subject.slice(end);
    else if (next === "$") out += "$";
    else if (next >= "1" && next <= "9") out += groups[Number(next)] ?? `$${next}`;
    else out += `$${next}`;
  }
  return out;
}

function substitute(by: unknown, subject: string, hit: Hit): string {
  if (typeof by === "function")
    return toText((by as (...groups: unknown[]) => unknown)(...hit.groups));
  return expand(toText(by), subject, hit);
}

function replaceText(subject: string, what: string, by: unknown): string {
  if (what === "") {
    const gaps = Array.from({ length: subject.length + 1 }, (_, at) =>
      substitute(by, subject, { start: at, end: at, groups: [""] })
    );
    return gaps.map((gap, at) => gap + (subject[at] ?? "")).join("");
  }
  let out = "";
  let from = 0;
  for (let at = subject.indexOf(what); at >= 0; at = subject.indexOf(what, from)) {
    out += subject.slice(from, at);
    out += substitute(by, subject, { start: at, end: at + what.length, groups: [what] });
    from = at + what.length;
  }
  return out + subject.slice(from);
}

/** A text replaces every occurrence; an expression the first one, or with the flag `g` each. */
function replace(
  text: string,
  what: string | RegExp,
  by: string | ((found: string) => string)
): string {
  if ([text, what, by].some((value) => value === null || value === undefined))
    return null as unknown as string;
  const subject = toText(text);
  if (!(what instanceof RegExp)) return replaceText(subject, toText(what), by);
  let out = "";
  let from = 0;
  for (;;) {
    const hit = findHit(subject, what, from);
    if (!hit) break;
    out += subject.slice(from, hit.start) + substitute(by, subject, hit);
    from = hit.end;
    if (hit.start === hit.end) {
      if (from >= subject.length) break;
      out += subject[from];
      from += 1;
    }
    if (!what.global) break;
  }
  return out + subject.slice(from);
}

function splitByPattern(text: string, pattern: RegExp, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  while (parts.length + 1 < limit) {
    const hit = findHit(text, pattern, from);
    if (!hit) break;
    if (hit.start !== hit.end) {
      parts.push(text.slice(from, hit.start));
      from = hit.end;
    } else if (from < text.length) {
      parts.push(text.slice(from, from + 1));
      from += 1;
    } else return parts;
  }
  parts.push(text.slice(from));
  return parts;
}

/** At most `limit` parts, the last one with all that remains. */
function split(text: string, separator: string | RegExp, limit = Infinity): string[] {
  if (typeof text !== "string" || separator === null || separator === undefined)
    return null as unknown as string[];
  if (limit === 0) return [];
  if (separator instanceof RegExp) return splitByPattern(text, separator, limit);
  if (text === "") return [""];
  const parts = text.split(separator);
  if (parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

export { match, replace, split };
