/**
 * A node of an ESTree syntax tree with TypeScript's nodes, as oxc-parser and oxlint's plugins give it.
 *
 * @typedef {object} AstNode
 * @property {string} type
 * @property {number} start Offset in UTF-16 units.
 * @property {number} end Exclusive.
 * @property {AnyNode | null} parent
 */

/**
 * The same node where a rule reads fields that only some types have.
 *
 * @typedef {AstNode & Record<string, any>} AnyNode
 */

const bookkeeping = new Set(["parent", "loc", "range", "start", "end", "type"]);

/**
 * @param {unknown} value
 * @returns {value is AnyNode}
 */
function isNode(value) {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/**
 * The direct children of a node in the order of their fields.
 *
 * @param {AnyNode} node
 * @returns {AnyNode[]}
 */
function childrenOf(node) {
  return Object.keys(node)
    .filter((key) => !bookkeeping.has(key))
    .flatMap((key) => node[key])
    .filter(isNode);
}

/**
 * Visits a node and everything below it, parents first, and sets `parent` on the way.
 *
 * @param {AnyNode} node
 * @param {(node: AnyNode) => void} visit
 */
function walk(node, visit) {
  visit(node);
  for (const child of childrenOf(node)) {
    child.parent ??= node;
    walk(child, visit);
  }
}

/**
 * Whether the node exists for the type checker only and vanishes with the types.
 *
 * @param {AnyNode} node
 */
function isTypeOnly(node) {
  const erasedExpressions =
    /^TS(As|Satisfies|NonNull|Instantiation|TypeAssertion)|^TSParameterProp/;
  const realStatements = /^TS(Enum|Module|ImportEquals|ExportAssignment|ExternalModule|AbstractM)/;
  return (
    node.declare === true ||
    node.importKind === "type" ||
    node.exportKind === "type" ||
    (node.type.startsWith("TS") &&
      !erasedExpressions.test(node.type) &&
      !realStatements.test(node.type))
  );
}

export { childrenOf, isTypeOnly, walk };
