import { namesOf } from "../dialect/scope.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */

/** Where a node stands, and whether a property's name is written once for it and its value. */
const places = new Set(["parent", "loc", "range", "start", "end", "shorthand"]);

/**
 * What each identifier means: a number for each variable, from the first on; others mean their name.
 *
 * @param {AnyNode} program
 */
function meaningsIn(program) {
  const { references, scopes } = namesOf(program);
  const bindings = scopes.flatMap((scope) => [...scope.bindings.values()]);
  const numbers = new Map(bindings.map((binding, index) => [binding, index]));
  /** @type {Map<AnyNode, number>} */
  const meanings = new Map();
  for (const [binding, number] of numbers) {
    meanings.set(binding.identifier, number);
  }
  for (const { identifier, binding } of references) {
    if (binding != null) {
      meanings.set(identifier, numbers.get(binding) ?? -1);
    }
  }
  return meanings;
}

/**
 * A declaration of several variables as one for each.
 *
 * @param {any} node
 */
function singly(node) {
  return node?.type === "VariableDeclaration"
    ? node.declarations.map((/** @type {AnyNode} */ one) => ({ ...node, declarations: [one] }))
    : node;
}

/**
 * The first place where two programs differ in more than the names of variables, how they are
 * declared and blanks, as an offset of the first one; null when there is none.
 *
 * @param {AnyNode} before
 * @param {AnyNode} after
 * @returns {number | null}
 */
function firstDifference(before, after) {
  const oldMeanings = meaningsIn(before);
  const newMeanings = meaningsIn(after);

  /**
   * @param {any} one
   * @param {any} other
   * @param {number} at
   * @returns {number | null}
   */
  function compare(one, other, at) {
    if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
      return Object.is(one, other) ? null : at;
    }
    if (one.type !== other.type || Array.isArray(one) !== Array.isArray(other)) {
      return one.start ?? at;
    }
    const start = one.start ?? at;
    if (Array.isArray(one)) {
      return compareLists(one.flatMap(singly), other.flatMap(singly), at);
    }
    if (one.type === "Identifier") {
      const meaning = oldMeanings.get(one) ?? one.name;
      return Object.is(meaning, newMeanings.get(other) ?? other.name) ? null : start;
    }
    // Keys are all there is of a node: also how a literal is written, for 1.0 is no integer in ucode.
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    for (const key of keys) {
      const isEqual = places.has(key) || (key === "kind" && other.kind === "let");
      const found = isEqual ? null : compare(one[key], other[key], start);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * @param {any[]} ones
   * @param {any[]} others
   * @param {number} at
   */
  function compareLists(ones, others, at) {
    let found = ones.length === others.length ? null : at;
    for (let i = 0; i < ones.length && found == null; i++) {
      found = compare(ones[i], others[i], at);
    }
    return found;
  }

  return compare(before, after, 0);
}

export { firstDifference };
