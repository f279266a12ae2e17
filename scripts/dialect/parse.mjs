import { parseSync } from "oxc-parser";
import { problemAt } from "../problem.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./ast.mjs").AnyNode} AnyNode */

/**
 * The syntax tree of a TypeScript file, in the shape that oxlint hands to its plugins.
 *
 * @param {{ path: string, text: string }} file
 * @returns {{ program: AnyNode, problems: Problem[] }}
 */
function parseFile(file) {
  const { program, errors } = parseSync(file.path, file.text, { preserveParens: false });
  const problems = errors.map((error) => {
    const message = `${error.message}; write valid TypeScript`;
    return problemAt(file, error.labels[0]?.start ?? 0, message);
  });
  return { program: /** @type {AnyNode} */ (/** @type {unknown} */ (program)), problems };
}

export { parseFile };
