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

/** What a module's bundle is called, beside the single modules. */
function bundleOf(module: string): string {
  return module.replace(/\.ts$/, "-bundle.uc");
}

/** What goes to the router as bundles, here as single modules too. */
const shipped = ["daemon/main.ts", "rpcd-plugin/main.ts", "cli/main.ts"];

/**
 * Builds the tree, and beside it all that is shipped and what only test vectors need as single modules,
 * and what vectors run on as bundles. Gives its folder.
 */
function buildRouterTree(modules: string[]): string {
  const tree = mkdtempSync(join(tmpdir(), "mini-mwan-conform-"));
  const built = buildRouter(root, tree, [runner, ...shipped, ...modules]);
  const bundles = [...new Set([runner, ...modules])].map((module) => {
    return { module, ...buildBundle(root, module) };
  });
  const problems = [built, ...bundles].flatMap((one) => one.problems);
  if (problems.length > 0) {
    throw new Error(problems.map(formatProblem).join("\n"));
  }
  for (const { module, content } of bundles) {
    writeFileSync(join(tree, installFolder, bundleOf(module)), content);
  }
  return tree;
}

function writeProgram(tree: string, name: string, lines: string[]): string {
  const path = join(tree, installFolder, `run-${name.replaceAll("/", "-")}.uc`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

/** What of a vector file's program is in which file of the tree. */
type FileOf = (module: string) => string;

/** Sources as files of their own, as they are written. */
const asModules: FileOf = (module) => module.replace(/\.ts$/, ".uc");

/** Sources with all they import in one file, as they go to the router. */
const asBundles: FileOf = bundleOf;

/** Writes a ucode program that runs a vector file, and gives its path. */
function writeLauncher(tree: string, path: string, vectors: Vectors, fileOf: FileOf): string {
  const lines = [
    'import { readfile } from "fs";',
    `import { runVectors } from "./${fileOf(runner)}";`,
  ];
  if (vectors.module != null && vectors.function != null) {
    lines.push(`import { ${vectors.function} as subject } from "./${fileOf(vectors.module)}";`);
  }
  const subject = vectors.function == null ? "null" : "subject";
  const file = JSON.stringify(join(root, path));
  lines.push(`print(runVectors(json(readfile(${file})), ${subject}));`);
  return writeProgram(tree, `${path}-${fileOf("x.ts")}`, lines);
}

export { asBundles, asModules, buildRouterTree, installFolder, root, writeLauncher };
