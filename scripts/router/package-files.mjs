import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesBelow } from "../files.mjs";
import { entryOfBundle, installFolder, isRouterCode, sharedName } from "./sources.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */

/**
 * A file of the router's tree.
 *
 * @typedef {object} TreeFile
 * @property {string} target Path on the router without the leading slash.
 * @property {Buffer | string} content
 * @property {boolean} executable
 * @property {string} origin What it is made of.
 */

const packagesFolder = "openwrt-package";

/** Scripts that procd and the shell start by name must be executable whatever the checkout did. */
const scriptFolders = ["etc/init.d/", "etc/hotplug.d/", "usr/bin/", "usr/sbin/"];

/**
 * @param {string} root
 * @param {string} path
 * @param {string} target
 * @returns {TreeFile}
 */
function readPackageFile(root, path, target) {
  const executable =
    scriptFolders.some((start) => target.startsWith(start)) ||
    (lstatSync(join(root, path)).mode & 0o100) !== 0;
  return { target, content: readFileSync(join(root, path)), executable, origin: path };
}

/**
 * What takes a place on the router already, or null.
 *
 * @param {string} root
 * @param {string} target
 * @param {Map<string, TreeFile>} fileByTarget
 */
function twinOf(root, target, fileByTarget) {
  const shared = target === `${installFolder}/${sharedName}` ? "what bundles share" : null;
  return fileByTarget.get(target)?.origin ?? shared ?? entryOfBundle(root, target);
}

/**
 * The relative imports of a launcher, hand-written ucode: a module, or a program by its first line.
 *
 * @param {TreeFile} file
 * @returns {{ target: string, line: number, column: number }[]}
 */
function importsOf({ target, content }) {
  const text = content.toString("latin1");
  const isLauncher = target.endsWith(".uc") || text.startsWith("#!/usr/bin/ucode");
  return (isLauncher ? text.split("\n") : []).flatMap((line, index) => {
    const specifier = /\bfrom\s+"(\.[^"]*)"/.exec(line)?.[1];
    const path = posix.join(posix.dirname(target), specifier ?? "");
    const column = line.indexOf(specifier ?? "");
    return specifier == null ? [] : [{ target: path, line: index + 1, column }];
  });
}

/**
 * The source of each program that a shell script unpacks: `daemon/mini-mwand.uc.gz` is made of
 * `daemon/mini-mwand.ts`.
 *
 * @param {TreeFile} file
 */
function programsOf({ content }) {
  const text = content.toString("latin1");
  const names = text.startsWith("#!/bin/sh") ? text.matchAll(/\/([\w/-]+)\.uc\.gz\b/g) : [];
  return [...names].map(([, name]) => `${name}.ts`).filter(isRouterCode);
}

/**
 * The hand-written files of every package, which lie on the router as they are, and the sources that
 * their launchers start with: `entries` go to the router as bundles, `programs` as compressed ones.
 *
 * @param {string} root
 * @returns {{ files: TreeFile[], entries: string[], programs: string[], problems: Problem[] }}
 */
function readPackageFiles(root) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Map<string, TreeFile>} */
  const fileByTarget = new Map();
  for (const name of readdirSync(join(root, packagesFolder)).toSorted()) {
    const folder = `${packagesFolder}/${name}/files`;
    for (const path of filesBelow(root, folder)) {
      const target = posix.relative(folder, path);
      const twin = twinOf(root, target, fileByTarget);
      if (lstatSync(join(root, path)).isSymbolicLink()) {
        const message = "a symbolic link breaks ucode's relative imports; make it a file";
        problems.push({ path, line: 1, column: 1, message });
      } else if (twin != null) {
        const message = `${twin} has the same place on the router; rename one of them`;
        problems.push({ path, line: 1, column: 1, message });
      } else {
        fileByTarget.set(target, readPackageFile(root, path, target));
      }
    }
  }
  /** @type {Set<string>} */
  const entries = new Set();
  const files = [...fileByTarget.values()];
  for (const file of files) {
    for (const { target, line, column } of importsOf(file)) {
      const entry = entryOfBundle(root, target);
      if (entry != null) {
        entries.add(entry);
      } else if (!fileByTarget.has(target)) {
        const message = `the router has no /${target}; correct the path, or make it a bundle: a folder with main.ts`;
        problems.push({ path: file.origin, line, column, message });
      }
    }
  }
  const programs = [...new Set(files.flatMap(programsOf))];
  return { files, entries: [...entries], programs, problems };
}

export { readPackageFiles };
