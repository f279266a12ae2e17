/** Tar archives that are the same bytes for the same files, whoever makes them and when. */
import { posix } from "node:path";
import { packTar } from "modern-tar";
import { compressSmall } from "../zopfli.mjs";

/**
 * @typedef {object} ArchiveFile
 * @property {string} target Path without a leading slash.
 * @property {Buffer | string} content
 * @property {boolean} executable
 */

/**
 * Every folder above the files, parents first.
 *
 * @param {readonly ArchiveFile[]} files
 */
function foldersAbove(files) {
  /** @type {Set<string>} */
  const folders = new Set();
  for (const { target } of files) {
    for (let at = posix.dirname(target); at !== "."; at = posix.dirname(at)) {
      folders.add(at);
    }
  }
  return [...folders].toSorted();
}

/**
 * A compressed tar archive as OpenWrt's packages have them: paths begin with `./`, everything belongs
 * to root and is of the same time.
 *
 * @param {readonly ArchiveFile[]} files
 * @param {number} timeS Seconds since 1970.
 * @returns {Promise<Buffer>}
 */
async function packFiles(files, timeS) {
  const common = { mtime: new Date(timeS * 1000), uid: 0, gid: 0, uname: "root", gname: "root" };
  const folders = ["", ...foldersAbove(files)].map((folder) => ({
    header: /** @type {const} */ ({
      ...common,
      name: folder === "" ? "./" : `./${folder}/`,
      type: "directory",
      mode: 0o755,
      size: 0,
    }),
  }));
  const sorted = files.toSorted((a, b) => (a.target < b.target ? -1 : 1));
  const entries = sorted.map(({ target, content, executable }) => {
    const body = Buffer.from(content);
    const mode = executable ? 0o755 : 0o644;
    return {
      header: { ...common, name: `./${target}`, size: body.length, mode },
      body: new Uint8Array(body),
    };
  });
  const tar = await packTar([...folders, ...entries]);
  return compressSmall(tar);
}

export { packFiles };
