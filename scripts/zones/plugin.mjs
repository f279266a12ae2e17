/** The direction of imports as an oxlint rule. */
import { relative } from "node:path";
import { objectionTo } from "./imports.mjs";

/** @typedef {import("../dialect/ast.mjs").AnyNode} AnyNode */

const direction = {
  /** @param {{ cwd: string, filename: string, report: (finding: object) => void }} context */
  create(context) {
    const path = relative(context.cwd, context.filename).replaceAll("\\", "/");
    /** @param {AnyNode} node */
    function check(node) {
      const message = node.source == null ? null : objectionTo(path, node.source.value);
      if (message != null) {
        context.report({ node: node.source, message });
      }
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

export default { meta: { name: "zones" }, rules: { direction } };
