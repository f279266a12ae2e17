import { childrenOf } from "../dialect/ast.mjs";
import { isFunction } from "../dialect/scope.mjs";
import { declaredBy } from "./link.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./link.mjs").Linked} Linked */
/** @typedef {import("./link.mjs").Thing} Thing */

const declarations = ["FunctionDeclaration", "VariableDeclaration"];
const actions = ["CallExpression", "AssignmentExpression", "UpdateExpression", "UnaryExpression"];

/**
 * Whether something may happen when the node is evaluated, other than that a value comes of it.
 *
 * @param {AnyNode} node
 * @returns {boolean}
 */
function acts(node) {
  if (isFunction(node)) {
    return false;
  }
  const isAction = actions.includes(node.type) && !/^[-+!~]$/.test(node["operator"]);
  return isAction || childrenOf(node).some(acts);
}

/**
 * The statements that the bundle needs: what does something when it is run, what the entry exports,
 * and whatever these use.
 *
 * @param {Linked[]} linked
 * @param {Iterable<Thing>} exported
 * @returns {Set<AnyNode>}
 */
function liveStatements(linked, exported) {
  const declaring = new Map(
    linked.flatMap(({ statements, things }) =>
      statements.flatMap((statement) =>
        declaredBy(statement).map(({ name }) => [things.get(name), statement])
      )
    )
  );
  /** @type {Map<AnyNode, Thing[]>} */
  const needs = new Map();
  for (const { statement, thing } of linked.flatMap(({ uses }) => uses)) {
    needs.set(statement, [...(needs.get(statement) ?? []), thing]);
  }
  const running = linked
    .flatMap(({ statements }) => statements)
    .filter(({ type }) => !type.startsWith("Import") && !type.startsWith("Export"))
    .filter((statement) => !declarations.includes(statement.type) || acts(statement));
  const live = new Set([...running, ...[...exported].map((thing) => declaring.get(thing))]);
  // A set grows while it is walked: whatever a live statement uses is walked too.
  for (const statement of live) {
    for (const thing of needs.get(/** @type {AnyNode} */ (statement)) ?? []) {
      live.add(declaring.get(thing));
    }
  }
  live.delete(undefined);
  return /** @type {Set<AnyNode>} */ (live);
}

export { liveStatements };
