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
      proseNames.includes(node["key"].name)
    ) {
      const comma = /^\s*,/.exec(text.original.slice(node.end));
      text.remove(node.start, node.end + (comma?.[0].length ?? 0));
    }
  });
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
    if (type === "MemberExpression" && !node["computed"] && proseNames.includes(property.name)) {
      const message = `bundles leave ${property.name} out of the option tables; say it in router code itself, or under another name`;
      problems.push(problemAt(module, property.start, message));
    }
  });
  return problems;
}

export { prosePromised, removeProse };
