/** Functions: their form, and the order in which ucode knows them. */
import { construct } from "./construct.mjs";
import { isFunction, referencesOf } from "./scope.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./construct.mjs").SourceFile} SourceFile */
/** @typedef {import("./scope.mjs").Reference} Reference */

const functionTypes = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

/**
 * Uses of a name in front of its declaration.
 *
 * @param {AnyNode} program
 * @returns {Reference[]}
 */
function earlyReferences(program) {
  return referencesOf(program).filter(
    ({ identifier, binding }) => binding != null && identifier.start < binding.readyAt
  );
}

/** @param {Reference} reference */
function meansFunction(reference) {
  return reference.binding?.kind === "function";
}

/**
 * Whether a function lies between the use and the loop that declares the variable.
 *
 * @param {Reference} reference
 */
function isClosedOver(reference) {
  const binding = reference.binding;
  if (binding == null || !binding.isLoopVariable) {
    return false;
  }
  for (let scope = reference.scope; scope !== binding.scope;) {
    if (isFunction(scope.node)) {
      return true;
    }
    if (scope.parent == null) {
      return false;
    }
    scope = scope.parent;
  }
  return false;
}

/**
 * @param {AnyNode} node
 * @param {SourceFile} file
 */
function endsWithComma(node, file) {
  const last = node.arguments.at(-1);
  if (last == null) {
    return false;
  }
  const rest = file.text.slice(last.end, node.end).replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
  return /,\s*\)$/.test(rest);
}

const functions = [
  construct(
    "default-parameter",
    functionTypes,
    "ucode has no default parameters; write const value = given ?? fallback",
    (node) => node.params.filter((/** @type {AnyNode} */ one) => one.type === "AssignmentPattern")
  ),
  construct(
    "async",
    [...functionTypes, "AwaitExpression"],
    "ucode has no async and await; pass a callback",
    (node) => node.type === "AwaitExpression" || node.async === true
  ),
  construct(
    "generator",
    [...functionTypes, "YieldExpression"],
    "ucode has no generators; return an array",
    (node) => node.type === "YieldExpression" || node.generator === true
  ),
  construct(
    "function-name",
    "FunctionExpression",
    "ucode 24.10 cannot call a function expression by its own name; declare a function",
    (node) => node.id != null
  ),
  construct(
    "call-comma",
    "CallExpression",
    "ucode takes no comma after the last argument; remove the comma",
    endsWithComma
  ),
  construct(
    "function-order",
    "Program",
    "ucode does not hoist functions, this use would find nothing; move the function above it",
    (program) =>
      earlyReferences(program)
        .filter(meansFunction)
        .map((reference) => reference.identifier)
  ),
  construct(
    "variable-order",
    "Program",
    "ucode knows a name only after its declaration, also inside functions; move the declaration up",
    (program) =>
      earlyReferences(program)
        .filter((reference) => !meansFunction(reference))
        .map((reference) => reference.identifier)
  ),
  construct(
    "loop-closure",
    "Program",
    "in ucode every closure sees the loop variable's last value; copy it: const current = i",
    (program) =>
      referencesOf(program)
        .filter(isClosedOver)
        .map((reference) => reference.identifier)
  ),
];

export { functions };
