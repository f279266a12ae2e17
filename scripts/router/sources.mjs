/** Which sources go to the router, and where their bundles lie there. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Everything of ours that is no launcher lies below this folder on the router. */
const installFolder = "usr/share/mini-mwan";

/** What may run on the router; the last one only in tests on a real ucode. */
const routerFolders = ["daemon/", "rpcd-plugin/", "cli/", "shared/", "scripts/conform/router/"];

/** What only the browser, the simulator, tests or the type checker read. */
const otherFiles = /\.(test|d)\.ts$|\/testdata\/|^shared\/(schema|ucode)\//;

/**
 * Whether a file may go to the router.
 *
 * @param {string} path Repository path.
 */
function isRouterCode(path) {
  return (
    path.endsWith(".ts") &&
    routerFolders.some((folder) => path.startsWith(folder)) &&
    !otherFiles.test(path)
  );
}

/** The name of the bundle of what several entries need, beside theirs. */
const sharedName = "shared.uc";

/**
 * The name, below the folder of ours, of the bundle that has a source with all it imports: a folder's for its
 * `main.ts`.
 *
 * @param {string} entry Repository path.
 */
function bundleNameOf(entry) {
  return entry.replace(/(\/main)?\.ts$/, ".uc");
}

/**
 * The repository path of the `main.ts` whose bundle a file of the router's tree is, or null.
 *
 * @param {string} root
 * @param {string} target Path on the router without the leading slash.
 */
function entryOfBundle(root, target) {
  const path = target.slice(installFolder.length + 1).replace(/\.uc$/, "/main.ts");
  const isOurs = target.startsWith(`${installFolder}/`) && isRouterCode(path);
  return isOurs && existsSync(join(root, path)) ? path : null;
}

export { bundleNameOf, entryOfBundle, installFolder, isRouterCode, sharedName };
