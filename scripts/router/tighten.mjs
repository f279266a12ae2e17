import { walk } from "../dialect/ast.mjs";
import { literalsIn } from "./literals.mjs";
import { statementsOf } from "./trim.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("./edits.mjs").Edit} Edit */

/**
 * Where lines begin: at each statement, those in blocks too, at each case and at each variable of a
 * declaration.
 *
 * @param {AnyNode} program
 */
function lineStarts(program) {
  /** @type {Set<number>} */
  const starts = new Set();
  walk(program, (node) => {
    if (node.type === "SwitchStatement") {
      node["cases"].forEach((/** @type {AnyNode} */ one) => starts.add(one.start));
    }
    for (const statement of statementsOf(node)) {
      starts.add(statement.start);
      const variables = statement.type === "VariableDeclaration" ? statement["declarations"] : [];
      variables.slice(1).forEach((/** @type {AnyNode} */ one) => starts.add(one.start));
    }
  });
  return starts;
}

/**
 * Whether two characters would read otherwise without a blank between them. ucode 24.10 takes the sign
 * behind a hexadecimal number that ends in e for an exponent's.
 *
 * @param {string} left
 * @param {string} right
 */
function needBlank(left, right) {
  return /^(\w\w|\+\+|--|\/[/*]|[eE][-+]|\d\.|\.\.)$/.test(left + right);
}

/**
 * @param {string} text
 * @param {Edit} gap
 * @param {Set<number>} starts
 */
function gapText(text, { start, end }, starts) {
  if (start === 0) {
    return "";
  }
  if (starts.has(end) || end === text.length) {
    return "\n";
  }
  return needBlank(text[start - 1] ?? "", text[end] ?? "") ? " " : "";
}

/**
 * Edits that leave of all blanks the line breaks before statements and variables, and one blank where two
 * words or signs would become one.
 *
 * @param {string} text Without comments.
 * @param {AnyNode} program Its syntax tree.
 * @returns {Edit[]}
 */
function blankEdits(text, program) {
  const literals = literalsIn(program).toSorted((a, b) => a.start - b.start);
  const starts = lineStarts(program);
  const edits = [];
  let next = 0;
  for (const found of text.matchAll(/\s+/g)) {
    const gap = { start: found.index, end: found.index + found[0].length, text: "" };
    while ((literals[next]?.end ?? Infinity) <= gap.start) {
      next++;
    }
    if ((literals[next]?.start ?? Infinity) >= gap.end) {
      edits.push({ ...gap, text: gapText(text, gap, starts) });
    }
  }
  return edits;
}

export { blankEdits };
