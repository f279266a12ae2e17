/** The router's file tree, made by the build. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const build = fileURLToPath(new URL("../../scripts/build-router.mjs", import.meta.url));

/**
 * Builds the tree into a folder, and puts there these sources, with all that they import, as bundles of their own.
 * @throws Error with the problems when the sources cannot be built.
 */
function writeTree(folder: string, sources: string[] = []): void {
  execFileSync(process.execPath, [build, folder, ...sources], { stdio: "pipe" });
}

export { writeTree };
