/**
 * `npm test`: does all set-up itself, runs every check and every test, goes on after a failure, and
 * ends with the line `N passed, N failed, N skipped`.
 */
import { fileURLToPath } from "node:url";
import { installChromium, installKernelTools, installPackages } from "./testing/setup.mjs";
import { objectionToNode } from "./testing/setup.mjs";
import { stagesOf } from "./testing/stages.mjs";
import { addTallies, summaryOf } from "./testing/tally.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param {string} message */
function giveUp(message) {
  console.error(message);
  console.log("0 passed, 1 failed, 0 skipped");
  process.exit(1);
}

const objection = objectionToNode();
if (objection != null) {
  giveUp(objection);
}
console.log("== set-up");
if (!installPackages(root)) {
  giveUp("npm ci failed; see above, mend it and run npm test again");
}
installKernelTools();
const stages = stagesOf(root, installChromium(root));
const tallies = stages.map((stage, index) => {
  console.log(`== ${index + 1}/${stages.length} ${stage.name}`);
  return stage.run();
});
const total = addTallies(tallies);
console.log(`== result\n${summaryOf(total).join("\n")}`);
process.exitCode = total.failed.length > 0 ? 1 : 0;
