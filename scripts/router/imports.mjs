import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { walk } from "../dialect/ast.mjs";
import { problemAt } from "../problem.mjs";
import { entryOfBundle, installFolder, isRouterCode } from "./sources.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */
/** @typedef {{ path: string, text: string }} SourceFile */

/**
 * What a source needs of another one.
 *
 * @typedef {object} Import
 * @property {string} path Repository path.
 * @property {number} start Where the source says so.
 */

/** ucode's own modules carry this prefix in TypeScript, so that `fs` is never Node's. */
const ucodePrefix = "ucode:";

/**
 * What is wrong with an import, or null.
 *
 * @param {AnyNode} statement
 * @param {string} path The imported source.
 * @param {string} root
 */
function objectionTo({ importKind, source, specifiers }, path, root) {
  const name = source.value.slice(ucodePrefix.length);
  const isTypes = importKind === "type";
  if (source.value.startsWith(ucodePrefix)) {
    return isTypes || existsSync(join(root, "shared/ucode", `${name}.d.ts`))
      ? null
      : `ucode module "${name}" is not described; add shared/ucode/${name}.d.ts`;
  }
  if (!existsSync(join(root, path))) {
    return `there is no ${path}; correct the path, which ends in .ts`;
  }
  if (!isTypes && !isRouterCode(path)) {
    return `${path} does not go to the router; import types from it only, or move it`;
  }
  return specifiers[0]?.type === "ImportNamespaceSpecifier" && !isTypes
    ? "a module of ours has no object in the bundle; import the names you need in braces"
    : null;
}

/**
 * The source that a call of `loadfile` loads the bundle of, which is named by its place below the folder of ours, or null.
 *
 * @param {AnyNode} call
 * @param {string} root
 */
function lateEntryOf(call, root) {
  const place = call["arguments"][0]?.right?.value;
  return call.parent?.["callee"] === call ? entryOfBundle(root, `${installFolder}${place}`) : null;
}

/**
 * The sources that a source imports values from, and those that it loads when it needs them.
 *
 * @param {SourceFile} file
 * @param {AnyNode} program
 * @param {string} root
 */
function importsOf(file, program, root) {
  const [imports, late] = [/** @type {Import[]} */ ([]), /** @type {Import[]} */ ([])];
  /** @type {Problem[]} */
  const problems = [];
  walk(program, (node) => {
    if (node.type === "ImportDeclaration") {
      const { value, start } = node["source"];
      const path = posix.join(posix.dirname(file.path), value);
      const objection = objectionTo(node, path, root);
      if (objection != null) {
        problems.push(problemAt(file, start, objection));
      } else if (node["importKind"] !== "type" && !value.startsWith(ucodePrefix)) {
        imports.push({ path, start });
      }
    }
    if (node.type === "CallExpression" && node["callee"].name === "loadfile") {
      const path = lateEntryOf(node, root);
      if (path != null) {
        late.push({ path, start: node.start });
      } else {
        const message =
          'load a bundle of ours as loadfile(folder + "/….uc")(), made of a folder with main.ts';
        problems.push(problemAt(file, node.start, message));
      }
    }
  });
  return { imports, late, problems };
}

export { importsOf, ucodePrefix };
