import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { problemAt } from "../problem.mjs";
import { walk } from "../dialect/ast.mjs";
import { entryOfBundle, installFolder, isRouterCode, targetOf } from "./sources.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {import("oxc-parser").Program} Program */

/** ucode's own modules carry this prefix in TypeScript, so that `fs` is never Node's. */
const ucodePrefix = "ucode:";

/**
 * How an import reads on the router, and the source it needs there, or what is wrong with it.
 *
 * @param {Source} source
 * @param {string} specifier
 * @param {string} root
 * @returns {{ text: string, path: string | null } | { message: string }}
 */
function resolveImport(source, specifier, root) {
  if (specifier.startsWith(ucodePrefix)) {
    const name = specifier.slice(ucodePrefix.length);
    return existsSync(join(root, "shared/ucode", `${name}.d.ts`))
      ? { text: `"${name}"`, path: null }
      : { message: `ucode module "${name}" is not described; add shared/ucode/${name}.d.ts` };
  }
  const path = posix.join(posix.dirname(source.path), specifier);
  if (!existsSync(join(root, path))) {
    return { message: `there is no ${path}; correct the path, which ends in .ts` };
  }
  if (!isRouterCode(path)) {
    return { message: `${path} does not go to the router; import types from it only, or move it` };
  }
  const relative = posix.relative(posix.dirname(source.target), targetOf(path));
  return { text: relative.startsWith(".") ? `"${relative}"` : `"./${relative}"`, path };
}

/**
 * What is wrong with an import of types, which vanishes with them, or null.
 *
 * @param {Source} source
 * @param {string} specifier
 * @param {string} root
 */
function objectionToTypes(source, specifier, root) {
  const path = posix.join(posix.dirname(source.path), specifier);
  return specifier.startsWith(ucodePrefix) || existsSync(join(root, path))
    ? null
    : `there is no ${path}; correct the path, which ends in .ts`;
}

/**
 * An import of values.
 *
 * @typedef {object} Import
 * @property {AnyNode} statement
 * @property {string} specifier How it reads in the router's tree, in quotes.
 * @property {string | null} path Repository path of the imported source; null for a module of ucode.
 */

/**
 * A bundle that the source loads when it needs it: `loadfile(folder + "/….uc")()()`, with its
 * place beside the other bundles.
 *
 * @typedef {object} LateImport
 * @property {AnyNode} call The outermost of the three calls.
 * @property {string} path Repository path of the bundle's `main.ts`.
 */

/**
 * The call of what a call gives.
 *
 * @param {AnyNode} call
 */
function callOfResult(call) {
  const parent = call.parent;
  return parent?.type === "CallExpression" && parent["callee"] === call ? parent : null;
}

/**
 * What a source loads when it needs it.
 *
 * @param {Source} source
 * @param {Program} program
 * @param {string} root
 * @returns {{ late: LateImport[], problems: Problem[] }}
 */
function lateImportsOf(source, program, root) {
  /** @type {LateImport[]} */
  const late = [];
  /** @type {Problem[]} */
  const problems = [];
  walk(/** @type {AnyNode} */ (/** @type {unknown} */ (program)), (node) => {
    if (node.type !== "CallExpression" || node["callee"].name !== "loadfile") {
      return;
    }
    const place = node["arguments"][0]?.right?.value;
    const path = typeof place === "string" ? entryOfBundle(root, installFolder + place) : null;
    const inner = callOfResult(node);
    const call = inner == null ? null : callOfResult(inner);
    if (path == null || call == null || call["arguments"].length > 0) {
      const message =
        'load a bundle of ours as loadfile(folder + "/….uc")()(), made of a folder with main.ts';
      problems.push(problemAt(source, node.start, message));
    } else {
      late.push({ call, path });
    }
  });
  return { late, problems };
}

/**
 * What a source imports on the router.
 *
 * @param {Source} source
 * @param {Program} program
 * @param {string} root
 * @returns {{ imports: Import[], problems: Problem[] }}
 */
function importsOf(source, program, root) {
  /** @type {Import[]} */
  const imports = [];
  /** @type {Problem[]} */
  const problems = [];
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") {
      continue;
    }
    const { value, start } = statement.source;
    if (statement.importKind === "type") {
      const message = objectionToTypes(source, value, root);
      problems.push(...(message == null ? [] : [problemAt(source, start, message)]));
      continue;
    }
    const resolved = resolveImport(source, value, root);
    if ("message" in resolved) {
      problems.push(problemAt(source, start, resolved.message));
    } else {
      const node = /** @type {AnyNode} */ (/** @type {unknown} */ (statement));
      imports.push({ statement: node, specifier: resolved.text, path: resolved.path });
    }
  }
  return { imports, problems };
}

export { importsOf, lateImportsOf };
