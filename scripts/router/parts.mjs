import { declaredBy } from "./link.mjs";
import { liveStatements } from "./live.mjs";
import { shortNames } from "./shorten.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./link.mjs").Linked} Linked */
/** @typedef {import("./link.mjs").Thing} Thing */

/**
 * What becomes one file.
 *
 * @typedef {object} Part
 * @property {string | null} entry Repository path; null for what several entries share.
 * @property {Set<AnyNode>} statements Of all its modules.
 * @property {Map<string, Thing>} exports By the names that others import.
 */

/**
 * What statements declare.
 *
 * @param {Linked[]} linked
 * @param {Set<AnyNode>} statements
 * @returns {Thing[]}
 */
function declaredIn(linked, statements) {
  return linked
    .flatMap((one) =>
      one.statements
        .filter((statement) => statements.has(statement))
        .flatMap((statement) => declaredBy(statement).map(({ name }) => one.things.get(name)))
    )
    .filter((thing) => thing != null);
}

/**
 * What statements declare and use.
 *
 * @param {Linked[]} linked
 * @param {Set<AnyNode>} statements
 * @returns {Thing[]}
 */
function thingsIn(linked, statements) {
  const used = linked.flatMap(({ uses }) =>
    uses.filter(({ statement }) => statements.has(statement)).map(({ thing }) => thing)
  );
  return [...declaredIn(linked, statements), ...used];
}

/**
 * All that an entry needs.
 *
 * @param {Linked[]} linked The entry last, behind those it imports.
 * @returns {Part}
 */
function partOfEntry(linked) {
  const last = linked.at(-1);
  const exports = last?.exports ?? new Map();
  const entry = last?.module.source.path ?? null;
  return { entry, statements: liveStatements(linked, exports.values()), exports };
}

/**
 * Takes what two or more parts need out of them and makes it a part of its own, the first one, from which
 * the others import. What a shared statement uses is shared too, for who needs the one needs the other.
 *
 * @param {Linked[]} linked All modules.
 * @param {Part[]} parts
 * @returns {Part[]}
 */
function shareParts(linked, parts) {
  const all = linked.flatMap(({ statements }) => statements);
  const exported = new Set(parts.flatMap(({ exports }) => [...exports.values()]));
  const statements = new Set(
    all.filter((one) => parts.filter((part) => part.statements.has(one)).length > 1)
  );
  if (statements.size === 0) {
    return parts;
  }
  const rest = parts.map((part) => {
    const own = [...part.statements].filter((one) => !statements.has(one));
    return { ...part, statements: new Set(own) };
  });
  const shared = new Set(declaredIn(linked, statements));
  const wanted = new Set(rest.flatMap((part) => thingsIn(linked, part.statements)));
  const names = shortNames(0);
  /** @type {Map<string, Thing>} */
  const exports = new Map();
  for (const thing of shared) {
    if (exported.has(thing)) {
      throw new Error(`${thing.home}: two bundles need ${thing.name}, which one of them exports`);
    }
    if (wanted.has(thing)) {
      exports.set(names.next().value, thing);
    }
  }
  return [{ entry: null, statements, exports }, ...rest];
}

export { partOfEntry, shareParts, thingsIn };
