/** The router's built tree with the conformance runner beside it, for real ucode programs. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { formatProblem } from "../problem.mjs";
import { buildRouter } from "../router/build.mjs";
import type { Vectors } from "./router/runner.ts";

const root = resolve(import.meta.dirname, "../..");
const installFolder = "usr/share/mini-mwan";
const runner = "scripts/conform/router/runner.ts";

/** Builds the tree, with modules that only test vectors need, and gives its folder. */
function buildRouterTree(modules: string[]): string {
  const tree = mkdtempSync(join(tmpdir(), "mini-mwan-conform-"));
  const { problems } = buildRouter(root, tree, [runner, ...modules]);
  if (problems.length > 0) {
    throw new Error(problems.map(formatProblem).join("\n"));
  }
  return tree;
}

/** Writes a ucode program that runs a vector file, and gives its path. */
function writeLauncher(tree: string, vectorPath: string, vectors: Vectors): string {
  const lines = [
    'import { readfile } from "fs";',
    `import { runVectors } from "./${runner.replace(/ts$/, "uc")}";`,
  ];
  if (vectors.module != null && vectors.function != null) {
    const module = vectors.module.replace(/\.ts$/, ".uc");
    lines.push(`import { ${vectors.function} as subject } from "./${module}";`);
  }
  const subject = vectors.function == null ? "null" : "subject";
  const file = JSON.stringify(join(root, vectorPath));
  lines.push(`print(runVectors(json(readfile(${file})), ${subject}));`);
  const path = join(tree, installFolder, `run-${vectorPath.replaceAll("/", "-")}.uc`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

export { buildRouterTree, installFolder, root, writeLauncher };
