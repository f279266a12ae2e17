/** Households to measure in, one at a time, each taken away again whatever happens. */
import { load } from "./load.mjs";

/** @typedef {import("../../e2e/router/household.ts").Household} Household */
/** @typedef {import("../../e2e/router/household.ts").Settings} Settings */
/** @typedef {import("../../e2e/router/network.ts").NetworkOptions} NetworkOptions */
/** @typedef {typeof import("../../e2e/router/household.ts")} HouseholdModule */

/** @type {HouseholdModule} */
const { buildTree, countProcesses, createHousehold, fast, inOwnPids } =
  await load("e2e/router/household.ts");

/** @type {Settings} */
const defaults = {};

const { tree, remove } = buildTree();
process.once("exit", remove);

/**
 * Does something in a fresh household, in which nothing has been started yet.
 *
 * @template T
 * @param {string} ucode Path of the interpreter.
 * @param {Settings} settings
 * @param {NetworkOptions} options
 * @param {(household: Household) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inHousehold(ucode, settings, options, work) {
  const household = await createHousehold(tree, ucode, settings, options);
  try {
    return await work(household);
  } finally {
    await household.remove();
  }
}

export { countProcesses, defaults, fast, inHousehold, inOwnPids };
