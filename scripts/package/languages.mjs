/**
 * LuCI's language packages: one for each catalogue, as LuCI's own are, so that a router carries only the
 * languages that somebody reads there.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileCatalogue, languages, parseCatalogue } from "../i18n/catalogue.mjs";
import { cataloguePath, compiledTarget } from "../i18n/paths.mjs";
import { parseMakefile } from "./makefile.mjs";

/** @typedef {import("./makefile.mjs").PackageInfo} PackageInfo */
/** @typedef {import("./archive.mjs").ArchiveFile} ArchiveFile */
/** @typedef {import("../i18n/catalogue.mjs").Language} Language */

/** The folder whose Makefile is the pattern of them all. */
const patternName = "luci-i18n-mini-mwan";

/**
 * @param {string} root Folder of the repository.
 * @returns {{ info: PackageInfo, files: ArchiveFile[], makefile: string }[]}
 */
function languagePackages(root) {
  const pattern = readFileSync(join(root, "openwrt-package", patternName, "Makefile"), "utf8");
  return /** @type {Language[]} */ (Object.keys(languages)).map((language) => {
    const catalogue = parseCatalogue(readFileSync(join(root, cataloguePath(language)), "utf8"));
    const content = compileCatalogue(catalogue, language);
    const makefile = pattern.replace(/^# A pattern:.*\n/m, "").replaceAll("@LANGUAGE@", language);
    const files = [{ target: compiledTarget(language), content, executable: false }];
    return { info: parseMakefile(makefile), files, makefile };
  });
}

export { languagePackages, patternName };
