/** What the option tables say to people is for the page and the README; bundles come without it. */
import { walk } from "../dialect/ast.mjs";
import { problemAt } from "../problem.mjs";

/** @typedef {import("./module.mjs").Module} Module */

const proseNames = ["label", "help"];
const optionTable = /^shared\/[\w-]+-options\.ts$/;

/**
 * Takes away what an option table says to people, with the comma behind it.
 *
 * @param {import("magic-string").default} text The module's.
 * @param {Module} module
 */
function removeProse(text, { path, program }) {
  walk(program, (node) => {
    if (
      optionTable.test(path) &&
      node.type === "Property" &&
      proseNames.includes(node["key"].name) &&
      // An option may be called so.
      node["value"].type !== "ObjectExpression"
    ) {
      const comma = /^\s*,/.exec(text.original.slice(node.end));
      text.remove(node.start, node.end + (comma?.[0].length ?? 0));
    }
  });
}

/** Of an option, as `spec.help` or `globalOptions.mode.help`: an uplink has a label, too. @param {any} node */
function isOfOption(node) {
  const owner = node.type === "MemberExpression" ? node.object : node;
  return /spec|options/i.test(owner.name ?? "");
}

/**
 * The places that read what bundles are without.
 *
 * @param {Module} module
 */
function prosePromised(module) {
  /** @type {import("../problem.mjs").Problem[]} */
  const problems = [];
  walk(module.program, ({ type, property, ...node }) => {
    const isProse = type === "MemberExpression" && proseNames.includes(property.name);
    if (isProse && !node["computed"] && isOfOption(node["object"])) {
      const message = `bundles leave ${property.name} out of the option tables; say it in router code itself, or under another name`;
      problems.push(problemAt(module, property.start, message));
    }
  });
  return problems;
}

export { prosePromised, removeProse };
