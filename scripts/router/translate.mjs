import { checkDialect } from "../dialect/check.mjs";
import { walk } from "../dialect/ast.mjs";
import { applyEdits } from "./edits.mjs";
import { eraseComments, eraseTypes, trimLineEnds } from "./erase.mjs";
import { rewriteImports } from "./imports.mjs";
import { parseFile } from "./parse.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */

/** @param {import("oxc-parser").Program} program */
function templatesOf(program) {
  /** @type {AnyNode[]} */
  const templates = [];
  walk(/** @type {AnyNode} */ (/** @type {unknown} */ (program)), (node) => {
    if (node.type === "TemplateElement") {
      templates.push(node);
    }
  });
  return templates;
}

/**
 * A TypeScript source as ucode: types and comments erased, imports pointing into the router's tree.
 * Every statement keeps its line and, but for the text of imports, its column.
 *
 * @param {Source} source
 * @param {string} root
 * @returns {{ code: string, needs: string[], problems: Problem[] }} `needs` are the repository paths
 *   of the sources it imports.
 */
function translate(source, root) {
  const { program, comments, problems } = parseFile(source);
  if (problems.length > 0) {
    return { code: "", needs: [], problems };
  }
  const findings = checkDialect(source, program);
  const imports = rewriteImports(source, program, root);
  const erased = eraseTypes(source);
  const bare = eraseComments(erased.text, program, comments);
  const edits = [...imports.edits, ...trimLineEnds(bare, templatesOf(program))];
  const knownLines = new Set(findings.map((finding) => finding.line));
  const found = [
    ...findings,
    ...imports.problems,
    ...erased.problems.filter((problem) => !knownLines.has(problem.line)),
  ];
  return {
    code: applyEdits(bare, edits),
    needs: imports.paths,
    problems: found.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

export { translate };
