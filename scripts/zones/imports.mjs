import { posix } from "node:path";
import { zones } from "./table.mjs";

/** @typedef {import("./table.mjs").Zone} Zone */

/** Tests may reach across the zones: they set the stage. */
const testFile = /\.(test|cases)\.tsx?$|\/testdata\//;

/**
 * The zone a file belongs to, or null when it may import what it likes.
 *
 * @param {string} path Repository path.
 * @returns {Zone | null}
 */
function zoneOf(path) {
  const fitting = testFile.test(path) ? [] : zones.filter((zone) => path.startsWith(zone.folder));
  return fitting.toSorted((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

/**
 * What a specifier means: a repository path, `ucode:x`, `node:x` or `npm:x`.
 *
 * @param {string} path Repository path of the importing file.
 * @param {string} specifier
 */
function meaningOf(path, specifier) {
  if (/^\.\.?\//.test(specifier)) {
    return posix.join(posix.dirname(path), specifier);
  }
  return /^(ucode|node):/.test(specifier) ? specifier : `npm:${specifier}`;
}

/**
 * @param {string} meaning
 * @param {string} allowed
 */
function fits(meaning, allowed) {
  if (allowed.endsWith("/*")) {
    const folder = allowed.slice(0, -1);
    return meaning.startsWith(folder) && !meaning.slice(folder.length).includes("/");
  }
  return /[/:]$/.test(allowed)
    ? meaning.startsWith(allowed)
    : meaning === allowed || meaning.startsWith(`${allowed}/`);
}

/**
 * Why a file must not import something, or null when it may.
 *
 * @param {string} path Repository path of the importing file.
 * @param {string} specifier
 * @returns {string | null}
 */
function objectionTo(path, specifier) {
  const zone = zoneOf(path);
  const meaning = meaningOf(path, specifier);
  if (zone == null || zoneOf(meaning) === zone) {
    return null;
  }
  return zone.imports.some((allowed) => fits(meaning, allowed))
    ? null
    : `${zone.folder} must not import ${meaning}; ${zone.reason}`;
}

export { objectionTo };
