/** ucode's own functions that are missing or broken in a version we support. */
import { construct } from "./construct.mjs";
import { referencesOf } from "./scope.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */

/** Names of a ucode module that 24.10 lacks or gets wrong. */
const brokenNames = new Map([
  ["ucode:uloop", ["guard"]],
  ["ucode:ubus", ["guard", "call", "publish", "listener", "event", "defer"]],
]);

/** @param {AnyNode} node */
function brokenImports(node) {
  const names = brokenNames.get(node.source.value) ?? [];
  return node.specifiers.filter((/** @type {AnyNode} */ specifier) =>
    names.includes(specifier.imported?.name)
  );
}

/** @param {AnyNode} program */
function rindexUses(program) {
  return referencesOf(program)
    .filter(({ identifier, binding }) => binding == null && identifier.name === "rindex")
    .map(({ identifier }) => identifier);
}

/**
 * Methods whose name alone tells: nothing of ours is called so.
 */
const brokenMethods = new Set(["guard", "defer", "notify"]);

const builtins = [
  construct(
    "rindex",
    "Program",
    "rindex misses a match at the start before 2025-09; search with index(…) or match(…)",
    rindexUses
  ),
  construct(
    "broken-import",
    "ImportDeclaration",
    "24.10 lacks this function or gets it wrong; use the connection's own methods, without guard",
    brokenImports
  ),
  construct(
    "broken-method",
    "CallExpression",
    "guard, defer and notify are missing or faulty on 24.10; use call with a short timeout, and event",
    (node) =>
      node.callee.type === "MemberExpression" && brokenMethods.has(node.callee.property.name)
  ),
];

export { builtins };
