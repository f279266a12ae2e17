/** Real programs that the tests use where they are, and name where they are not. */
import { spawnSync } from "node:child_process";

/** Whether the shell would find the program. */
function isPresent(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v "$1"`, "sh", program]).status === 0;
}

function mayMakeNamespaces(): boolean {
  return process.getuid?.() === 0 && spawnSync("unshare", ["-n", "true"]).status === 0;
}

/** Why these programs cannot be used here, or null when they can. */
function obstacleTo(programs: readonly string[]): string | null {
  const missing = programs.filter((program) => !isPresent(program));
  if (missing.length > 0) {
    return `not on the PATH: ${missing.join(", ")}`;
  }
  return mayMakeNamespaces() ? null : "needs root and network namespaces";
}

/** The ucode programs to test with: UCODE alone when set, else `ucode` and every `ucode-*`. */
function ucodePrograms(): string[] {
  if (process.env.UCODE) {
    return [process.env.UCODE];
  }
  const listed = spawnSync("sh", [
    "-c",
    `for d in $(echo "$PATH" | tr : ' '); do ls "$d"/ucode "$d"/ucode-* 2>/dev/null; done`,
  ]);
  const names = listed.stdout
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((path) => path.slice(path.lastIndexOf("/") + 1));
  return [...new Set(names)];
}

export { isPresent, obstacleTo, ucodePrograms };
