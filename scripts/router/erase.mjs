import tsBlankSpace from "ts-blank-space";
import { problemAt } from "../problem.mjs";
import { blank } from "./edits.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./edits.mjs").Edit} Edit */
/** @typedef {import("oxc-parser").Program} Program */
/** @typedef {import("oxc-parser").Node} Node */

/**
 * The file's text without its types; whatever stays keeps its offset.
 *
 * @param {{ path: string, text: string }} file
 * @returns {{ text: string, problems: Problem[] }}
 */
function eraseTypes(file) {
  /** @type {Problem[]} */
  const problems = [];
  const text = tsBlankSpace(file.text, (node) => {
    const leading = /^\s*/.exec(file.text.slice(node.pos))?.[0].length ?? 0;
    const message =
      "this TypeScript has a meaning at run time and cannot be erased; write plain functions and objects";
    problems.push(problemAt(file, node.pos + leading, message));
  });
  return { text, problems };
}

/**
 * The comma after the last name of an import or export list, which ucode takes for the start of
 * another name. Formatters write it and ucode's other lists allow it, so the build takes it out.
 *
 * @param {string} text Text without types and comments.
 * @param {Program} program
 * @returns {{ start: number, end: number }[]}
 */
function danglingCommas(text, program) {
  const ranges = [];
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration" && statement.type !== "ExportNamedDeclaration") {
      continue;
    }
    const last = statement.specifiers.at(-1);
    const close = last == null ? -1 : text.indexOf("}", last.end);
    const comma = last == null ? null : /,\s*$/.exec(text.slice(statement.start, close));
    if (comma != null && close < statement.end) {
      const start = statement.start + comma.index;
      ranges.push({ start, end: start + 1 });
    }
  }
  return ranges;
}

/**
 * Edits that take away white space at the ends of lines, but not from inside a literal.
 *
 * @param {string} text
 * @param {{ start: number, end: number }[]} literals
 * @returns {Edit[]}
 */
function trimLineEnds(text, literals) {
  return [...text.matchAll(/[ \t\r]+$/gm)]
    .map((found) => ({ start: found.index, end: found.index + found[0].length, text: "" }))
    .filter((edit) => !literals.some(({ start, end }) => edit.end > start && edit.end < end));
}

/**
 * @param {string} text
 * @param {Program} program
 * @param {{ start: number, end: number }[]} comments
 */
function eraseComments(text, program, comments) {
  const bare = blank(text, comments);
  return blank(bare, danglingCommas(bare, program));
}

export { eraseComments, eraseTypes, trimLineEnds };
