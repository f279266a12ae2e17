/** Parts of the daemon, each on its own, in programs for a real ucode. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTree } from "./built-tree.ts";

interface UcodeTree {
  /** Writes a program into the tree, where `./daemon/…` are the built sources; gives its path. */
  program(name: string, text: string): string;
  remove(): void;
}

/** Builds the router's tree with these sources in it. */
function createUcodeTree(...sources: string[]): UcodeTree {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-tree-"));
  writeTree(folder, sources);
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
