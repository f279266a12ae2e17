/** Which file of the router's tree belongs to which package. */

/** @typedef {import("../router/package-files.mjs").TreeFile} TreeFile */

const access = "usr/share/rpcd/acl.d/";
const code = "usr/share/mini-mwan/";

/** Files, and folders with a slash at the end; the package without any has what no other one has. */
const places = {
  "mini-mwan": [],
  "mini-mwan-cli": [
    "etc/uci-defaults/",
    "usr/sbin/mini-mwan",
    `${code}cli.uc`,
    // Loaded when a shell asks; the page never does.
    `${code}daemon/explain.uc`,
    `${code}rpcd-plugin/`,
  ],
  "luci-app-mini-mwan": [access, "usr/share/luci/", "www/luci-static/"],
  "mini-mwan-page": [access, "www/mini-mwan/"],
};

/** @typedef {keyof typeof places} PackageName */

const packageNames = /** @type {PackageName[]} */ (Object.keys(places));

/**
 * @param {string} target
 * @param {readonly string[]} some
 */
function isIn(target, some) {
  return some.some(
    (place) => target === place || (place.endsWith("/") && target.startsWith(place))
  );
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
  const own = places[name];
  const others = Object.values(places).flat();
  return tree.filter(({ target }) => (own.length > 0 ? isIn(target, own) : !isIn(target, others)));
}

export { filesOf, packageNames };
