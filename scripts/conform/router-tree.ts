/** The router's built tree with the conformance runner beside it, for real ucode programs. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { formatProblem } from "../problem.mjs";
import { buildBundle, buildRouter } from "../router/build.mjs";
import type { Vectors } from "./router/runner.ts";

const root = resolve(import.meta.dirname, "../..");
const installFolder = "usr/share/mini-mwan";
const runner = "scripts/conform/router/runner.ts";

/** The runner in one file with the engine and all it needs, beside the single modules. */
const bundledRunner = "runner-bundle.uc";

/** What goes to the router as bundles, here as single modules too. */
const shipped = ["daemon/main.ts", "rpcd-plugin/main.ts"];

/**
 * Builds the tree, and beside it as single modules all that is shipped and what only test vectors need.
 * Gives its folder.
 */
function buildRouterTree(modules: string[]): string {
  const tree = mkdtempSync(join(tmpdir(), "mini-mwan-conform-"));
  const built = buildRouter(root, tree, [runner, ...shipped, ...modules]);
  const bundle = buildBundle(root, runner);
  const problems = [...built.problems, ...bundle.problems];
  if (problems.length > 0) {
    throw new Error(problems.map(formatProblem).join("\n"));
  }
  writeFileSync(join(tree, installFolder, bundledRunner), bundle.content);
  return tree;
}

/** Writes a ucode program that runs a vector file on the bundled engine, and gives its path. */
function writeBundleLauncher(tree: string, vectorPath: string): string {
  return writeProgram(tree, `bundle-${vectorPath}`, [
    'import { readfile } from "fs";',
    `import { runVectors } from "./${bundledRunner}";`,
    `print(runVectors(json(readfile(${JSON.stringify(join(root, vectorPath))})), null));`,
  ]);
}

function writeProgram(tree: string, name: string, lines: string[]): string {
  const path = join(tree, installFolder, `run-${name.replaceAll("/", "-")}.uc`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** Writes a ucode program that runs a vector file on single modules, and gives its path. */
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
  return writeProgram(tree, vectorPath, lines);
}

export { buildRouterTree, installFolder, root, writeBundleLauncher, writeLauncher };
