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
    : [node];
}

/**
 * A text in any quotes, and part of a template, as what it says, an import or export with the name that others
 * know whether it is in quotes or not. Others as they are: numbers with the way they are written, for 1.0 is no
 * integer in ucode.
 *
 * @param {any} node
 */
function plainly(node) {
  if (Array.isArray(node)) {
    return node.flatMap(singly);
  }
  if (node.type === "TemplateElement") {
    return { ...node, value: node.value.cooked };
  }
  if (node.type === "ImportSpecifier" || node.type === "ExportSpecifier") {
    const { type, start, local, imported, exported } = node;
    const foreign = imported ?? exported;
    return { type, start, local, foreign: foreign.name ?? foreign.value };
  }
  const isText = node.type === "Literal" && typeof node.value === "string";
  const isTemplate = node.type === "TemplateLiteral" && node.expressions.length === 0;
  const text = isTemplate ? node.quasis[0].value.cooked : node.value;
  return isText || isTemplate ? { type: "text", start: node.start, text } : node;
}

/**
 * The first place where two programs differ in more than the names of variables, how they are declared, quotes and blanks, as an
 * offset of the first one; null when there is none.
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
    const start = one.start ?? at;
    if (one.type === "Identifier" && other.type === "Identifier") {
      const meaning = oldMeanings.get(one) ?? one.name;
      return Object.is(meaning, newMeanings.get(other) ?? other.name) ? null : start;
    }
    const [left, right] = [plainly(one), plainly(other)];
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    for (const key of keys) {
      const isEqual = places.has(key) || (key === "kind" && right.kind === "let");
      const found = isEqual ? null : compare(left[key], right[key], start);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  return compare(before, after, 0);
}

export { firstDifference };
