/** What a program says that ucode does without. */
import { walk } from "../dialect/ast.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./edits.mjs").Edit} Edit */

/**
 * The statements that a node holds one behind the other.
 *
 * @param {AnyNode} node
 * @returns {AnyNode[]}
 */
function statementsOf(node) {
  const list = node.type === "SwitchCase" ? node["consequent"] : node["body"];
  return Array.isArray(list) ? list : [];
}

/**
 * The comma behind the last part of an array or object.
 *
 * @param {AnyNode} node
 * @param {string} text
 * @returns {Edit[]}
 */
function lastComma(node, text) {
  const last = (node["elements"] ?? node["properties"])?.at(-1);
  const comma = last == null ? null : /^\s*,/.exec(text.slice(last.end, node.end));
  const end = comma == null ? 0 : last.end + comma[0].length;
  return comma == null ? [] : [{ start: end - 1, end, text: "" }];
}

/**
 * The parentheses around an arrow's only parameter.
 *
 * @param {AnyNode} node
 * @param {string} text
 * @returns {Edit[]}
 */
function arrowParentheses(node, text) {
  const only = node.type === "ArrowFunctionExpression" ? node["params"] : [];
  if (only.length !== 1 || only[0].type !== "Identifier") {
    return [];
  }
  const { start, end } = only[0];
  const close = /^\s*\)/.exec(text.slice(end));
  return text[node.start] === "(" && close != null
    ? [
        { start: node.start, end: start, text: "" },
        { start: end, end: end + close[0].length, text: "" },
      ]
    : [];
}

/**
 * The semicolon of an expression or a returned value before a closing brace, where ucode wants none.
 *
 * @param {AnyNode} node
 * @param {string} text
 * @returns {Edit[]}
 */
function lastSemicolon(node, text) {
  const isFree =
    node.type === "ExpressionStatement" ||
    (node.type === "ReturnStatement" && node["argument"] != null);
  const start = node.end - 1;
  return isFree && text[start] === ";" && /^\s*\}/.test(text.slice(node.end))
    ? [{ start, end: node.end, text: "" }]
    : [];
}

/**
 * Declarations behind each other become one, and constants variables: what is constant ucode checks when
 * it compiles, as the type checker has done.
 *
 * @param {AnyNode} node
 * @param {string} text
 * @returns {Edit[]}
 */
function declarations(node, text) {
  const isVariables = (/** @type {AnyNode | undefined} */ one) =>
    one?.type === "VariableDeclaration" && text[one.end - 1] === ";";
  return statementsOf(node).flatMap((statement, index, all) => {
    const before = all[index - 1];
    const { start } = statement;
    if (!isVariables(statement)) {
      return [];
    }
    if (before == null || !isVariables(before)) {
      return [{ start, end: start + statement["kind"].length, text: "let" }];
    }
    return [
      { start: before.end - 1, end: before.end, text: "," },
      { start, end: start + statement["kind"].length, text: "" },
    ];
  });
}

/**
 * Edits that take away what ucode does without.
 *
 * @param {string} text Without comments.
 * @param {AnyNode} program Its syntax tree.
 * @returns {Edit[]}
 */
function trimEdits(text, program) {
  /** @type {Edit[]} */
  const edits = [];
  walk(program, (node) => {
    edits.push(
      ...lastComma(node, text),
      ...arrowParentheses(node, text),
      ...lastSemicolon(node, text),
      ...declarations(node, text)
    );
  });
  return edits;
}

export { statementsOf, trimEdits };
