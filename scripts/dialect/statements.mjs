/** Statements and declarations. */
import { construct } from "./construct.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./construct.mjs").SourceFile} SourceFile */

const endedBySemicolon = [
  "BreakStatement",
  "ContinueStatement",
  "ExportAllDeclaration",
  "ExpressionStatement",
  "ImportDeclaration",
  "ReturnStatement",
  "ThrowStatement",
];

/**
 * @param {AnyNode} node
 * @param {SourceFile} file
 */
function lacksSemicolon(node, file) {
  return node.importKind !== "type" && !file.text.slice(node.start, node.end).endsWith(";");
}

/** @param {AnyNode} node */
function isInLoopHead(node) {
  return node.parent?.type.startsWith("For") === true;
}

/** @param {AnyNode} node */
function declaresInCase(node) {
  return node.consequent.filter((/** @type {AnyNode} */ statement) =>
    ["VariableDeclaration", "FunctionDeclaration", "ClassDeclaration"].includes(statement.type)
  );
}

/**
 * @param {AnyNode | null} test
 * @returns {boolean}
 */
function isNumber(test) {
  return test?.type === "UnaryExpression"
    ? isNumber(test.argument)
    : test?.type === "Literal" && typeof test.value === "number";
}

const statements = [
  construct(
    "for-of",
    "ForOfStatement",
    "ucode has no for…of; count: for (let i = 0; i < length(list); i++)"
  ),
  construct(
    "const-for-in",
    "ForInStatement",
    "ucode takes no const in for…in; write for (let key in object)",
    (node) => node.left.type === "VariableDeclaration" && node.left.kind === "const"
  ),
  construct("do-while", "DoWhileStatement", "ucode has no do…while; write while"),
  construct("label", "LabeledStatement", "ucode has no labels; move the inner loop to a function"),
  construct("throw", "ThrowStatement", 'ucode has no throw; write die("message")'),
  construct(
    "finally",
    "TryStatement",
    "ucode has no finally; write the clean-up after try…catch",
    (node) => node.finalizer != null
  ),
  construct("debugger", "DebuggerStatement", "ucode has no debugger; remove it"),
  construct(
    "var",
    "VariableDeclaration",
    "ucode has no var; write let or const",
    (node) => node.kind === "var"
  ),
  construct(
    "using",
    "VariableDeclaration",
    "ucode has no using; write const and close it yourself",
    (node) => node.kind.includes("using")
  ),
  construct(
    "case-declaration",
    "SwitchCase",
    "every case shares one scope and a skipped let is null there; give the case a block { … }",
    declaresInCase
  ),
  construct(
    "number-case",
    "SwitchCase",
    "ucode's case is strict and tells 2 from 2.0; write if (value == 2)",
    (node) => (isNumber(node.test) ? [node.test] : false)
  ),
  {
    id: "semicolon",
    message: "ucode ends a statement at a semicolon only; add the semicolon",
    on: {
      ...Object.fromEntries(endedBySemicolon.map((type) => [type, lacksSemicolon])),
      VariableDeclaration: (/** @type {AnyNode} */ node, /** @type {SourceFile} */ file) =>
        !isInLoopHead(node) && node.declare !== true && lacksSemicolon(node, file),
      ExportNamedDeclaration: (/** @type {AnyNode} */ node, /** @type {SourceFile} */ file) =>
        node.exportKind !== "type" && node.declaration == null && lacksSemicolon(node, file),
    },
  },
];

export { statements };
