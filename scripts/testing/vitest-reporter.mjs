/** Writes what each test came to, with the reason of every skip, to the file VITEST_REPORT names. */
import { writeFileSync } from "node:fs";

/** @typedef {import("./reports.mjs").ReportedTest} ReportedTest */
/** @typedef {import("vitest/node").TestModule} TestModule */
/** @typedef {import("vitest/node").TestCase} TestCase */

/**
 * Whether a hook or the file around a test failed, so that the test never ran.
 *
 * @param {TestCase} test
 */
function isSetUpBroken(test) {
  for (let around = test.parent; ; around = around.parent) {
    if (around.errors().length > 0) {
      return true;
    }
    if (around.type === "module") {
      return false;
    }
  }
}

/**
 * @param {TestCase} test
 * @returns {ReportedTest}
 */
function reportedTest(test) {
  const result = test.result();
  const name = `${test.module.relativeModuleId} > ${test.fullName}`;
  if (result.state !== "skipped") {
    return { name, state: result.state, reason: null };
  }
  return isSetUpBroken(test)
    ? { name: `${name} (not run: its set-up failed)`, state: "failed", reason: null }
    : { name, state: "skipped", reason: result.note ?? null };
}

export default class {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly { message: string }[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()].map(reportedTest));
    const broken = modules.flatMap((module) => {
      const suites = [module, ...module.children.allSuites()];
      return suites.flatMap((suite) =>
        suite.errors().map((error) => `${module.relativeModuleId}: ${error.message}`)
      );
    });
    const errors = [...broken, ...unhandledErrors.map((error) => `vitest: ${error.message}`)];
    const path = process.env["VITEST_REPORT"];
    if (path) {
      writeFileSync(path, JSON.stringify({ tests, errors }));
    }
  }
}
