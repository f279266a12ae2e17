/** The dialect as an oxlint plugin: one rule for each construct, on router code only. */
import { faultyNodes } from "./check.mjs";
import { dialect } from "./table.mjs";

/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./construct.mjs").Construct} Construct */

/**
 * What a rule is given, as far as the dialect needs it.
 *
 * @typedef {object} Context
 * @property {string} filename
 * @property {{ text: string }} sourceCode
 * @property {(finding: { node: AnyNode, message: string }) => void} report
 */

/** @param {Construct} construct */
function ruleOf({ on, message }) {
  return {
    /** @param {Context} context */
    create(context) {
      const file = { path: context.filename, text: context.sourceCode.text };
      return Object.fromEntries(
        Object.entries(on).map(([type, test]) => [
          type,
          (/** @type {AnyNode} */ node) => {
            for (const faulty of faultyNodes(test(node, file), node)) {
              context.report({ node: faulty, message });
            }
          },
        ])
      );
    },
  };
}

const plugin = {
  meta: { name: "dialect" },
  rules: Object.fromEntries(dialect.map((construct) => [construct.id, ruleOf(construct)])),
};

export default plugin;
