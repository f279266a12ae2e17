/** The stages of a test run. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bareMachines } from "./bare-machine.mjs";
import { readReport, tallyPlaywright, tallyVitest } from "./reports.mjs";
import { run } from "./setup.mjs";
import { emptyTally } from "./tally.mjs";

/** @typedef {import("./tally.mjs").Tally} Tally */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {() => Tally} run
 */

/**
 * A command that counts as one test.
 *
 * @param {string} root
 * @param {string} name
 * @param {string} script Name of the npm script.
 * @returns {Stage}
 */
function checkStage(root, name, script) {
  return {
    name,
    run: () =>
      run("npm", ["run", "--silent", script], { cwd: root })
        ? { ...emptyTally(), passed: 1 }
        : { ...emptyTally(), failed: [`${name}: npm run ${script}`] },
  };
}

/**
 * A test runner whose report says what ran; one that leaves no report, or fails without a failed
 * test, counts as one failed test.
 *
 * @param {object} runner
 * @param {string} runner.name
 * @param {string} runner.report Path of its report.
 * @param {() => boolean} runner.start
 * @param {(report: any) => Tally} runner.tally
 * @returns {Stage}
 */
function runnerStage({ name, report, start, tally }) {
  return {
    name,
    run: () => {
      rmSync(report, { force: true });
      const succeeded = start();
      const found = readReport(report);
      if (found == null) {
        return { ...emptyTally(), failed: [`${name}: ended without a report`] };
      }
      const result = tally(found);
      return succeeded || result.failed.length > 0
        ? result
        : { ...result, failed: [`${name}: failed as a whole`] };
    },
  };
}

/** @param {string} root */
function vitestStage(root) {
  const report = join(root, "test-results/vitest.json");
  const reporter = join(root, "scripts/testing/vitest-reporter.mjs");
  const args = ["vitest", "run", "--reporter=default", `--reporter=${reporter}`];
  const env = { ...process.env, VITEST_REPORT: report };
  return runnerStage({
    name: "unit, conformance and kernel tests",
    report,
    start: () => run("npx", args, { cwd: root, env }),
    tally: tallyVitest,
  });
}

/**
 * The tests on real programs, on a machine that has none of them: counts as one test, which passes when each
 * of them is skipped.
 *
 * @param {string} root
 * @param {import("./bare-machine.mjs").BareMachine} machine
 */
function bareStage(root, { name, path, remove }) {
  const report = join(root, "test-results/bare.json");
  const reporter = join(root, "scripts/testing/vitest-reporter.mjs");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project=real", "--no-isolate", `--reporter=${reporter}`];
  const { UCODE: _, ...others } = process.env;
  const env = { ...others, PATH: path, VITEST_REPORT: report };
  return runnerStage({
    name: `real programs' tests ${name}`,
    report,
    start: () => {
      const succeeded = run(process.execPath, args, { cwd: root, env });
      remove();
      return succeeded;
    },
    tally: (found) => {
      const { passed, failed, skipped } = tallyVitest(found);
      if (passed > 0) failed.push(`${name}: ${passed} tests ran on a machine that has no programs`);
      if (skipped.length === 0) failed.push(`${name}: no test was found`);
      return { passed: failed.length > 0 ? 0 : 1, failed, skipped: [] };
    },
  });
}

/**
 * @param {string} root
 * @param {string | null} obstacle Why there is no browser, or null.
 * @returns {Stage}
 */
function pageStage(root, obstacle) {
  const name = "browser tests";
  if (obstacle != null) {
    return { name, run: () => ({ ...emptyTally(), skipped: [{ name, reason: obstacle }] }) };
  }
  const report = join(root, "test-results/playwright.json");
  const args = ["playwright", "test", "--config", "e2e/page", "--reporter=list,json"];
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  return runnerStage({
    name,
    report,
    start: () => run("npx", args, { cwd: root, env }),
    tally: tallyPlaywright,
  });
}

/**
 * All stages in their order.
 *
 * @param {string} root
 * @param {string | null} browserObstacle
 * @returns {Stage[]}
 */
function stagesOf(root, browserObstacle) {
  mkdirSync(join(root, "test-results"), { recursive: true });
  return [
    checkStage(root, "types", "check:types"),
    checkStage(root, "lint", "check:lint"),
    checkStage(root, "format", "check:format"),
    checkStage(root, "unused code", "check:unused"),
    checkStage(root, "router build", "build:router"),
    checkStage(root, "page build", "build:page"),
    checkStage(root, "page size", "check:size"),
    ...bareMachines().map((machine) => bareStage(root, machine)),
    vitestStage(root),
    pageStage(root, browserObstacle),
  ];
}

export { stagesOf };
