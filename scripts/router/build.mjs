import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { formatProblem } from "../problem.mjs";
import { bundle } from "./bundle.mjs";
import { modulesBelow } from "./graph.mjs";
import { createModuleReader } from "./module.mjs";
import { readPackageFiles } from "./package-files.mjs";
import { bundleTargetOf } from "./sources.mjs";
import { moduleCode } from "./translate.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./package-files.mjs").TreeFile} TreeFile */

/**
 * The router's file tree, or what keeps it from being made.
 *
 * @param {string} root
 * @param {string[]} looseEntries
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function planRouterTree(root, looseEntries) {
  const read = createModuleReader(root);
  const packaged = readPackageFiles(root);
  const loose = modulesBelow(read, looseEntries);
  const bundled = bundle(read, packaged.entries);
  const files = [
    ...packaged.files,
    ...bundled.bundles.map(({ entry, content }) => {
      const target = bundleTargetOf(entry);
      return { target, content, executable: false, origin: entry ?? target };
    }),
    ...loose.modules.map((module) => {
      const { target, path } = module.source;
      return { target, content: moduleCode(module), executable: false, origin: path };
    }),
  ];
  // Modules that several entries need tell their problems to each.
  const problems = [packaged, loose, bundled].flatMap((part) => part.problems);
  const byText = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return {
    files: files.toSorted((a, b) => (a.target < b.target ? -1 : 1)),
    problems: [...byText.values()].toSorted(
      (a, b) => compareTexts(a.path, b.path) || a.line - b.line || a.column - b.column
    ),
  };
}

/**
 * @param {string} a
 * @param {string} b
 */
function compareTexts(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * @param {string} root
 * @param {string} out
 */
function refuseToEmpty(root, out) {
  const fromOut = relative(resolve(out), resolve(root));
  if (fromOut === "" || !fromOut.startsWith("..")) {
    throw new Error(
      `the output folder ${out} holds the sources; name another, such as dist/router`
    );
  }
}

/**
 * Writes the router's file tree as it lies on the router, in place of whatever the folder held: the
 * packages' files, and a bundle for each `main.ts` that their launchers start. With problems it writes
 * nothing.
 *
 * @param {string} root Folder of the repository.
 * @param {string} out Folder that becomes the router's `/`.
 * @param {string[]} [looseEntries] Repository paths of sources to put there as files of their own, with
 *   all they import, for tests of single modules.
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function buildRouter(root, out, looseEntries = []) {
  refuseToEmpty(root, out);
  const plan = planRouterTree(root, looseEntries);
  if (plan.problems.length > 0) {
    return plan;
  }
  rmSync(out, { recursive: true, force: true });
  for (const file of plan.files) {
    const path = join(out, file.target);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.content);
    chmodSync(path, file.executable ? 0o755 : 0o644);
  }
  return plan;
}

/**
 * The bundles of these entries, without writing anything.
 *
 * @param {string} root Folder of the repository.
 * @param {string[]} [entries] Repository paths; without them those that go to the router.
 */
function buildBundles(root, entries = readPackageFiles(root).entries) {
  return bundle(createModuleReader(root), entries);
}

/**
 * A source with all it imports as one file of ucode, without any shared one.
 *
 * @param {string} root Folder of the repository.
 * @param {string} entry Repository path.
 */
function buildBundle(root, entry) {
  const { bundles, problems } = buildBundles(root, [entry]);
  return { content: bundles[0]?.content ?? "", problems };
}

export { buildBundle, buildBundles, buildRouter, planRouterTree };
