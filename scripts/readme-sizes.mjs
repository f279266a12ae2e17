/** The README's sizes, which have to be those of the build. */
import { readFileSync, writeFileSync } from "node:fs";

/** As compressors of other versions differ by a few bytes. */
const toleratedKb = 1;

/** @param {number} bytes */
function inKb(bytes) {
  return Math.round(bytes / 1024);
}

/**
 * Compares each `<!-- size NAME -->12 KB` of the README with the build; with UPDATE_README in the
 * environment it writes what was measured there.
 *
 * @param {string} path
 * @param {Record<string, number>} sizes Bytes by name.
 * @returns {string | null} What is wrong there, and what to do; null when nothing is.
 */
function objectionToReadme(path, sizes) {
  let text = readFileSync(path, "utf8");
  for (const [name, bytes] of Object.entries(sizes)) {
    const marked = new RegExp(`(<!-- size ${name} -->)(\\d+) KB`);
    const written = Number(marked.exec(text)?.[2]);
    if (process.env["UPDATE_README"]) {
      text = text.replace(marked, `$1${inKb(bytes)} KB`);
    } else if (!(Math.abs(written - bytes / 1024) <= toleratedKb)) {
      return `The README says ${written} KB of ${name}, the build has ${inKb(bytes)}; run UPDATE_README=1 npm run check:size`;
    }
  }
  if (process.env["UPDATE_README"]) {
    writeFileSync(path, text);
  }
  return null;
}

export { objectionToReadme };
