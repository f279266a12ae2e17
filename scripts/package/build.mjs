/** Makes every package from the router's file tree. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildApk, obstacleToApk, writeApkIndex } from "./apk.mjs";
import { filesOf, packageNames } from "./contents.mjs";
import { buildIpk, opkgIndex } from "./ipk.mjs";
import { languagePackages } from "./languages.mjs";
import { parseMakefile } from "./makefile.mjs";

/** @typedef {import("./archive.mjs").ArchiveFile} ArchiveFile */
/** @typedef {import("./makefile.mjs").PackageInfo} PackageInfo */

/**
 * @typedef {object} BuiltPackage
 * @property {PackageInfo} info
 * @property {readonly ArchiveFile[]} files
 * @property {string} ipk Path of the .ipk.
 * @property {string | null} apk Path of the .apk; null where apk-tools 3 are not.
 * @property {number} dataBytes Size of the .ipk's data.tar.gz.
 */

/**
 * A folder that OpenWrt's SDK takes as a feed: Makefile, compiled files, and the time that it gives to
 * what it makes of them.
 *
 * @param {string} folder
 * @param {string} makefile
 * @param {readonly ArchiveFile[]} files
 * @param {number} timeS Seconds since 1970.
 */
function writeFeed(folder, makefile, files, timeS) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Makefile"), makefile);
  writeFileSync(join(folder, "version.date"), `${timeS}\n`);
  for (const { target, content, executable } of files) {
    const path = join(folder, "files", target);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, executable ? 0o755 : 0o644);
  }
}

/**
 * Writes .ipk with the index that makes the folder an opkg feed, .apk with theirs where apk-tools 3
 * are, and below `feed/` what the SDK builds from.
 *
 * @param {string} root Folder of the repository.
 * @param {readonly ArchiveFile[]} tree The router's files.
 * @param {string} out Folder to be made anew.
 * @param {number} timeS Seconds since 1970: the time of every file; the same input gives the same bytes.
 * @returns {Promise<BuiltPackage[]>}
 */
async function buildPackages(root, tree, out, timeS) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const hasApk = obstacleToApk() == null;
  const own = packageNames.map((name) => {
    const makefile = readFileSync(join(root, "openwrt-package", name, "Makefile"), "utf8");
    return { info: parseMakefile(makefile), files: filesOf(tree, name), makefile };
  });
  const ipks = [];
  const built = [];
  for (const { info, files, makefile } of [...own, ...languagePackages(root)]) {
    writeFeed(join(out, "feed", info.name), makefile, files, timeS);
    const ipk = await buildIpk(info, files, timeS);
    ipks.push(ipk);
    writeFileSync(join(out, ipk.name), ipk.content);
    const apk = hasApk ? buildApk(info, files, timeS, out) : null;
    built.push({ info, files, ipk: join(out, ipk.name), apk, dataBytes: ipk.dataBytes });
  }
  for (const [name, content] of Object.entries(opkgIndex(ipks))) {
    writeFileSync(join(out, name), content);
  }
  const apks = built.flatMap(({ apk }) => apk ?? []);
  if (apks.length > 0) {
    writeApkIndex(out, apks, timeS);
  }
  return built;
}

export { buildPackages };
