/**
 * LuCI's language packages: one for each catalogue, as LuCI's own are, so that a router carries only the
 * languages that somebody reads there.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileCatalogue, languages, parseCatalogue } from "../i18n/catalogue.mjs";
import { cataloguePath, compiledTarget } from "../i18n/paths.mjs";

/** @typedef {import("./makefile.mjs").PackageInfo} PackageInfo */
/** @typedef {import("./archive.mjs").ArchiveFile} ArchiveFile */
/** @typedef {import("../i18n/catalogue.mjs").Language} Language */

/**
 * @param {string} root Folder of the repository.
 * @param {PackageInfo} app What they belong to.
 * @returns {{ info: PackageInfo, files: ArchiveFile[] }[]}
 */
function languagePackages(root, app) {
  return /** @type {Language[]} */ (Object.keys(languages)).map((language) => {
    const catalogue = parseCatalogue(readFileSync(join(root, cataloguePath(language)), "utf8"));
    const content = compileCatalogue(catalogue, language);
    return {
      info: {
        ...app,
        name: `luci-i18n-mini-mwan-${language}`,
        description: `Language ${language} of the LuCI pages of Mini-MWAN.`,
        depends: [app.name],
        conflicts: [],
        configFiles: [],
        afterInstall: null,
        afterRemove: null,
      },
      files: [{ target: compiledTarget(language), content, executable: false }],
    };
  });
}

export { languagePackages };
