import { childrenOf, isTypeOnly } from "../dialect/ast.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */

/**
 * Where texts, patterns and other literals stand, whose blanks mean something. Those of types vanish
 * with the types.
 *
 * @param {AnyNode} node
 * @returns {{ start: number, end: number }[]}
 */
function literalsIn(node) {
  if (isTypeOnly(node)) {
    return [];
  }
  return node.type === "TemplateElement" || node.type === "Literal"
    ? [node]
    : childrenOf(node).flatMap(literalsIn);
}

export { literalsIn };
