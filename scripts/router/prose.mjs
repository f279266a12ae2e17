import { problemAt } from "../problem.mjs";
import { walk } from "../dialect/ast.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./module.mjs").Module} Module */

/** What the option tables say to people, for the page and the README: no bundle has it. */
const proseNames = ["label", "help"];

/** @param {string} path */
function isOptionTable(path) {
  return /^shared\/[\w-]+-options\.ts$/.test(path);
}

/**
 * Where an option table speaks to people, the comma behind included.
 *
 * @param {Module} module
 * @returns {{ start: number, end: number }[]}
 */
function proseIn({ source, program, text }) {
  /** @type {{ start: number, end: number }[]} */
  const found = [];
  if (isOptionTable(source.path)) {
    walk(program, (node) => {
      if (node.type === "Property" && proseNames.includes(node["key"].name)) {
        const comma = /^\s*,/.exec(text.slice(node.end));
        found.push({ start: node.start, end: node.end + (comma?.[0].length ?? 0) });
      }
    });
  }
  return found;
}

/**
 * The places that read what bundles are without.
 *
 * @param {Module} module
 * @returns {Problem[]}
 */
function prosePromised({ source, program }) {
  /** @type {Problem[]} */
  const problems = [];
  walk(program, (node) => {
    const { property } = node;
    if (
      node.type === "MemberExpression" &&
      !node["computed"] &&
      proseNames.includes(property.name)
    ) {
      const message = `bundles leave ${property.name} out of the option tables; say it in router code itself, or under another name`;
      problems.push(problemAt(source, property.start, message));
    }
  });
  return problems;
}

export { proseIn, prosePromised };
