import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesBelow } from "./folder.mjs";
import { bundleTargetOf, entryOfBundle, originOf } from "./sources.mjs";

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
const scriptFolders = ["etc/init.d/", "etc/hotplug.d/", "usr/bin/", "usr/sbin/"];

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
 * The relative imports of a launcher, hand-written ucode.
 *
 * @param {TreeFile} file
 * @returns {{ target: string, line: number, column: number }[]}
 */
function importsOf(file) {
  const lines = file.content.toString("utf8").split("\n");
  return lines.flatMap((line, index) => {
    const specifier = /\bfrom\s+"(\.[^"]*)"/.exec(line)?.[1];
    const target = posix.join(posix.dirname(file.target), specifier ?? "");
    return specifier == null ? [] : [{ target, line: index + 1, column: line.indexOf(specifier) }];
  });
}

/**
 * Whether ucode runs the file: a module, or a program by its first line.
 *
 * @param {TreeFile} file
 */
function isLauncher(file) {
  return (
    file.target.endsWith(".uc") || file.content.toString("latin1").startsWith("#!/usr/bin/ucode")
  );
}

/**
 * The sources whose bundles the launchers start with.
 *
 * @param {string} root
 * @param {TreeFile[]} files
 * @returns {{ paths: string[], problems: Problem[] }}
 */
function entriesOf(root, files) {
  /** @type {Set<string>} */
  const paths = new Set();
  /** @type {Problem[]} */
  const problems = [];
  const targets = new Set(files.map((file) => file.target));
  for (const file of files.filter(isLauncher)) {
    for (const { target, line, column } of importsOf(file)) {
      const path = entryOfBundle(root, target);
      if (path != null) {
        paths.add(path);
      } else if (!targets.has(target)) {
        const message = `the router has no /${target}; correct the path, or make it a bundle: a folder with main.ts`;
        problems.push({ path: file.origin, line, column, message });
      }
    }
  }
  return { paths: [...paths], problems };
}

/**
 * The hand-written files of every package, which lie on the router as they are, and the sources that
 * their launchers start with; those go to the router as bundles.
 *
 * @param {string} root
 * @returns {{ files: TreeFile[], entries: string[], problems: Problem[] }}
 */
function readPackageFiles(root) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Map<string, TreeFile>} */
  const fileByTarget = new Map();
  const packages = readdirSync(join(root, packagesFolder)).toSorted();
  const folders = packages.map((name) => `${packagesFolder}/${name}/files`);
  for (const folder of folders) {
    for (const path of filesBelow(root, folder)) {
      const target = posix.relative(folder, path);
      const made = target === bundleTargetOf(null) ? "what bundles share" : originOf(root, target);
      const twin = fileByTarget.get(target)?.origin ?? made;
      if (lstatSync(join(root, path)).isSymbolicLink()) {
        const message = "a symbolic link breaks ucode's relative imports; make it a file";
        problems.push({ path, line: 1, column: 1, message });
      } else if (twin != null) {
        const message = `${twin} has the same place on the router; rename one of them`;
        problems.push({ path, line: 1, column: 1, message });
      } else {
        fileByTarget.set(target, readPackageFile(root, path, folder));
      }
    }
  }
  const files = [...fileByTarget.values()];
  const entries = entriesOf(root, files);
  return { files, entries: entries.paths, problems: [...problems, ...entries.problems] };
}

export { readPackageFiles };
