/**
 * Switches while the preferred uplink loses packets at random:
 * `node bench/loss.mjs [--runs N] [--seconds N] [--ucode NAME] [percent …]`.
 */
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { load } from "./lib/load.mjs";
import { spread } from "./lib/statistics.mjs";
import peers from "./peers.json" with { type: "json" };

/** @typedef {typeof import("../e2e/router/choices.ts")} ChoicesModule */

const args = readArguments({ runs: 3 });
await needPrograms(args, householdPrograms);
const { fast, inHousehold } = await import("./lib/household.mjs");
/** @type {ChoicesModule} */
const { watchChoices } = await load("e2e/router/choices.ts");
const percents = args.names.length > 0 ? args.names.map(Number) : [20, 30];

const rows = [];
for (const ucode of args.ucodes) {
  for (const percent of percents) {
    const switches = [];
    for (let run = 0; run < args.runs; run++) {
      const count = await inHousehold(ucode.path, fast, { ipv4Only: true }, async (household) => {
        household.startDaemon();
        await household.settle();
        await pause(3000);
        const watch = await watchChoices(household.network);
        household.network.setLoss(1, percent);
        await pause(args.seconds * 1000);
        watch.stop();
        return watch.choices.length;
      });
      switches.push(count);
    }
    rows.push({
      "loss %": percent,
      ucode: ucode.name,
      "switches, min/median/max": spread(switches, 0),
      peers: percent === 30 ? peers.loss30.switches.join(" ") : null,
    });
  }
}
report(
  "loss",
  `Fast setting, ${args.seconds} s of loss, ${args.runs} times; peers: ${peers.peers.join(", ")}`,
  rows
);
