import { compact } from "./compact.mjs";
import { modulesBelow } from "./graph.mjs";
import { inlineConstants } from "./inline.mjs";
import { link } from "./link.mjs";
import { partOfEntry, shareParts } from "./parts.mjs";
import { prosePromised } from "./prose.mjs";
import { renderPart } from "./render.mjs";

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
 * A bundle for each entry with all it imports, and one for what several of them need. The modules of a
 * bundle share one scope; what nothing needs is left out.
 *
 * @param {(path: string) => Module} read
 * @param {string[]} entries Repository paths.
 * @returns {{ bundles: Bundle[], problems: Problem[] }} No bundles with problems.
 */
function bundle(read, entries) {
  const { modules, problems: found } = modulesBelow(read, entries);
  const { linked: all, problems: unlinked } = link(found.length > 0 ? [] : modules);
  const problems = [...found, ...unlinked, ...modules.flatMap(prosePromised)];
  if (problems.length > 0) {
    return { bundles: [], problems };
  }
  const linked = inlineConstants(all);
  const whole = entries.map((entry) => {
    const below = new Set(modulesBelow(read, [entry]).modules);
    return partOfEntry(linked.filter(({ module }) => below.has(module)));
  });
  const parts = shareParts(linked, whole);
  const exports = parts.find(({ entry }) => entry == null)?.exports ?? new Map();
  const names = new Map([...exports].map(([name, thing]) => [thing, name]));
  const bundles = parts.map((part) => {
    const plain = renderPart(linked, part, part.entry == null ? new Map() : names);
    return { entry: part.entry, plain, ...compact(plain) };
  });
  return { bundles, problems };
}

export { bundle };
