/** Reads what a package's Makefile says of it, so that it stands there alone. */

/**
 * @typedef {object} PackageInfo
 * @property {string} name
 * @property {string} version Upstream version and release, `1.2.3-r1`.
 * @property {string} maintainer
 * @property {string} licence SPDX identifier.
 * @property {string} section
 * @property {string[]} depends Package names.
 * @property {string[]} conflicts Package names.
 * @property {string[]} provides Names beside its own; of those with the same one apk installs one.
 * @property {string} description One paragraph, in lines.
 * @property {string[]} configFiles Absolute paths on the router.
 * @property {string | null} afterInstall Shell script, run after installing and upgrading.
 * @property {string | null} afterRemove Shell script.
 */

/**
 * The text between `define NAME` and `endef`, or null; `$$` is make's way to write `$`.
 *
 * @param {string} text
 * @param {string} name
 */
function block(text, name) {
  const lines = text.split("\n");
  const start = lines.indexOf(`define ${name}`);
  if (start < 0) {
    return null;
  }
  const end = lines.indexOf("endef", start);
  const body = lines.slice(start + 1, end).join("\n");
  return `${body.replaceAll("$$", "$")}\n`;
}

/**
 * The value of `KEY:=value`.
 *
 * @param {string} text
 * @param {string} key
 */
function value(text, key) {
  const found = new RegExp(`^\\s*${key}:=(.*)$`, "m").exec(text);
  return found?.[1]?.trim() ?? null;
}

/** @param {string} text */
function words(text) {
  return text.split(/\s+/).filter((word) => word !== "");
}

/**
 * @param {string} text Text of the Makefile.
 * @returns {PackageInfo}
 */
function parseMakefile(text) {
  /** @param {string} key */
  const needed = (key) => {
    const found = value(text, key);
    if (found == null) {
      throw new Error(`the Makefile has no line ${key}:=…; add it`);
    }
    return found;
  };
  const name = needed("PKG_NAME");
  return {
    name,
    version: `${needed("PKG_VERSION")}-r${needed("PKG_RELEASE")}`,
    maintainer: needed("PKG_MAINTAINER"),
    licence: needed("PKG_LICENSE"),
    section: needed("SECTION"),
    // OpenWrt's build system adds the C library to every package.
    depends: ["libc", ...words(needed("DEPENDS")).map((word) => word.replace(/^\+/, ""))],
    conflicts: words(value(text, "CONFLICTS") ?? ""),
    provides: words(value(text, "PROVIDES") ?? ""),
    description: (block(text, `Package/${name}/description`) ?? "")
      .trim()
      .replace(/\s*\n\s*/g, "\n"),
    configFiles: words(block(text, `Package/${name}/conffiles`) ?? ""),
    afterInstall: block(text, `Package/${name}/postinst`),
    afterRemove: block(text, `Package/${name}/postrm`),
  };
}

export { parseMakefile };
