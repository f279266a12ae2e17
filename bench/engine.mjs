/**
 * Time of the engine's steps by number of uplinks, on real ucode:
 * `node bench/engine.mjs [--runs N] [--seconds N] [--ucode NAME] [number of uplinks …]`.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { needPrograms, readArguments, report } from "./lib/bench.mjs";
import { load } from "./lib/load.mjs";

/** @typedef {import("./lib/load.mjs").HouseholdModule} HouseholdModule */

const subject = "bench/router/engine.ts";
const args = readArguments({ runs: 5, seconds: 30 });
await needPrograms(args, []);
const counts = args.names.length > 0 ? args.names.map(Number) : [2, 8, 16, 32, 60];

/** @type {HouseholdModule} */
const { buildTree } = await load("e2e/router/household.ts");
const { tree, remove } = buildTree([subject]);
const launcher = join(tree, "usr/share/mini-mwan/time-steps.uc");
writeFileSync(
  launcher,
  `import { timeSteps } from './${subject.replace(/ts$/, "uc")}';
print(timeSteps(+ARGV[0], +ARGV[1], ARGV[2] == 'multi-uplink'));
`
);

/**
 * Microseconds of each step: the least of several runs, because whatever else the machine did meanwhile
 * only adds, and the steps are the same.
 *
 * @param {string} ucode
 * @param {number} count
 * @param {string} mode
 * @returns {number[]}
 */
function time(ucode, count, mode) {
  const words = [launcher, String(count), String(args.seconds), mode];
  const runs = Array.from(
    { length: args.runs },
    () => /** @type {number[]} */ (JSON.parse(execFileSync(ucode, words, { encoding: "utf8" })))
  );
  return (runs[0] ?? []).map((_, i) => Math.min(...runs.map((run) => run[i] ?? Infinity)));
}

const rows = [];
try {
  for (const ucode of args.ucodes) {
    for (const mode of ["failover", "multi-uplink"]) {
      let first = null;
      for (const count of counts) {
        const steps = time(ucode.path, count, mode);
        const totalUs = steps.reduce((sum, us) => sum + us, 0);
        const meanUs = totalUs / steps.length;
        first ??= meanUs;
        rows.push({
          mode,
          uplinks: count,
          ucode: ucode.name,
          "µs/step": meanUs.toFixed(0),
          growth: (meanUs / first).toFixed(2),
          "longest µs": Math.max(...steps).toFixed(0),
          "steps/h": Math.round((steps.length / args.seconds) * 3600),
          "CPU s/h": ((totalUs / 1e6 / args.seconds) * 3600).toFixed(2),
        });
      }
    }
  }
} finally {
  remove();
}
report("engine", "The engine's steps at default settings, one family, all answered", rows);
