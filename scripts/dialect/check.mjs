import { problemAt } from "../problem.mjs";
import { walk } from "./ast.mjs";
import { dialect } from "./table.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./construct.mjs").AnyNode} AnyNode */
/** @typedef {import("./construct.mjs").Finding} Finding */

/**
 * The faulty nodes of a finding on `node`.
 *
 * @param {Finding} finding
 * @param {AnyNode} node
 */
function faultyNodes(finding, node) {
  if (Array.isArray(finding)) {
    return finding;
  }
  return finding ? [node] : [];
}

/**
 * Everything in a file that is outside the dialect, in the order of the text.
 *
 * @param {{ path: string, text: string }} file
 * @param {unknown} program The file's syntax tree as oxc-parser gives it.
 * @returns {Problem[]}
 */
function checkDialect(file, program) {
  /** @type {{ node: AnyNode, message: string }[]} */
  const findings = [];
  walk(/** @type {AnyNode} */ (program), (node) => {
    for (const { on, message } of dialect) {
      const faulty = faultyNodes(on[node.type]?.(node, file) ?? false, node);
      findings.push(...faulty.map((one) => ({ node: one, message })));
    }
  });
  return findings
    .toSorted((a, b) => a.node.start - b.node.start)
    .map(({ node, message }) => problemAt(file, node.start, message));
}

export { checkDialect, faultyNodes };
