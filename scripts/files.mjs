import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Every file and symbolic link below a folder as a path relative to `root`, with forward slashes,
 * sorted; none when the folder is missing.
 *
 * @param {string} root
 * @param {string} folder Relative to `root`.
 * @returns {string[]}
 */
function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) {
    return [];
  }
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    })
    .sort();
}

export { filesBelow };
