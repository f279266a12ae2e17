/** Packages for apk, OpenWrt 25.12, made by apk-tools 3 where they are. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
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
 * OpenWrt's functions find a package's files in a list beside it, and sysupgrade its configuration with the
 * hashes that tell whether it has been changed.
 *
 * @param {PackageInfo} info
 * @param {readonly ArchiveFile[]} files
 * @returns {ArchiveFile[]}
 */
function listsOf(info, files) {
  const paths = files.map(({ target }) => `/${target}`).toSorted();
  const configFiles = files.filter(({ target }) => info.configFiles.includes(`/${target}`));
  const hashes = configFiles.map(({ target, content }) => {
    return `/${target} ${createHash("sha256").update(content).digest("hex")}`;
  });
  const config = { conffiles: info.configFiles, conffiles_static: hashes };
  const lists = { list: paths, ...(info.configFiles.length > 0 ? config : {}) };
  return Object.entries(lists).map(([kind, lines]) => ({
    target: `lib/apk/packages/${info.name}.${kind}`,
    content: lines.map((line) => `${line}\n`).join(""),
    executable: false,
  }));
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
      description: info.description.replaceAll("\n", " "),
      arch: "noarch",
      maintainer: info.maintainer,
      license: info.licence,
      origin: info.name,
      depends: info.depends.join(" "),
      provides: info.provides.map((name) => `${name}=${info.version}`).join(" "),
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
