/** Real programs for tests that compare the simulator with them. */
import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { isProgram } from "./program-file.mjs";

/** Full path of a program on the PATH, or null. */
function findProgram(name: string): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = name.includes("/") ? [name] : folders.map((folder) => join(folder, name));
  return paths.find(isProgram) ?? null;
}

/** The ucode interpreter: UCODE, or the one on the PATH; null where there is none. */
function findUcode(): string | null {
  return findProgram(process.env["UCODE"] || "ucode");
}

/** Standard output of a ucode script given as text; throws when it fails. */
function runUcode(ucode: string, source: string): string {
  return execFileSync(ucode, ["-R", "-"], { input: source, encoding: "utf8" });
}

export { findProgram, findUcode, runUcode };
