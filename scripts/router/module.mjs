import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkDialect } from "../dialect/check.mjs";
import { parseFile } from "../dialect/parse.mjs";
import { importsOf } from "./imports.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./imports.mjs").Import} Import */

/**
 * A source that goes to the router, read once for a build.
 *
 * @typedef {object} Module
 * @property {string} path Repository path with forward slashes.
 * @property {string} text TypeScript.
 * @property {import("../dialect/ast.mjs").AnyNode} program Syntax tree of the source.
 * @property {Import[]} imports
 * @property {Import[]} late Bundles that it loads when it needs them.
 * @property {Problem[]} problems In the order of the text.
 */

/**
 * @param {string} root
 * @param {string} path Repository path.
 * @returns {Module}
 */
function readModule(root, path) {
  const file = { path, text: readFileSync(join(root, path), "utf8") };
  const { program, problems } = parseFile(file);
  if (problems.length > 0) {
    return { ...file, program, imports: [], late: [], problems };
  }
  const { imports, late, problems: wrong } = importsOf(file, program, root);
  const found = [...checkDialect(file, program), ...wrong];
  const inOrder = found.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ...file, program, imports, late, problems: inOrder };
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
