/**
 * The dialect: every construct of TypeScript that the router's code must do without, because ucode
 * 24.10 or later lacks it or gives it another meaning. The lint plugin and the build read this table.
 */
import { arrays } from "./arrays.mjs";
import { builtins } from "./builtins.mjs";
import { expressions } from "./expressions.mjs";
import { functions } from "./functions.mjs";
import { modules } from "./modules.mjs";
import { numbers } from "./numbers.mjs";
import { statements } from "./statements.mjs";
import { texts } from "./text.mjs";
import { types } from "./types.mjs";

/** @type {import("./construct.mjs").Construct[]} */
const dialect = [
  ...statements,
  ...expressions,
  ...functions,
  ...arrays,
  ...numbers,
  ...texts,
  ...builtins,
  ...modules,
  ...types,
];

export { dialect };
