import { createHash } from "node:crypto";
import { compact } from "./compact.mjs";
import { modulesBelow } from "./graph.mjs";
import { inlineConstants } from "./inline.mjs";
import { link } from "./link.mjs";
import { latePart, partOfEntry, shareParts, sharedStatements } from "./parts.mjs";
import { prosePromised } from "./prose.mjs";
import { lateFunction, renderPart } from "./render.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./link.mjs").Thing} Thing */
/** @typedef {import("./module.mjs").Module} Module */

/**
 * One file of ucode made of many sources.
 *
 * @typedef {object} Bundle
 * @property {string | null} entry Repository path; null for the one that holds what several entries need.
 * @property {string} content As it goes to the router.
 * @property {string} plain The same before it was made small: with names, blanks and markers.
 * @property {(offset: number) => number} origin The offset in `plain` of one in `content`.
 */

/**
 * Tells builds apart: code that is loaded late must be of the same one.
 *
 * @param {readonly Module[]} modules
 */
function buildIdOf(modules) {
  const hash = createHash("sha256");
  modules.forEach(({ text }) => hash.update(text));
  return hash.digest("hex").slice(0, 8);
}

/**
 * A program that gives its function where a module would export it: `loadfile` knows no exports.
 *
 * @param {import("./compact.mjs").Compact} module
 */
function asLateProgram({ content, origin }) {
  const ending = new RegExp(`export\\{(\\w+) as ${lateFunction}\\};?\\n?$`);
  return { content: content.replace(ending, "return $1;\n"), origin };
}

/**
 * The entries that the modules of a program load late.
 *
 * @param {readonly Module[]} modules
 */
function lateEntriesOf(modules) {
  return [...new Set(modules.flatMap(({ late }) => late.map(({ path }) => path)))];
}

/**
 * A bundle for each entry with all it imports, one for what several of them need, and one for each entry
 * that they load late. The modules of a bundle share one scope; what nothing needs is left out.
 *
 * @param {(path: string) => Module} read
 * @param {string[]} entries Repository paths.
 * @returns {{ bundles: Bundle[], problems: Problem[] }} No bundles with problems.
 */
function bundle(read, entries) {
  const { modules, problems: found } = modulesBelow(read, entries, true);
  const { linked: all, problems: unlinked } = link(found.length > 0 ? [] : modules);
  const problems = [...found, ...unlinked, ...modules.flatMap(prosePromised)];
  if (problems.length > 0) {
    return { bundles: [], problems };
  }
  const linked = inlineConstants(all);
  /** @param {string} entry */
  const wholeOf = (entry) => {
    const below = new Set(modulesBelow(read, [entry]).modules);
    return partOfEntry(linked.filter(({ module }) => below.has(module)));
  };
  const whole = entries.map(wholeOf);
  const shared = sharedStatements(linked, whole);
  const late = whole.flatMap((program) => {
    const { modules: own } = modulesBelow(read, [program.entry ?? ""]);
    return lateEntriesOf(own).map((entry) => latePart(linked, wholeOf(entry), program, shared));
  });
  const loans = late.flatMap(({ loan }) => loan ?? []);
  const parts = [...shareParts(linked, whole, shared, loans), ...late];
  const exports = parts.find(({ entry }) => entry == null)?.exports ?? new Map();
  const names = new Map([...exports].map(([name, thing]) => [thing, name]));
  const terms = {
    buildId: buildIdOf(modules),
    loans: new Map(late.map(({ entry, loan }) => [entry ?? "", loan?.things ?? []])),
  };
  const bundles = parts.map((part) => {
    const plain = renderPart(linked, part, part.entry == null ? new Map() : names, terms);
    return part.loan == null
      ? { entry: part.entry, plain, ...compact(plain) }
      : { entry: part.entry, plain, ...asLateProgram(compact(plain)) };
  });
  return { bundles, problems };
}

export { bundle };
