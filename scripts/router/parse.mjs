import { parseSync } from "oxc-parser";
import { problemAt } from "../problem.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("oxc-parser").Comment} Comment */
/** @typedef {import("oxc-parser").Program} Program */

/**
 * The syntax tree of a TypeScript file, in the shape that oxlint hands to its plugins.
 *
 * @param {{ path: string, text: string }} file
 * @returns {{ program: Program, comments: Comment[], problems: Problem[] }}
 */
function parseFile(file) {
  const parsed = parseSync(file.path, file.text, { preserveParens: false });
  const problems = parsed.errors.map((error) => {
    const message = `${error.message}; write valid TypeScript`;
    return problemAt(file, error.labels[0]?.start ?? 0, message);
  });
  return { program: parsed.program, comments: parsed.comments, problems };
}

export { parseFile };
