/** Which file of the router's tree belongs to which package. */

/** @typedef {import("../router/package-files.mjs").TreeFile} TreeFile */

const access = "usr/share/rpcd/acl.d/";
const page = "www/luci-static/resources/mini-mwan/";

/** Starts of paths; the package without any has what no other one has. */
const starts = {
  "mini-mwan": [],
  "luci-app-mini-mwan": [access, "usr/share/luci/", "www/luci-static/"],
  "mini-mwan-page": [access, page, "www/mini-mwan/"],
};

/** @typedef {keyof typeof starts} PackageName */

const packageNames = /** @type {PackageName[]} */ (Object.keys(starts));

/**
 * @param {string} target
 * @param {readonly string[]} folders
 */
function isBelow(target, folders) {
  return folders.some((folder) => target.startsWith(folder));
}

/**
 * The files of one package.
 *
 * @template {{ target: string }} File
 * @param {readonly File[]} tree
 * @param {PackageName} name
 * @returns {File[]}
 */
function filesOf(tree, name) {
  const own = starts[name];
  const others = Object.values(starts).flat();
  return tree.filter(({ target }) =>
    own.length > 0 ? isBelow(target, own) : !isBelow(target, others)
  );
}

export { filesOf, packageNames };
