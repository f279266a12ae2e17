/** Reads what the test runners report. */
import { existsSync, readFileSync } from "node:fs";
import { emptyTally } from "./tally.mjs";

/** @typedef {import("./tally.mjs").Tally} Tally */

/**
 * One test as `vitest-reporter.mjs` writes it.
 *
 * @typedef {object} ReportedTest
 * @property {string} name
 * @property {string} state `passed`, `failed`, `skipped`.
 * @property {string | null} reason Why it was skipped.
 */

/**
 * A file's JSON, or null when it is missing or cut short.
 *
 * @param {string} path
 * @returns {any}
 */
function readReport(path) {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
  } catch {
    return null;
  }
}

/**
 * @param {Tally} tally
 * @param {ReportedTest} test
 */
function count(tally, { name, state, reason }) {
  if (state === "passed") {
    tally.passed += 1;
  } else if (state === "skipped") {
    tally.skipped.push({ name, reason: reason ?? "no reason given" });
  } else {
    tally.failed.push(name);
  }
}

/**
 * @param {{ tests: ReportedTest[], errors: string[] }} report
 * @returns {Tally}
 */
function tallyVitest(report) {
  const tally = emptyTally();
  for (const test of report.tests) {
    count(tally, test);
  }
  tally.failed.push(...report.errors);
  return tally;
}

/**
 * @param {any} suite A suite of Playwright's JSON report.
 * @param {string[]} titles
 * @returns {ReportedTest[]}
 */
function playwrightTests(suite, titles) {
  const path = suite.title === "" ? titles : [...titles, suite.title];
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests.map((/** @type {any} */ test) => ({
      name: [...path, spec.title].join(" > "),
      state:
        { expected: "passed", skipped: "skipped" }[/** @type {string} */ (test.status)] ?? "failed",
      reason: test.annotations.find((/** @type {any} */ one) => one.type === "skip")?.description,
    }))
  );
  const inner = (suite.suites ?? []).flatMap((/** @type {any} */ one) =>
    playwrightTests(one, path)
  );
  return [...own, ...inner];
}

/**
 * A test that needed a second try counts as failed.
 *
 * @param {any} report Playwright's JSON report.
 * @returns {Tally}
 */
function tallyPlaywright(report) {
  const tally = emptyTally();
  for (const test of report.suites.flatMap((/** @type {any} */ suite) =>
    playwrightTests(suite, [])
  )) {
    count(tally, test);
  }
  tally.failed.push(...report.errors.map((/** @type {any} */ error) => error.message ?? "error"));
  return tally;
}

export { readReport, tallyPlaywright, tallyVitest };
