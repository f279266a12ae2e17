/** Packages for apk, OpenWrt 25.12, made by apk-tools 3 where they are. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { apkScripts } from "./maintainer-scripts.mjs";

/** @typedef {import("./makefile.mjs").PackageInfo} PackageInfo */
/** @typedef {import("./archive.mjs").ArchiveFile} ArchiveFile */

/**
 * @param {string} folder
 * @param {readonly ArchiveFile[]} files
 */
function writeFiles(folder, files) {
  for (const { target, content, executable } of files) {
    const path = join(folder, target);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, content, { mode: executable ? 0o755 : 0o644 });
  }
}

/**
 * OpenWrt's functions find a package's files, and sysupgrade its configuration, in lists beside it.
 *
 * @param {PackageInfo} info
 * @param {readonly ArchiveFile[]} files
 * @returns {ArchiveFile[]}
 */
function listsOf(info, files) {
  const paths = files.map(({ target }) => `/${target}`).toSorted();
  const folder = `lib/apk/packages/${info.name}`;
  const list = { target: `${folder}.list`, content: `${paths.join("\n")}\n`, executable: false };
  const config = { target: `${folder}.conffiles`, content: `${info.configFiles.join("\n")}\n` };
  return info.configFiles.length > 0 ? [list, { ...config, executable: false }] : [list];
}

/**
 * Runs apk; an error says what it said.
 *
 * @param {string[]} args
 * @param {number} timeS
 */
function apk(args, timeS) {
  const env = { ...process.env, SOURCE_DATE_EPOCH: `${timeS}` };
  const result = spawnSync("apk", args, { encoding: "utf8", env });
  if (result.status !== 0) {
    throw new Error(`apk ${args[0]} failed: ${result.stderr || result.error?.message}`);
  }
}

/** Why no package can be made here, or null. */
function obstacleToApk() {
  const { status, stdout } = spawnSync("apk", ["--version"], { encoding: "utf8" });
  return status === 0 && /apk-tools [3-9]/.test(stdout) ? null : "needs apk-tools 3 (apk)";
}

/**
 * Writes the package; `apk add` takes it with `--allow-untrusted`, for nobody has signed it.
 *
 * @param {PackageInfo} info
 * @param {readonly ArchiveFile[]} files
 * @param {number} timeS Seconds since 1970.
 * @param {string} folder Where to.
 * @returns {string} Its path.
 */
function buildApk(info, files, timeS, folder) {
  const work = mkdtempSync(join(tmpdir(), "mini-mwan-apk-"));
  try {
    const root = join(work, "root");
    writeFiles(root, [...files, ...listsOf(info, files)]);
    const scripts = Object.entries(apkScripts(info));
    writeFiles(
      work,
      scripts.map(([target, content]) => ({ target, content, executable: true }))
    );
    const out = join(folder, `${info.name}-${info.version}.apk`);
    const fields = {
      name: info.name,
      version: info.version,
      description: info.description,
      arch: "noarch",
      maintainer: info.maintainer,
      license: info.licence,
      origin: info.name,
      depends: [...info.depends, ...info.conflicts.map((name) => `!${name}`)].join(" "),
    };
    apk(
      [
        "mkpkg",
        ...Object.entries(fields).flatMap(([key, value]) => ["--info", `${key}:${value}`]),
        ...scripts.flatMap(([moment]) => ["--script", `${moment}:${join(work, moment)}`]),
        ...["--files", root, "--output", out],
      ],
      timeS
    );
    return out;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Writes the index that makes the folder a repository.
 *
 * @param {string} folder
 * @param {string[]} packages Their paths.
 * @param {number} timeS Seconds since 1970.
 */
function writeApkIndex(folder, packages, timeS) {
  apk(["mkndx", "--allow-untrusted", "--output", join(folder, "packages.adb"), ...packages], timeS);
}

export { buildApk, obstacleToApk, writeApkIndex };
