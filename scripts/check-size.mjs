/**
 * Measures what the packages put on the router and refuses what is too big: the reference router has
 * 132 KB of flash left for everything. Run `npm run build:page` first; the router's code is built here.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { packFiles } from "./package/archive.mjs";
import { filesOf } from "./package/contents.mjs";
import { formatProblem } from "./problem.mjs";
import { planRouterTree } from "./router/build.mjs";
import { filesBelow } from "./files.mjs";
import { objectionToReadme } from "./readme-sizes.mjs";

/** @typedef {{ target: string, content: Buffer | string, executable: boolean }} File */

const root = resolve(import.meta.dirname, "..");

/** Of LuCI's module and style, one compressed file. See docs/decisions/0009-budgets.md. */
const pageLimitBytes = 40_000;

/** Of both packages on jffs2, the file system of routers with little flash. */
const flashLimitBytes = 100 * 1024;

const packages = /** @type {const} */ (["mini-mwan", "luci-app-mini-mwan"]);
const pageFolder = "www/luci-static/resources/mini-mwan/";

/** jffs2 stores a file by memory pages, each compressed by itself behind a header, at four-byte steps. */
const jffs2PageBytes = 4096;
const jffs2HeaderBytes = 68;
const jffs2NameBytes = 40;

/**
 * @param {string} sentence
 * @returns {never}
 */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** @param {number} bytes */
function inSteps(bytes) {
  return Math.ceil(bytes / 4) * 4;
}

/**
 * What a file takes on jffs2: its name, its node and its pages, as the kernel's mkfs.jffs2 writes them.
 *
 * @param {File} file
 */
function flashBytes({ target, content }) {
  const data = Buffer.from(content);
  const name = target.split("/").at(-1) ?? "";
  let bytes = inSteps(jffs2NameBytes + name.length);
  for (let at = 0; at === 0 || at < data.length; at += jffs2PageBytes) {
    const page = data.subarray(at, at + jffs2PageBytes);
    const packed = Math.min(deflateSync(page, { level: 9 }).length, page.length);
    bytes += inSteps(jffs2HeaderBytes + packed);
  }
  return bytes;
}

/**
 * What a browser would load of a server that compresses, which is what ours ships where it is compressed already.
 *
 * @param {File} file
 */
function gzipBytes({ content }) {
  return Math.min(gzipSync(content, { level: 9 }).length, Buffer.from(content).length);
}

/** @returns {Promise<File[]>} The router's files, its code as built now and the page as built before. */
async function readFiles() {
  const { files, problems } = await planRouterTree(root);
  if (problems.length > 0) {
    giveUp(problems.map(formatProblem).join("\n"));
  }
  const dist = resolve(root, "dist/router");
  if (!existsSync(resolve(dist, pageFolder, "app.js.gz"))) {
    giveUp(`${resolve(dist, pageFolder)} has no app.js.gz; run npm run build:page first`);
  }
  const page = filesBelow(dist, "www").filter(
    (target) => !files.some((file) => file.target === target)
  );
  const built = page.map((target) => {
    return { target, content: readFileSync(resolve(dist, target)), executable: false };
  });
  return [...files, ...built];
}

/**
 * @param {readonly File[]} files
 * @param {(file: File) => number} measure
 */
function sumOf(files, measure) {
  return files.reduce((sum, file) => sum + measure(file), 0);
}

/**
 * The row of a table: the files of one part, sizes in bytes.
 *
 * @param {string} part
 * @param {readonly File[]} files
 */
function rowOf(part, files) {
  return {
    part,
    plain: sumOf(files, ({ content }) => Buffer.from(content).length),
    gzip: sumOf(files, gzipBytes),
    jffs2: sumOf(files, flashBytes),
  };
}

/** @param {File} file */
function partOf({ target }) {
  const isCode = target.startsWith("usr/share/mini-mwan/");
  return isCode || target.startsWith(pageFolder) ? (target.split("/").at(-1) ?? "") : "the rest";
}

const tree = await readFiles();
const shipped = packages.map((name) => filesOf(tree, name));
const all = shipped.flat();
const parts = [...new Set(all.map(partOf))].toSorted();
const rows = parts.map((part) =>
  rowOf(
    part,
    all.filter((file) => partOf(file) === part)
  )
);
const total = rowOf("together", all);
const table = [...rows, total].map(({ part, plain, gzip, jffs2 }) =>
  [part.padEnd(16), ...[plain, gzip, jffs2].map((bytes) => String(bytes).padStart(8))].join("")
);
console.log(`${"bytes".padEnd(16)}   plain    gzip   jffs2\n${table.join("\n")}`);

const archives = await Promise.all(shipped.map((files) => packFiles(files, 0)));
const archiveBytes = archives.reduce((sum, archive) => sum + archive.length, 0);
const pageBytes = sumOf(
  all.filter(({ target }) => target === `${pageFolder}app.js.gz`),
  gzipBytes
);
console.log(`page: ${pageBytes} of ${pageLimitBytes} bytes`);
console.log(`on jffs2: ${total.jffs2} of ${flashLimitBytes} bytes`);
console.log(`data.tar.gz of both packages: ${archiveBytes} bytes`);

const excesses = [
  { name: "LuCI's module with its style is", excess: pageBytes - pageLimitBytes },
  { name: "What both packages put on jffs2 is", excess: total.jffs2 - flashLimitBytes },
].filter(({ excess }) => excess > 0);
if (excesses.length > 0) {
  giveUp(excesses.map(({ name, excess }) => `${name} ${excess} bytes too big.`).join("\n"));
}

const objection = objectionToReadme(resolve(root, "README.md"), {
  flash: total.jffs2,
  download: archiveBytes,
});
if (objection != null) {
  giveUp(objection);
}
