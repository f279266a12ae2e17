import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./folder.mjs";

/**
 * A TypeScript file that goes to the router.
 *
 * @typedef {object} Source
 * @property {string} path Repository path with forward slashes.
 * @property {string} text
 * @property {string} target Path on the router without the leading slash.
 */

/** Everything of ours that is no launcher lies below this folder on the router. */
const installFolder = "usr/share/mini-mwan";

const sourceFolders = ["daemon", "rpcd-plugin", "shared"];

/** Folders below `shared` that only the browser, the simulator or the type checker read. */
const unshippedFolders = ["shared/schema/", "shared/ucode/"];

/** @param {string} path */
function isShipped(path) {
  return (
    path.endsWith(".ts") &&
    !path.endsWith(".test.ts") &&
    !path.endsWith(".d.ts") &&
    !path.includes("/testdata/") &&
    !unshippedFolders.some((folder) => path.startsWith(folder))
  );
}

/**
 * Where a source lies on the router.
 *
 * @param {string} path
 */
function targetOf(path) {
  return `${installFolder}/${path.replace(/\.ts$/, ".uc")}`;
}

/**
 * The source with the text it has on disk.
 *
 * @param {string} root
 * @param {string} path Repository path with forward slashes.
 * @returns {Source}
 */
function readSource(root, path) {
  return { path, text: readFileSync(join(root, path), "utf8"), target: targetOf(path) };
}

/**
 * The router's sources, sorted by path.
 *
 * @param {string} root Folder of the repository.
 */
function findSources(root) {
  return sourceFolders
    .flatMap((folder) => filesBelow(root, folder))
    .filter(isShipped)
    .sort()
    .map((path) => readSource(root, path));
}

export { findSources, readSource };
