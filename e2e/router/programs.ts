/** Real programs that the tests use where they are, and name where they are not. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { findProgram } from "../../simulator/node/real-program.ts";

function mayMakeNamespaces(): boolean {
  return process.getuid?.() === 0 && spawnSync("unshare", ["-n", "true"]).status === 0;
}

/** Why these programs cannot be used here, or null when they can. */
function obstacleTo(programs: readonly string[]): string | null {
  const missing = programs.filter((program) => findProgram(program) === null);
  if (missing.length > 0) {
    return `not on the PATH: ${missing.join(", ")}`;
  }
  return mayMakeNamespaces() ? null : "needs root and network namespaces";
}

/** The folder in which this build of rpcd looks for its plugins: `share` beside its own `sbin`. */
function shareFolder(): string {
  return `${dirname(dirname(findProgram("rpcd") ?? "/usr/sbin/rpcd"))}/share`;
}

export { obstacleTo, shareFolder };
