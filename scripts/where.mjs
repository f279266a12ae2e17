/**
 * Tells where in the sources a place of a bundle comes from, as ucode names it in a trace:
 * `node scripts/where.mjs BUNDLE LINE BYTE`, such as `mini-mwand.uc 12 345`. It builds the bundle again and
 * so needs the sources that it was made of; a path to an existing file is checked for that.
 */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { formatProblem } from "./problem.mjs";
import { buildBundles } from "./router/build.mjs";

/**
 * @param {string} sentence
 * @returns {never}
 */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [path = "", ...numbers] = process.argv.slice(2);
const [line = 0, byte = 1] = numbers.map(Number);
if (![line, byte].every((one) => Number.isInteger(one) && one > 0)) {
  giveUp("Use: node scripts/where.mjs BUNDLE LINE BYTE, such as mini-mwand.uc 12 345");
}
const { bundles, problems } = await buildBundles(resolve(import.meta.dirname, ".."));
if (problems.length > 0) {
  giveUp(problems.map(formatProblem).join("\n"));
}
// Two bundles in folders of their own may be called alike.
const [bundle, ...others] = bundles.filter(({ name }) => {
  return `/${path}`.endsWith(`/${name}`) || name.endsWith(`/${path}`);
});
if (bundle == null || others.length > 0) {
  const names = bundles.map(({ name }) => name).join(", ");
  giveUp(`${path} names ${bundle == null ? "no" : "more than one"} bundle of ${names}`);
}
if (existsSync(path) && readFileSync(path, "utf8") !== bundle.content) {
  giveUp(`${path} was made of other sources; check out the version it is of`);
}
const map = new SourceMap(JSON.parse(bundle.map));
const entry = map.findEntry(line - 1, byte - 1);
console.log(
  "originalSource" in entry
    ? `${entry.originalSource}:${entry.originalLine + 1}`
    : "a line of the build's own"
);
