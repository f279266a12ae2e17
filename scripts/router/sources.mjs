import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

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

/** What may run on the router; the last one only in tests on a real ucode. */
const routerFolders = ["daemon/", "rpcd-plugin/", "cli/", "shared/", "scripts/conform/router/"];

/** Folders below `shared` that only the browser, the simulator or the type checker read. */
const otherFolders = ["shared/schema/", "shared/ucode/"];

/**
 * Whether a file may go to the router.
 *
 * @param {string} path Repository path.
 */
function isRouterCode(path) {
  return (
    path.endsWith(".ts") &&
    !/\.(test|d)\.ts$/.test(path) &&
    !path.includes("/testdata/") &&
    routerFolders.some((folder) => path.startsWith(folder)) &&
    !otherFolders.some((folder) => path.startsWith(folder))
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
 * The repository path of the source that makes a file below the folder of ours, or null when none does.
 *
 * @param {string} root
 * @param {string} target
 * @param {string} ending What the source's path has in place of `.uc`.
 */
function pathBehind(root, target, ending) {
  if (!target.startsWith(`${installFolder}/`) || !target.endsWith(".uc")) {
    return null;
  }
  const path = target.slice(installFolder.length + 1, -".uc".length) + ending;
  return isRouterCode(path) && existsSync(join(root, path)) ? path : null;
}

/** The bundle of what several entries need, beside theirs. */
const sharedName = "shared.uc";

/**
 * Where the bundle of a folder's `main.ts` and all that it imports lies on the router.
 *
 * @param {string | null} entry Repository path; null for the bundle of what several entries need.
 */
function bundleTargetOf(entry) {
  const name = entry == null ? sharedName : `${entry.replace(/\/main\.ts$/, "")}.uc`;
  return `${installFolder}/${name}`;
}

/**
 * The repository path of the `main.ts` whose bundle a file of the router's tree is, or null.
 *
 * @param {string} root
 * @param {string} target
 */
function entryOfBundle(root, target) {
  return pathBehind(root, target, "/main.ts");
}

/**
 * The repository path of the source that a file of the router's tree is made of, or null.
 *
 * @param {string} root
 * @param {string} target
 */
function originOf(root, target) {
  return entryOfBundle(root, target) ?? pathBehind(root, target, ".ts");
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

export {
  bundleTargetOf,
  entryOfBundle,
  installFolder,
  isRouterCode,
  originOf,
  readSource,
  sharedName,
  targetOf,
};
