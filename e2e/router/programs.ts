/** Real programs that the tests use where they are, and name where they are not. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { findUcodePrograms, missingUcode } from "../../scripts/ucode-programs.mjs";
import { findProgram } from "../../simulator/node/real-program.ts";

/** Which rights tests need beside programs: a kernel's namespaces, or those of anybody. */
type Rights = "root" | "anybody";

function mayMakeNamespaces(): boolean {
  return process.getuid?.() === 0 && spawnSync("unshare", ["-n", "true"]).status === 0;
}

/** Why these programs cannot be used here, or null when they can; `ucode` is any interpreter that is chosen. */
function obstacleTo(programs: readonly string[], rights: Rights = "root"): string | null {
  if (programs.includes("ucode") && findUcodePrograms().length === 0) return missingUcode;
  const missing = programs.filter((name) => name !== "ucode" && findProgram(name) === null);
  if (missing.length > 0) return `not on the PATH: ${missing.join(", ")}`;
  return rights === "anybody" || mayMakeNamespaces() ? null : "needs root and network namespaces";
}

/** The folder in which this build of rpcd looks for its plugins: `share` beside its own `sbin`. */
function shareFolder(): string {
  return `${dirname(dirname(findProgram("rpcd") ?? "/usr/sbin/rpcd"))}/share`;
}

export { obstacleTo, shareFolder };
export type { Rights };
