/** Parts of the daemon, each on its own, in programs for a real ucode. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildRouter } from "../../scripts/router/build.mjs";

interface UcodeTree {
  /** Writes a program into the tree, where `./daemon/…` are the built sources; gives its path. */
  program(name: string, text: string): string;
  remove(): void;
}

/** Builds the router's tree with these sources in it. */
function createUcodeTree(...sources: string[]): UcodeTree {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { problems } = buildRouter(root, folder, sources);
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  return {
    program: (name, text) => {
      const path = join(folder, "usr/share/mini-mwan", name);
      writeFileSync(path, text);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export { createUcodeTree };
export type { UcodeTree };
