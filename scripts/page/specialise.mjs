/**
 * Builds a library into the page from its own source, less what the page cannot reach: facts about the page take
 * the place of expressions, whereupon the minifier drops what they decide.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { filesBelow } from "../files.mjs";
import { bare, needlessParameters, rewrite } from "./rewrite.mjs";

/**
 * @typedef {object} Library
 * @property {string} name As it is imported.
 * @property {string} folder Of its source.
 * @property {string} entry In that folder.
 * @property {Record<string, string>} facts What expressions of the source are worth.
 * @property {Record<string, string>} names Short names of its fields that other code relies on.
 */

/** @typedef {import("./rewrite.mjs").Knowledge} Knowledge */

/**
 * Short names for all fields, shortest for those that are named most often.
 *
 * @param {string[]} sources
 * @param {Record<string, string>} given
 * @returns {Map<string, string>}
 */
function shorten(sources, given) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const [long] of sources.join("\n").matchAll(/(?<![\w$])_[a-z]\w*/g)) {
    counts.set(long, (counts.get(long) ?? 0) + 1);
  }
  const longNames = [...counts].toSorted((a, b) => b[1] - a[1]).map(([long]) => long);
  return new Map(longNames.map((long, at) => [long, given[long] ?? `_${at.toString(36)}`]));
}

/**
 * @param {Library} library
 * @returns {Knowledge}
 */
function gatherKnowledge({ folder, facts, names }) {
  const byBareSource = new Map(Object.entries(facts).map(([text, worth]) => [bare(text), worth]));
  const paths = filesBelow(folder, ".").filter((path) => /(?<!\.d)\.[jt]s$/.test(path));
  const sources = paths.map((path) => readFileSync(join(folder, path), "utf8"));
  const shortNames = shorten(sources, names);
  return {
    facts: byBareSource,
    unused: new Set(byBareSource.keys()),
    needless: new Map(
      sources.flatMap((source, at) => needlessParameters(paths[at] ?? "", source, byBareSource))
    ),
    shortNameOf: (long) => shortNames.get(long) ?? long,
  };
}

/**
 * @param {Library} library
 * @returns {import("vite").Plugin}
 */
function specialise(library) {
  const { name, folder, entry } = library;
  const knowledge = gatherKnowledge(library);
  return {
    name: `specialise ${name}`,
    enforce: "pre",
    apply: "build",
    resolveId(source) {
      return source === name ? join(folder, entry) : null;
    },
    transform(source, id) {
      return id.startsWith(folder) ? rewrite(relative(folder, id), source, knowledge) : null;
    },
    buildEnd(error) {
      const [unused] = knowledge.unused;
      if (!error && unused !== undefined) {
        this.error(
          `${name} has no "${unused}", whose worth scripts/page/facts.mjs knows; is it another version?`
        );
      }
    },
  };
}

export { specialise };
