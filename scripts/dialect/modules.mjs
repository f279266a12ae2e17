/** Imports and exports. */
import { construct } from "./construct.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */

const exportTypes = [
  "ExportNamedDeclaration",
  "ExportDefaultDeclaration",
  "ExportAllDeclaration",
  "TSExportAssignment",
];

const typeDeclarations = ["TSTypeAliasDeclaration", "TSInterfaceDeclaration"];

/** @param {AnyNode} statement */
function exportsValues(statement) {
  return exportTypes.includes(statement.type) && statement.exportKind !== "type";
}

/**
 * Statements that make the final export of values not the only or not the last one.
 *
 * @param {AnyNode} program
 * @returns {AnyNode[]}
 */
function misplacedExports(program) {
  const values = program.body.filter(
    (/** @type {AnyNode} */ statement) =>
      statement.exportKind !== "type" && !typeDeclarations.includes(statement.type)
  );
  const exported = values.filter(exportsValues);
  return exported.filter((/** @type {AnyNode} */ statement) => statement !== values.at(-1));
}

/** @param {string} path */
function isRouterPath(path) {
  return path.startsWith("ucode:") || (/^\.\.?\//.test(path) && path.endsWith(".ts"));
}

/** @param {AnyNode} specifier */
function isInlineType(specifier) {
  return specifier.importKind === "type" || specifier.exportKind === "type";
}

const modules = [
  construct(
    "export-declaration",
    "ExportNamedDeclaration",
    "ucode 24.10 needs a ; after it that formatters delete; list the name in a final export { … };",
    (node) => node.exportKind !== "type" && node.declaration != null
  ),
  construct(
    "export-order",
    "Program",
    "a module has one export { … }; as its last statement; move the names there",
    misplacedExports
  ),
  construct(
    "export-default",
    ["ExportDefaultDeclaration", "ExportSpecifier"],
    "modules have no default export here; list the name in a final export { … };",
    (node) => node.type === "ExportDefaultDeclaration" || node.exported.name === "default"
  ),
  construct(
    "export-from",
    ["ExportNamedDeclaration", "ExportAllDeclaration"],
    "ucode cannot export from another module; import the name, or export a const of your own",
    (node) => node.source != null && node.exportKind !== "type"
  ),
  construct(
    "import-default",
    ["ImportDefaultSpecifier", "ImportSpecifier"],
    "modules have no default export here; import the name in braces",
    (node) =>
      node.parent?.importKind !== "type" &&
      (node.type === "ImportDefaultSpecifier" || node.imported.name === "default")
  ),
  construct(
    "import-path",
    "ImportDeclaration",
    "the router knows ucode: modules and our own by relative path; write ./name.ts or ucode:name",
    (node) => !isRouterPath(node.source.value) || node.attributes?.length > 0
  ),
  construct(
    "inline-type",
    ["ImportDeclaration", "ExportNamedDeclaration"],
    "erased names leave an import that ucode cannot read; write import type { … } or export type { … }",
    (node) => node.specifiers.filter(isInlineType)
  ),
  construct(
    "dynamic-import",
    "ImportExpression",
    "ucode 24.10 has no import(); import at the top of the file"
  ),
];

export { modules };
