/**
 * Verdicts "down" while nothing is down: `node bench/false-alarms.mjs [--runs N] [--ucode NAME] [case …]`.
 *
 * full-buffer: four uploads fill a second's buffer of a line of 2 Mbit/s, for half a minute. slow-router: the
 * daemon has 1 % of a core for a minute from its start. Five households at a time, which mostly wait.
 */
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { load } from "./lib/load.mjs";

/** @typedef {typeof import("../e2e/router/slow-router.ts")} SlowRouterModule */
/** @typedef {typeof import("../e2e/router/uploads.ts")} UploadsModule */
/** @typedef {import("./lib/load.mjs").Household} Household */

const args = readArguments({ runs: 10 });
await needPrograms(args, [...householdPrograms, "tc"]);
const { defaults, inHousehold } = await import("./lib/household.mjs");
/** @type {SlowRouterModule} */
const { holdBack } = await load("e2e/router/slow-router.ts");
/** @type {UploadsModule} */
const { fillBuffer } = await load("e2e/router/uploads.ts");

const atOnce = 5;

/** @type {Record<string, (household: Household) => Promise<void>>} */
const cases = {
  "full-buffer": async (household) => {
    household.startDaemon();
    await household.settle();
    const stop = await fillBuffer(household.network);
    await pause(30_000);
    stop();
  },
  "slow-router": async (household) => {
    const letGo = holdBack(household.startDaemon().pid ?? 0, 1);
    await pause(60_000);
    letGo();
  },
};

/** @param {Household} household */
function verdictsOf(household) {
  const log = household.router.read("log/mini-mwan.log") ?? "";
  const count = (/** @type {RegExp} */ word) => [...log.matchAll(word)].length;
  return { down: count(/: down /g), degraded: count(/: degraded /g), up: count(/: up /g) };
}

const chosen = Object.entries(cases).filter(
  ([name]) => args.names.length === 0 || args.names.includes(name)
);
const rows = [];
for (const ucode of args.ucodes) {
  for (const [name, work] of chosen) {
    /** @type {ReturnType<typeof verdictsOf>[]} */
    const verdicts = [];
    for (let begun = 0; begun < args.runs; begun += atOnce) {
      const runs = Array.from({ length: Math.min(atOnce, args.runs - begun) }, () =>
        inHousehold(ucode.path, defaults, {}, async (household) => {
          await work(household);
          return verdictsOf(household);
        })
      );
      verdicts.push(...(await Promise.all(runs)));
    }
    const sum = (/** @type {"down" | "degraded" | "up"} */ word) =>
      verdicts.reduce((total, one) => total + one[word], 0);
    rows.push({
      case: name,
      ucode: ucode.name,
      runs: verdicts.length,
      down: sum("down"),
      degraded: sum("degraded"),
      up: sum("up"),
    });
  }
}
report("false-alarms", "Verdicts in all runs together; down should be none", rows);
