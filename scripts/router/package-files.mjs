import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesBelow } from "./folder.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */

/**
 * A file of the router's tree.
 *
 * @typedef {object} TreeFile
 * @property {string} target Path on the router without the leading slash.
 * @property {Buffer | string} content
 * @property {boolean} executable
 * @property {string} origin Repository path it comes from.
 */

const packagesFolder = "openwrt-package";

/** Scripts that procd and the shell start by name must be executable whatever the checkout did. */
const scriptFolders = ["etc/init.d/", "etc/hotplug.d/", "usr/bin/"];

/**
 * @param {string} root
 * @param {string} path
 * @param {string} folder
 * @returns {TreeFile}
 */
function readPackageFile(root, path, folder) {
  const target = posix.relative(folder, path);
  const executable =
    scriptFolders.some((start) => target.startsWith(start)) ||
    (lstatSync(join(root, path)).mode & 0o100) !== 0;
  return { target, content: readFileSync(join(root, path)), executable, origin: path };
}

/**
 * Relative imports of a launcher whose file is not in the tree.
 *
 * @param {TreeFile} file
 * @param {Set<string>} targets
 * @returns {Problem[]}
 */
function missingImports(file, targets) {
  const lines = file.content.toString("utf8").split("\n");
  return lines.flatMap((line, index) => {
    const specifier = /\bfrom\s+"(\.[^"]*)"/.exec(line)?.[1];
    const target = posix.join(posix.dirname(file.target), specifier ?? "");
    if (specifier == null || targets.has(target)) {
      return [];
    }
    const message = `the router has no /${target}; correct the path or add the source`;
    return [{ path: file.origin, line: index + 1, column: line.indexOf(specifier), message }];
  });
}

/**
 * The hand-written files of every package, which lie on the router as they are.
 *
 * @param {string} root
 * @param {Set<string>} sourceTargets What the sources become on the router.
 * @returns {{ files: TreeFile[], problems: Problem[] }}
 */
function readPackageFiles(root, sourceTargets) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Map<string, TreeFile>} */
  const fileByTarget = new Map();
  const packages = readdirSync(join(root, packagesFolder)).sort();
  const folders = packages.map((name) => `${packagesFolder}/${name}/files`);
  for (const folder of folders) {
    for (const path of filesBelow(root, folder)) {
      const target = posix.relative(folder, path);
      const twin = fileByTarget.get(target);
      if (lstatSync(join(root, path)).isSymbolicLink()) {
        const message = "a symbolic link breaks ucode's relative imports; make it a file";
        problems.push({ path, line: 1, column: 1, message });
      } else if (twin != null || sourceTargets.has(target)) {
        const owner = twin?.origin ?? "a source";
        const message = `${owner} has the same place on the router; rename one of them`;
        problems.push({ path, line: 1, column: 1, message });
      } else {
        fileByTarget.set(target, readPackageFile(root, path, folder));
      }
    }
  }
  const files = [...fileByTarget.values()];
  const targets = new Set([...sourceTargets, ...fileByTarget.keys()]);
  const launchers = files.filter((file) => file.target.endsWith(".uc"));
  problems.push(...launchers.flatMap((file) => missingImports(file, targets)));
  return { files, problems };
}

export { readPackageFiles };
