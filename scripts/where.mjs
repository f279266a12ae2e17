/**
 * Tells where in the sources a place of a bundle comes from, as ucode names it in a trace:
 * `node scripts/where.mjs BUNDLE LINE [BYTE]`, such as `daemon.uc 120 7`. It builds the bundle again and
 * so needs the sources that it was made of; a path to an existing file is checked for that.
 */
import { existsSync, readFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { formatProblem } from "./problem.mjs";
import { buildBundles } from "./router/build.mjs";
import { sourceOf } from "./router/marker.mjs";
import { bundleTargetOf, installFolder } from "./router/sources.mjs";

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
  giveUp("Use: node scripts/where.mjs BUNDLE LINE [BYTE], such as daemon.uc 120 7");
}
const { bundles, problems } = buildBundles(resolve(import.meta.dirname, ".."));
if (problems.length > 0) {
  giveUp(problems.map(formatProblem).join("\n"));
}
const names = bundles.map(({ entry }) => posix.relative(installFolder, bundleTargetOf(entry)));
// Two bundles in folders of their own may be called alike.
const [at = -1, ...others] = [...names.keys()].filter((each) => {
  return `/${path}`.endsWith(`/${names[each]}`) || names[each]?.endsWith(`/${path}`);
});
const bundle = bundles[at];
if (bundle == null || others.length > 0) {
  giveUp(`${path} names ${bundle == null ? "no" : "more than one"} bundle of ${names.join(", ")}`);
}
if (existsSync(path) && readFileSync(path, "utf8") !== bundle.content) {
  giveUp(`${path} was made of other sources; check out the version it is of`);
}
const source = sourceOf(bundle, line, byte);
console.log(source == null ? "a line of the build's own" : `${source.path}:${source.line}`);
