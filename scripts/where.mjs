/**
 * Tells where in the sources a place of a bundle comes from, as ucode names it in a trace:
 * `node scripts/where.mjs BUNDLE LINE BYTE`, such as `mini-mwand.uc 12 345`. It reads the source maps that
 * `npm run build:router` has made of the same sources; a path to an existing file is checked for that.
 */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { filesBelow } from "./files.mjs";
import { installFolder } from "./router/sources.mjs";

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
const dist = resolve(import.meta.dirname, "../dist");
const names = filesBelow(dist, "maps").map((name) => name.slice("maps/".length, -".map".length));
// Two bundles in folders of their own may be called alike.
const [name, ...others] = names.filter((one) => {
  return `/${path}`.endsWith(`/${one}`) || one.endsWith(`/${path}`);
});
if (name == null || others.length > 0) {
  giveUp(`${path} names ${name == null ? "no" : "more than one"} bundle of ${names.join(", ")}`);
}
const built = resolve(dist, "router", installFolder, name);
const bundle = existsSync(built)
  ? readFileSync(built, "utf8")
  : gunzipSync(readFileSync(`${built}.gz`)).toString();
if (existsSync(path) && readFileSync(path, "utf8") !== bundle) {
  giveUp(`${path} was made of other sources; check out the version it is of and build it`);
}
const map = new SourceMap(JSON.parse(readFileSync(resolve(dist, "maps", `${name}.map`), "utf8")));
const entry = map.findEntry(line - 1, byte - 1);
console.log(
  "originalSource" in entry
    ? `${entry.originalSource}:${entry.originalLine + 1}`
    : "a line of the build's own"
);
