/** The router's built tree with the conformance runner in it, for real ucode programs. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { formatProblem } from "../problem.mjs";
import { buildRouter } from "../router/build.mjs";
import type { Vectors } from "./router/runner.ts";

const root = resolve(import.meta.dirname, "../..");
const installFolder = "usr/share/mini-mwan";
const runner = "scripts/conform/router/runner.ts";

/** Builds the tree, and in it what vectors run on as bundles of their own. Gives its folder. */
async function buildRouterTree(modules: string[]): Promise<string> {
  const tree = mkdtempSync(join(tmpdir(), "mini-mwan-conform-"));
  const { problems } = await buildRouter(root, tree, [...new Set([runner, ...modules])]);
  if (problems.length > 0) {
    throw new Error(problems.map(formatProblem).join("\n"));
  }
  return tree;
}

function writeProgram(tree: string, name: string, lines: string[]): string {
  const path = join(tree, installFolder, `run-${name.replaceAll("/", "-")}.uc`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** Where the tree has the bundle of a source. */
function bundleOf(path: string): string {
  return path.replace(/\.ts$/, ".uc");
}

/** Writes a ucode program that runs a vector file, and gives its path. */
function writeLauncher(tree: string, path: string, vectors: Vectors): string {
  const lines = [
    'import { readfile } from "fs";',
    `import { runVectors } from "./${bundleOf(runner)}";`,
  ];
  if (vectors.module != null && vectors.function != null) {
    lines.push(`import { ${vectors.function} as subject } from "./${bundleOf(vectors.module)}";`);
  }
  const subject = vectors.function == null ? "null" : "subject";
  const file = JSON.stringify(join(root, path));
  lines.push(`print(runVectors(json(readfile(${file})), ${subject}));`);
  return writeProgram(tree, path, lines);
}

export { buildRouterTree, installFolder, root, writeLauncher };
