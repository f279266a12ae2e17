import { applyEdits, blank, originsOf } from "./edits.mjs";
import { problemAt } from "../problem.mjs";
import { parseFile } from "./parse.mjs";
import { firstDifference } from "./same.mjs";
import { shortNameEdits } from "./shorten.mjs";
import { blankEdits } from "./tighten.mjs";
import { trimEdits } from "./trim.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */

/**
 * A bundle as it goes to the router.
 *
 * @typedef {object} Compact
 * @property {string} content
 * @property {(offset: number) => number} origin The offset in the text before of one in `content`.
 */

/**
 * @param {string} text
 * @returns {{ program: AnyNode, comments: { start: number, end: number }[] }}
 */
function parse(text) {
  const { program, comments, problems } = parseFile({ path: "bundle.ts", text });
  if (problems[0] != null) {
    throw new Error(`the build made a bundle that is no program: ${problems[0].message}`);
  }
  return { program: /** @type {AnyNode} */ (/** @type {unknown} */ (program)), comments };
}

/**
 * The same program in fewer bytes: short names for its variables, no comments, and blanks only where
 * they mean something. It is made by edits of the text and then read again and compared with what it was
 * made of, node for node.
 *
 * @param {string} text Without types.
 * @returns {Compact}
 */
function compact(text) {
  const { program, comments } = parse(text);
  const bare = blank(text, comments);
  const changes = [...shortNameEdits(program), ...trimEdits(bare, program)];
  const changed = applyEdits(bare, changes);
  const blanks = blankEdits(changed, parse(changed).program);
  const content = applyEdits(changed, blanks);
  const at = firstDifference(program, parse(content).program);
  if (at != null) {
    const { line, column } = problemAt({ path: "", text }, at, "");
    throw new Error(`the build changed what line ${line}, column ${column} of a bundle means`);
  }
  const [inner, outer] = [originsOf(blanks), originsOf(changes)];
  return { content, origin: (offset) => outer(inner(offset)) };
}

export { compact };
