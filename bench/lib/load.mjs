/** Loads the project's TypeScript as it is; Node 20 cannot by itself. */
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A module of the project by its repository path.
 *
 * @param {string} path
 * @returns {Promise<any>} What it exports.
 */
async function load(path) {
  const { module } = await runnerImport(`${root}${path}`, {
    root,
    configFile: false,
    logLevel: "error",
  });
  return module;
}

/** @typedef {typeof import("../../e2e/router/household.ts")} HouseholdModule */
/** @typedef {typeof import("../../e2e/router/hosts.ts")} HostsModule */
/** @typedef {typeof import("../../e2e/router/programs.ts")} ProgramsModule */
/** @typedef {import("../../e2e/router/household.ts").Household} Household */
/** @typedef {import("../../e2e/router/household.ts").Settings} Settings */

export { load };
