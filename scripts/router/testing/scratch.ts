import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";

interface Scratch {
  root: string;
  /** Writes a file of the repository and gives its path on disk. */
  write(path: string, text: string): string;
  remove(): void;
}

/** A repository of a test's own, which knows some of ucode's modules and has no packages. */
function createScratch(): Scratch {
  const root = mkdtempSync(join(tmpdir(), "mini-mwan-scratch-"));
  mkdirSync(join(root, "openwrt-package"));
  const write = (path: string, text: string): string => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return join(root, path);
  };
  for (const name of ["fs", "rtnl", "uloop"]) {
    write(`shared/ucode/${name}.d.ts`, "");
  }
  return { root, write, remove: () => rmSync(root, { recursive: true }) };
}

/** Each test of the file has one of its own. */
function scratchForEach(): Omit<Scratch, "remove"> {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = createScratch();
  });
  afterEach(() => scratch.remove());
  return {
    get root() {
      return scratch.root;
    },
    write: (path, text) => scratch.write(path, text),
  };
}

export { scratchForEach };
