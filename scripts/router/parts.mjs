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
 * @property {Loan | null} loan Of a part that another one loads late; null for all others.
 */

/**
 * What a part that is loaded late uses of the program that loads it: it is given to it with each start.
 *
 * @typedef {object} Loan
 * @property {string} lender Repository path of the program's entry.
 * @property {Thing[]} things
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
  return { entry, statements: liveStatements(linked, exports.values()), exports, loan: null };
}

/**
 * The statement that declares each thing.
 *
 * @param {Linked[]} linked
 * @returns {Map<Thing | undefined, AnyNode>}
 */
function declarationsIn(linked) {
  return new Map(
    linked.flatMap(({ statements, things }) =>
      statements.flatMap((statement) =>
        declaredBy(statement).map(({ name }) => [things.get(name), statement])
      )
    )
  );
}

/**
 * A part that a program loads late: what neither that program nor the shared part has, and what it
 * borrows of them.
 *
 * @param {Linked[]} linked All modules.
 * @param {Part} whole All that the late part needs.
 * @param {Part} program The one that loads it.
 * @param {Set<AnyNode>} shared
 * @returns {Part}
 */
function latePart(linked, whole, program, shared) {
  const statements = new Set(
    [...whole.statements].filter((one) => !program.statements.has(one) && !shared.has(one))
  );
  const declarations = declarationsIn(linked);
  const used = new Set(thingsIn(linked, statements));
  for (const thing of whole.exports.values()) {
    used.add(thing);
  }
  const things = [...used].filter((thing) => {
    const declaration = declarations.get(thing);
    return declaration != null && !statements.has(declaration);
  });
  for (const { name, home } of things.filter((one) => declarations.get(one)?.["kind"] === "let")) {
    throw new Error(
      `${home}: ${name} changes, so code that is loaded late cannot use it; export a function`
    );
  }
  return { ...whole, statements, loan: { lender: program.entry ?? "", things } };
}

/**
 * What two or more parts need.
 *
 * @param {Linked[]} linked All modules.
 * @param {Part[]} parts
 */
function sharedStatements(linked, parts) {
  const all = linked.flatMap(({ statements }) => statements);
  return new Set(all.filter((one) => parts.filter((part) => part.statements.has(one)).length > 1));
}

/**
 * Takes what two or more parts need out of them and makes it a part of its own, the first one, from which
 * the others import. What a shared statement uses is shared too, for who needs the one needs the other.
 *
 * @param {Linked[]} linked All modules.
 * @param {Part[]} parts
 * @param {Set<AnyNode>} statements What `sharedStatements` gives of them.
 * @param {Loan[]} loans
 * @returns {Part[]}
 */
function shareParts(linked, parts, statements, loans) {
  const exported = new Set(parts.flatMap(({ exports }) => [...exports.values()]));
  if (statements.size === 0) {
    return parts;
  }
  const rest = parts.map((part) => {
    const own = [...part.statements].filter((one) => !statements.has(one));
    return { ...part, statements: new Set(own) };
  });
  const shared = new Set(declaredIn(linked, statements));
  const lent = loans.flatMap(({ things }) => things);
  const wanted = new Set([...lent, ...rest.flatMap((part) => thingsIn(linked, part.statements))]);
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
  return [{ entry: null, statements, exports, loan: null }, ...rest];
}

export { latePart, partOfEntry, shareParts, sharedStatements, thingsIn };
