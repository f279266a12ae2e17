/** Real programs for tests that compare the simulator with them. */
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Full path of a program on the PATH, or null. */
function findProgram(name: string): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  for (const path of name.includes("/") ? [name] : folders.map((folder) => join(folder, name))) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}

/** The ucode interpreter: UCODE, or the one on the PATH; null where there is none. */
function findUcode(): string | null {
  return findProgram(process.env["UCODE"] ?? "ucode");
}

/** Standard output of a ucode script given as text; throws when it fails. */
function runUcode(ucode: string, source: string): string {
  return execFileSync(ucode, ["-R", "-"], { input: source, encoding: "utf8" });
}

export { findProgram, findUcode, runUcode };
