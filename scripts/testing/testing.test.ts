import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tallyPlaywright, tallyVitest } from "./reports.mjs";
import { addTallies, summaryOf } from "./tally.mjs";

const root = resolve(import.meta.dirname, "../..");
let folder: string;

beforeAll(() => {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "report-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The report of a real Vitest run over one test file. */
function reportOf(testFile: string) {
  writeFileSync(join(folder, "sample.test.ts"), testFile);
  const reporter = join(root, "scripts/testing/vitest-reporter.mjs");
  const report = join(folder, "report.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--root", folder, "--config", "none.ts", `--reporter=${reporter}`];
  writeFileSync(join(folder, "none.ts"), "export default {};\n");
  spawnSync(process.execPath, args, { env: { ...process.env, VITEST_REPORT: report } });
  return JSON.parse(readFileSync(report, "utf8"));
}

test("every Vitest test counts once, a skip with its reason, a broken set-up as failure", () => {
  const report = reportOf(`
    import { beforeAll, describe, expect, test } from "vitest";
    test("good", () => {});
    test("bad", () => expect(1).toBe(2));
    test("skips itself", (context) => context.skip("needs the program ip"));
    describe("broken", () => {
      beforeAll(() => { throw new Error("no router"); });
      test("never runs", () => {});
    });
  `);
  const tally = tallyVitest(report);
  expect(tally.passed).toBe(1);
  expect(tally.failed).toEqual([
    "sample.test.ts > bad",
    "sample.test.ts > broken > never runs (not run: its set-up failed)",
    "sample.test.ts: no router",
  ]);
  expect(tally.skipped).toEqual([
    { name: "sample.test.ts > skips itself", reason: "needs the program ip" },
  ]);
});

test("a test file that cannot be read is a failure", () => {
  const tally = tallyVitest(reportOf(`import "./missing.ts";`));
  expect(tally.passed).toBe(0);
  expect(tally.failed).toHaveLength(1);
});

test("a Playwright test that passed at the second try is a failure", () => {
  const one = (title: string, status: string, annotations: object[] = []) => ({
    title,
    tests: [{ status, annotations }],
  });
  const skip = { type: "skip", description: "needs a touch screen" };
  const tally = tallyPlaywright({
    errors: [{ message: "no browser" }],
    suites: [
      {
        title: "status.test.ts",
        specs: [one("shows uplinks", "expected")],
        suites: [
          { title: "on a phone", specs: [one("swipes", "skipped", [skip]), one("taps", "flaky")] },
        ],
      },
    ],
  });
  expect(tally).toEqual({
    passed: 1,
    failed: ["status.test.ts > on a phone > taps", "no browser"],
    skipped: [{ name: "status.test.ts > on a phone > swipes", reason: "needs a touch screen" }],
  });
});

test("the summary names failures and skips and ends with the sum", () => {
  const total = addTallies([
    { passed: 2, failed: ["lint\nmore"], skipped: [] },
    { passed: 3, failed: [], skipped: [{ name: "conformance", reason: "needs ucode" }] },
  ]);
  expect(summaryOf(total)).toEqual([
    "failed: lint",
    "skipped: conformance (needs ucode)",
    "5 passed, 1 failed, 1 skipped",
  ]);
});
