import { problemAt } from "../problem.mjs";

/** @typedef {import("../problem.mjs").Problem} Problem */
/** @typedef {import("./module.mjs").Module} Module */

/**
 * The modules that the entries need, themselves included, each behind all that it imports: ucode runs
 * them in this order. The problems are those of the modules, and imports that lead in a circle.
 *
 * @param {(path: string) => Module} read
 * @param {string[]} entries Repository paths.
 * @param {boolean} [withLate] Whether what modules load late counts as imported.
 * @returns {{ modules: Module[], problems: Problem[] }}
 */
function modulesBelow(read, entries, withLate = false) {
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
    const late = withLate
      ? module.late.map(({ path: next, call }) => ({ path: next, at: call }))
      : [];
    const early = module.imports.map(({ path: next, statement }) => {
      return { path: next, at: statement["source"] };
    });
    for (const { path: next, at } of [...early, ...late]) {
      const turn = next == null ? -1 : trail.indexOf(next);
      if (turn >= 0) {
        const circle = [...trail.slice(turn), next].join(" → ");
        const message = `${circle} is a circle, and ucode runs a module behind what it imports; move what both need to a third file`;
        problems.push(problemAt(module.source, at.start, message));
      } else if (next != null) {
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
