import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { compressSmall } from "../zopfli.mjs";
import { bundle } from "./bundle.mjs";
import { createModuleReader } from "./module.mjs";
import { readPackageFiles } from "./package-files.mjs";
import { installFolder } from "./sources.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./bundle.mjs").Bundle} Bundle */
/** @typedef {import("./package-files.mjs").TreeFile} TreeFile */

/**
 * A bundle as a file of the router's tree; programs are kept compressed.
 *
 * @param {Bundle} bundle
 * @returns {Promise<TreeFile>}
 */
async function fileOf({ name, content, isProgram }) {
  const file = { target: `${installFolder}/${name}`, content, executable: false, origin: name };
  return isProgram
    ? { ...file, target: `${file.target}.gz`, content: await compressSmall(Buffer.from(content)) }
    : file;
}

/**
 * The router's file tree, or what keeps it from being made: the packages' files, and a bundle for each
 * `main.ts` that their launchers start.
 *
 * @param {string} root Folder of the repository.
 * @param {readonly string[]} [sources] Repository paths of sources to put there as bundles of their own, for
 *   tests of single modules.
 * @returns {Promise<{ files: TreeFile[], bundles: Bundle[], problems: Problem[] }>}
 */
async function planRouterTree(root, sources) {
  const packaged = readPackageFiles(root);
  const { bundles, problems } = await bundle(createModuleReader(root), packaged, sources);
  const made = await Promise.all(bundles.map(fileOf));
  return {
    files: [...packaged.files, ...made].toSorted((a, b) => (a.target < b.target ? -1 : 1)),
    bundles,
    problems: [...packaged.problems, ...problems].toSorted(
      (a, b) => a.path.localeCompare(b.path) || a.line - b.line || a.column - b.column
    ),
  };
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
 * Writes the router's file tree as it lies on the router, in place of whatever the folder held. With problems
 * it writes nothing.
 *
 * @param {string} root Folder of the repository.
 * @param {string} out Folder that becomes the router's `/`.
 * @param {readonly string[]} [sources] As for `planRouterTree`.
 */
async function buildRouter(root, out, sources) {
  refuseToEmpty(root, out);
  const plan = await planRouterTree(root, sources);
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
 * @param {readonly string[]} [entries] Repository paths; without them those that go to the router.
 */
function buildBundles(root, entries) {
  const starts = entries == null ? readPackageFiles(root) : { entries, programs: [] };
  return bundle(createModuleReader(root), starts);
}

export { buildBundles, buildRouter, planRouterTree };
