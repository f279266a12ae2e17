import { problemAt } from "../problem.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./module.mjs").Module} Module */

/**
 * The modules that the entries need, themselves and what they load late included. The problems are those of
 * the modules, and imports that lead in a circle: ucode runs a module behind what it imports.
 *
 * @param {(path: string) => Module} read
 * @param {readonly string[]} entries Repository paths.
 * @returns {{ modules: Module[], problems: Problem[] }}
 */
function modulesBelow(read, entries) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Set<Module>} */
  const finished = new Set();
  /** @type {string[]} */
  const trail = [];

  /** @param {string} path */
  function visit(path) {
    const module = read(path);
    if (finished.has(module)) {
      return;
    }
    trail.push(path);
    for (const { path: next, start } of [...module.imports, ...module.late]) {
      const turn = trail.indexOf(next);
      if (turn >= 0) {
        const circle = [...trail.slice(turn), next].join(" → ");
        const message = `${circle} is a circle, and ucode runs a module behind what it imports; move what both need to a third file`;
        problems.push(problemAt(module, start, message));
      } else {
        visit(next);
      }
    }
    trail.pop();
    finished.add(module);
    problems.push(...module.problems);
  }

  entries.forEach(visit);
  return { modules: [...finished], problems };
}

export { modulesBelow };
