import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readPackageFiles } from "./package-files.mjs";
import { findSources } from "./sources.mjs";
import { translate } from "./translate.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./package-files.mjs").TreeFile} TreeFile */

/**
 * The router's file tree, or what keeps it from being made.
 *
 * @param {string} root Folder of the repository.
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function planRouterTree(root) {
  const sources = findSources(root);
  const sourceByPath = new Map(sources.map((source) => [source.path, source]));
  /** @type {Problem[]} */
  const problems = [];
  /** @type {TreeFile[]} */
  const files = [];
  for (const source of sources) {
    const translated = translate(source, sourceByPath, root);
    problems.push(...translated.problems);
    // A file of types alone is empty by now and would only take up flash.
    if (translated.code.trim() !== "") {
      const { target, path } = source;
      files.push({ target, content: translated.code, executable: false, origin: path });
    }
  }
  const packaged = readPackageFiles(root, new Set(files.map((file) => file.target)));
  return {
    files: [...files, ...packaged.files].sort((a, b) => (a.target < b.target ? -1 : 1)),
    problems: [...problems, ...packaged.problems],
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
 * Writes the router's file tree as it lies on the router, in place of whatever the folder held; with
 * problems it writes nothing.
 *
 * @param {string} root Folder of the repository.
 * @param {string} out Folder that becomes the router's `/`.
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function buildRouter(root, out) {
  refuseToEmpty(root, out);
  const plan = planRouterTree(root);
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

export { buildRouter };
