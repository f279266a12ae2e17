import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { problemAt } from "../problem.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./sources.mjs").Source} Source */
/** @typedef {import("./edits.mjs").Edit} Edit */
/** @typedef {import("oxc-parser").Program} Program */

/** ucode's own modules carry this prefix in TypeScript, so that `fs` is never Node's. */
const ucodePrefix = "ucode:";

/**
 * @param {Program} program
 * @returns {import("oxc-parser").ImportDeclaration[]}
 */
function importsOf(program) {
  return program.body.filter((statement) => statement.type === "ImportDeclaration");
}

/**
 * How the import of `specifier` reads on the router, or what is wrong with it.
 *
 * @param {Source} source
 * @param {string} specifier
 * @param {Map<string, Source>} sourceByPath
 * @param {string} root
 * @returns {{ specifier: string } | { message: string }}
 */
function resolveImport(source, specifier, sourceByPath, root) {
  if (specifier.startsWith(ucodePrefix)) {
    const name = specifier.slice(ucodePrefix.length);
    return existsSync(join(root, "shared/ucode", `${name}.d.ts`))
      ? { specifier: name }
      : { message: `ucode module "${name}" is not described; add shared/ucode/${name}.d.ts` };
  }
  const path = posix.join(posix.dirname(source.path), specifier);
  const imported = sourceByPath.get(path);
  if (imported == null) {
    return existsSync(join(root, path))
      ? { message: `${path} does not go to the router; import types from it only, or move it` }
      : { message: `there is no ${path}; correct the path, which ends in .ts` };
  }
  const relative = posix.relative(posix.dirname(source.target), imported.target);
  return { specifier: relative.startsWith(".") ? relative : `./${relative}` };
}

/**
 * Edits that make the file's value imports those of the router's tree. Imports of types vanish with
 * the types; their targets must exist all the same.
 *
 * @param {Source} source
 * @param {Program} program
 * @param {Map<string, Source>} sourceByPath
 * @param {string} root
 * @returns {{ edits: Edit[], problems: Problem[] }}
 */
function rewriteImports(source, program, sourceByPath, root) {
  /** @type {Edit[]} */
  const edits = [];
  /** @type {Problem[]} */
  const problems = [];
  for (const statement of importsOf(program)) {
    const literal = statement.source;
    if (statement.importKind === "type") {
      const path = posix.join(posix.dirname(source.path), literal.value);
      if (!literal.value.startsWith(ucodePrefix) && !existsSync(join(root, path))) {
        problems.push(problemAt(source, literal.start, `there is no ${path}; correct the path`));
      }
      continue;
    }
    const resolved = resolveImport(source, literal.value, sourceByPath, root);
    if ("message" in resolved) {
      problems.push(problemAt(source, literal.start, resolved.message));
    } else {
      edits.push({ start: literal.start, end: literal.end, text: `"${resolved.specifier}"` });
    }
  }
  return { edits, problems };
}

export { rewriteImports };
