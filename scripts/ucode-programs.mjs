import { readdirSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { isProgram } from "../simulator/node/program-file.mjs";

/**
 * A ucode interpreter that the tests can run.
 *
 * @typedef {object} UcodeProgram
 * @property {string} name Base name, such as `ucode-24.10`.
 * @property {string} path
 */

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder).filter((name) => /^ucode(-[\w.]+)?$/.test(name));
  } catch {
    return [];
  }
}

/**
 * The interpreter that the environment variable UCODE names, else `ucode` and every `ucode-*` on the
 * PATH, sorted by name; none where there is none.
 *
 * @returns {UcodeProgram[]}
 */
function findUcodePrograms() {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const chosen = process.env["UCODE"];
  if (chosen) {
    const path = [chosen, ...folders.map((folder) => join(folder, chosen))].find(isProgram);
    return path == null ? [] : [{ name: basename(chosen), path }];
  }
  const found = folders
    .flatMap((folder) => namesIn(folder).map((name) => ({ name, path: join(folder, name) })))
    .filter((program) => isProgram(program.path));
  const firstByName = new Map(found.toReversed().map((program) => [program.name, program]));
  return [...firstByName.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** How a test names the program that it had to go without. */
const missingUcode = `needs the program ${process.env["UCODE"] || "ucode"} on the PATH`;

export { findUcodePrograms, missingUcode };
