/** The router's whole file tree, as `npm run build` leaves it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { filesBelow } from "../files.mjs";

/** @typedef {import("./archive.mjs").ArchiveFile} ArchiveFile */

/** One file of each half of the build. */
const witnesses = [
  "usr/share/mini-mwan/shared.uc",
  "www/luci-static/resources/mini-mwan/app.js.gz",
];

/**
 * @param {string} tree Its folder.
 * @returns {ArchiveFile[]} Sorted by path.
 */
function readTree(tree) {
  const missing = witnesses.find((path) => !existsSync(join(tree, path)));
  if (missing != null) {
    throw new Error(`${join(tree, missing)} is missing; run npm run build first`);
  }
  return filesBelow(tree, ".").map((path) => ({
    target: relative(".", path),
    content: readFileSync(join(tree, path)),
    executable: (statSync(join(tree, path)).mode & 0o100) !== 0,
  }));
}

export { readTree };
