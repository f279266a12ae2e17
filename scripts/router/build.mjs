import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readPackageFiles } from "./package-files.mjs";
import { readSource } from "./sources.mjs";
import { translate } from "./translate.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./package-files.mjs").TreeFile} TreeFile */

/**
 * The ucode of every source that the entries need, themselves included.
 *
 * @param {string} root
 * @param {string[]} entries Repository paths.
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function translateReachable(root, entries) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {TreeFile[]} */
  const files = [];
  const reached = new Set(entries);
  // A set grows while it is walked: whatever a source needs is visited too.
  for (const path of reached) {
    const source = readSource(root, path);
    const { code, needs, problems: found } = translate(source, root);
    problems.push(...found);
    files.push({ target: source.target, content: code, executable: false, origin: path });
    needs.forEach((need) => reached.add(need));
  }
  return { files, problems };
}

/**
 * The router's file tree, or what keeps it from being made.
 *
 * @param {string} root
 * @param {string[]} extraEntries
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function planRouterTree(root, extraEntries) {
  const packaged = readPackageFiles(root);
  const translated = translateReachable(root, [...packaged.entries, ...extraEntries]);
  const files = [...translated.files, ...packaged.files];
  const problems = [...translated.problems, ...packaged.problems];
  return {
    files: files.toSorted((a, b) => (a.target < b.target ? -1 : 1)),
    problems: problems.toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path))),
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
 * Writes the router's file tree as it lies on the router, in place of whatever the folder held: the
 * packages' files, and the sources that their launchers need. With problems it writes nothing.
 *
 * @param {string} root Folder of the repository.
 * @param {string} out Folder that becomes the router's `/`.
 * @param {string[]} [extraEntries] Repository paths of further sources to put there, for tests.
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function buildRouter(root, out, extraEntries = []) {
  refuseToEmpty(root, out);
  const plan = planRouterTree(root, extraEntries);
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
