/** Packages for opkg, OpenWrt 24.10, and the index that makes a folder of them a feed. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { packFiles } from "./archive.mjs";
import { ipkScripts } from "./maintainer-scripts.mjs";

/** @typedef {import("./makefile.mjs").PackageInfo} PackageInfo */
/** @typedef {import("./archive.mjs").ArchiveFile} ArchiveFile */

/**
 * @typedef {object} Ipk
 * @property {string} name File name.
 * @property {Buffer} content
 * @property {number} dataBytes Size of data.tar.gz.
 * @property {string} entry Its paragraph of the index.
 */

/**
 * @param {string} target
 * @param {Buffer | string} content
 * @param {boolean} [executable]
 * @returns {ArchiveFile}
 */
function file(target, content, executable = false) {
  return { target, content, executable };
}

/**
 * Lines of the control file, without the description.
 *
 * @param {PackageInfo} info
 * @param {number} installedBytes
 */
function controlFields(info, installedBytes) {
  return [
    `Package: ${info.name}`,
    `Version: ${info.version}`,
    ...(info.depends.length > 0 ? [`Depends: ${info.depends.join(", ")}`] : []),
    ...(info.conflicts.length > 0 ? [`Conflicts: ${info.conflicts.join(", ")}`] : []),
    ...(info.provides.length > 0 ? [`Provides: ${info.provides.join(", ")}`] : []),
    `License: ${info.licence}`,
    `Section: ${info.section}`,
    `Maintainer: ${info.maintainer}`,
    "Architecture: all",
    `Installed-Size: ${installedBytes}`,
  ];
}

/**
 * @param {PackageInfo} info
 * @param {readonly ArchiveFile[]} files
 * @param {number} timeS Seconds since 1970, the time of every file in it.
 * @returns {Promise<Ipk>}
 */
async function buildIpk(info, files, timeS) {
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const fields = controlFields(info, bytes);
  const description = `Description: ${info.description.replaceAll("\n", "\n ")}`;
  const scripts = Object.entries(ipkScripts(info));
  const data = await packFiles(files, timeS);
  const control = await packFiles(
    [
      file("control", [...fields, description, ""].join("\n")),
      ...(info.configFiles.length > 0
        ? [file("conffiles", `${info.configFiles.join("\n")}\n`)]
        : []),
      ...scripts.map(([name, script]) => file(name, script, true)),
    ],
    timeS
  );
  const content = await packFiles(
    [file("debian-binary", "2.0\n"), file("data.tar.gz", data), file("control.tar.gz", control)],
    timeS
  );
  const name = `${info.name}_${info.version}_all.ipk`;
  const hash = createHash("sha256").update(content).digest("hex");
  const place = [`Filename: ${name}`, `Size: ${content.length}`, `SHA256sum: ${hash}`];
  const entry = [...fields, ...place, description, ""].join("\n");
  return { name, content, dataBytes: data.length, entry };
}

/**
 * The index files of a folder with these packages, by name.
 *
 * @param {readonly Ipk[]} ipks
 * @returns {Record<string, Buffer>}
 */
function opkgIndex(ipks) {
  const text = Buffer.from(ipks.map(({ entry }) => `${entry}\n`).join(""));
  return { Packages: text, "Packages.gz": gzipSync(text, { level: 9 }) };
}

export { buildIpk, opkgIndex };
