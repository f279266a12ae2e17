/** Numbers: ucode keeps 64-bit integers apart from doubles. */
import { construct, isFile } from "./construct.mjs";
import { bindingAt } from "./scope.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./construct.mjs").SourceFile} SourceFile */

/** The one file that may divide. */
const numberFile = "shared/router/number.ts";

/** The one file that may use bit operations. */
const markFile = "shared/router/mark.ts";

const binaryOrAssignment = ["BinaryExpression", "AssignmentExpression"];
const bitOperators = new Set(["&", "|", "^", "<<", ">>"]);

/** @param {AnyNode} node */
function operatorOf(node) {
  return node.type === "AssignmentExpression" ? node.operator.replace(/=$/, "") : node.operator;
}

/** @param {AnyNode} node */
function isNumber(node) {
  return node.type === "Literal" && typeof node.value === "number";
}

/**
 * Whether the value is a constant of this file that cannot be 0.
 *
 * @param {AnyNode} node
 */
function isNonZeroConstant(node) {
  const declarator = node.type === "Identifier" ? bindingAt(node)?.declaration : null;
  const isConst = declarator?.parent?.kind === "const";
  const value = isConst ? declarator?.init : node;
  return value != null && isNumber(value) && value.value !== 0;
}

const numbers = [
  construct(
    "division",
    binaryOrAssignment,
    `ucode divides integers as integers, 7 / 2 is 3; write ratio(a, b) or quotient(a, b) of ${numberFile}`,
    (node, file) => operatorOf(node) === "/" && !isFile(file, numberFile)
  ),
  construct(
    "remainder",
    binaryOrAssignment,
    `ucode 24.10 crashes on a % 0; write a constant other than 0 on the right, or quotient(a, b) of ${numberFile}`,
    (node, file) =>
      operatorOf(node) === "%" && !isFile(file, numberFile) && !isNonZeroConstant(node.right)
  ),
  construct(
    "bit-operation",
    [...binaryOrAssignment, "UnaryExpression"],
    `ucode's bit operations are 64-bit unsigned; use or add a function of ${markFile}`,
    (node, file) =>
      (bitOperators.has(operatorOf(node)) || operatorOf(node) === "~") && !isFile(file, markFile)
  ),
  construct(
    "unsigned-shift",
    binaryOrAssignment,
    `ucode has no >>>; use or add a function of ${markFile}`,
    (node) => operatorOf(node) === ">>>"
  ),
  construct(
    "strict-equality",
    "BinaryExpression",
    "1 === 1.0 is false in ucode; write == or !=, the types keep both sides alike",
    (node) => node.operator === "===" || node.operator === "!=="
  ),
  construct(
    "bigint",
    "Literal",
    "ucode has no BigInt; its integers have 64 bits already, write the number without n",
    (node) => node.bigint != null
  ),
  construct(
    "numeric-separator",
    "Literal",
    "ucode has no _ in numbers; remove it",
    (node) => isNumber(node) && node.raw.includes("_")
  ),
  construct(
    "leading-dot",
    "Literal",
    "ucode takes no number that starts with a dot; write 0.5",
    (node) => isNumber(node) && node.raw.startsWith(".")
  ),
];

export { numbers };
