import { applyEdits } from "./edits.mjs";
import { trimLineEnds } from "./erase.mjs";
import { literalsIn } from "./literals.mjs";

/** @typedef {import("./module.mjs").Module} Module */

/**
 * A module as a ucode file of its own, its imports pointing into the router's tree. Every statement
 * keeps its line and, but for the text of imports, its column.
 *
 * @param {Module} module
 */
function moduleCode({ text, imports, program }) {
  const paths = imports.map(({ statement, specifier }) => {
    return { start: statement.source.start, end: statement.source.end, text: specifier };
  });
  return applyEdits(text, [...paths, ...trimLineEnds(text, literalsIn(program))]);
}

export { moduleCode };
