import { checkDialect } from "../dialect/check.mjs";
import { eraseComments, eraseTypes } from "./erase.mjs";
import { importsOf, lateImportsOf } from "./imports.mjs";
import { parseFile } from "./parse.mjs";
import { readSource } from "./sources.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./imports.mjs").Import} Import */
/** @typedef {import("./imports.mjs").LateImport} LateImport */
/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */

/**
 * A source that goes to the router, read once for a build.
 *
 * @typedef {object} Module
 * @property {Source} source
 * @property {AnyNode} program Syntax tree of the source.
 * @property {string} text The source without types and comments; offsets are those of the source.
 * @property {Import[]} imports
 * @property {LateImport[]} late
 * @property {Problem[]} problems In the order of the text.
 */

/**
 * @param {string} root
 * @param {string} path Repository path.
 * @returns {Module}
 */
function readModule(root, path) {
  const source = readSource(root, path);
  const parsed = parseFile(source);
  const program = /** @type {AnyNode} */ (/** @type {unknown} */ (parsed.program));
  if (parsed.problems.length > 0) {
    return { source, program, text: "", imports: [], late: [], problems: parsed.problems };
  }
  const findings = checkDialect(source, parsed.program);
  const { imports, problems } = importsOf(source, parsed.program, root);
  const { late, problems: unloadable } = lateImportsOf(source, parsed.program, root);
  const erased = eraseTypes(source);
  const knownLines = new Set(findings.map((finding) => finding.line));
  const found = [
    ...findings,
    ...problems,
    ...unloadable,
    ...erased.problems.filter((problem) => !knownLines.has(problem.line)),
  ];
  return {
    source,
    program,
    text: eraseComments(erased.text, parsed.program, parsed.comments),
    imports,
    late,
    problems: found.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

/**
 * Gives the module at a repository path, the same one every time.
 *
 * @param {string} root
 * @returns {(path: string) => Module}
 */
function createModuleReader(root) {
  /** @type {Map<string, Module>} */
  const modules = new Map();
  return (path) => {
    const module = modules.get(path) ?? readModule(root, path);
    modules.set(path, module);
    return module;
  };
}

export { createModuleReader };
