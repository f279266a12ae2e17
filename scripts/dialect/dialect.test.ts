import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseFile } from "./parse.mjs";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { checkDialect } from "./check.mjs";
import { expectationOf, folder, readFixtures, translateFixtures } from "./fixture.ts";
import type { Fixture } from "./fixture.ts";
import { dialect } from "./table.mjs";

const root = resolve(import.meta.dirname, "../..");
const fixtures = readFixtures();
const faulty = fixtures.filter((fixture) => fixture.id !== "allowed");
const allowed = fixtures.find((fixture) => fixture.id === "allowed") as Fixture;

interface Diagnostic {
  code: string;
  filename: string;
  labels: { span: { line: number } }[];
}

/** Every report of the real linter with all rules of the dialect on. */
function lintFixtures(): Diagnostic[] {
  const scratch = mkdtempSync(join(tmpdir(), "mini-mwan-lint-"));
  const config = {
    categories: { correctness: "off" },
    jsPlugins: [join(root, "scripts/dialect/plugin.mjs")],
    rules: Object.fromEntries(dialect.map(({ id }) => [`dialect/${id}`, "error"])),
  };
  writeFileSync(join(scratch, "lint.json"), JSON.stringify(config));
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const args = [oxlint, "--config", join(scratch, "lint.json"), "--format", "json", folder];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  rmSync(scratch, { recursive: true });
  return JSON.parse(run.stdout).diagnostics;
}

const diagnostics = lintFixtures();

function reportedLines(fixture: Fixture, id: string): number[] {
  return diagnostics
    .filter((one) => basename(one.filename) === basename(fixture.path))
    .filter((one) => one.code === `dialect(${id})`)
    .map((one) => one.labels[0]?.span.line ?? 0)
    .toSorted((a, b) => a - b);
}

test("every construct has a fixture, and every fixture a construct", () => {
  const ids = dialect.map(({ id }) => id);
  expect(faulty.map(({ id }) => id)).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

test("the project's lint configuration has every rule of the dialect on", () => {
  const text = readFileSync(join(root, ".oxlintrc.jsonc"), "utf8");
  const listed = [...text.matchAll(/"dialect\/([\w-]+)": "error"/g)].map((found) => found[1]);
  expect(new Set(listed)).toEqual(new Set(dialect.map(({ id }) => id)));
});

describe("the linter names the construct on its line", () => {
  test.each(faulty)("$id", (fixture) => {
    expect(fixture.faultLines).not.toEqual([]);
    expect(reportedLines(fixture, fixture.id)).toEqual(fixture.faultLines);
  });
});

describe("the build finds the same faults", () => {
  test.each(faulty)("$id", (fixture) => {
    const message = dialect.find(({ id }) => id === fixture.id)?.message;
    const found = checkDialect(fixture, parseFile(fixture).program)
      .filter((problem) => problem.message === message)
      .map((problem) => problem.line);
    expect(found).toEqual(fixture.faultLines);
  });
});

test("what the dialect allows is not reported", () => {
  expect(diagnostics.filter((one) => one.filename.endsWith("allowed.ts"))).toEqual([]);
});

/** What a module prints on Node, with ucode's functions from the simulator; an error ends it. */
async function printedOnNode(fixture: Fixture): Promise<string> {
  const functions = globalThis as unknown as { print: (...values: unknown[]) => number };
  const print = functions.print;
  let printed = "";
  functions.print = (...values) => {
    printed += values.join("");
    return printed.length;
  };
  try {
    await import(/* @vite-ignore */ fixture.path);
  } catch {
    printed += "failed";
  } finally {
    functions.print = print;
  }
  return printed;
}

describe("on Node, where the meaning differs", () => {
  const printing = fixtures.filter((fixture) => fixture.nodePrints != null);
  test.each(printing)("$id prints as its fixture says", async (fixture) => {
    expect(await printedOnNode(fixture)).toBe(fixture.nodePrints);
  });
});

const programs = findUcodePrograms();

if (programs.length === 0) {
  test("ucode rejects what the dialect bans", (context) => context.skip(missingUcode));
}

describe.each(programs)("the real $name", ({ name, path }) => {
  const out = translateFixtures(fixtures);
  afterAll(() => rmSync(out, { recursive: true }));

  test.each(faulty.filter((fixture) => expectationOf(fixture, name) != null))(
    "refuses or misunderstands $id",
    (fixture) => {
      const { prints, fails } = expectationOf(fixture, name)!;
      const run = spawnSync(path, [join(out, `main-${fixture.id}.uc`)], { encoding: "utf8" });
      if (prints != null) {
        expect(prints).toContain(run.stdout);
        expect(prints).not.toEqual([fixture.nodePrints]);
      } else {
        expect(run.signal ?? run.stderr).toMatch(fails === "crash" ? "SIGFPE" : (fails as string));
      }
    }
  );

  test("runs what the dialect allows", () => {
    const run = spawnSync(path, [join(out, "main-allowed.uc")], { encoding: "utf8" });
    expect(run.stderr + run.stdout).toBe(allowed.nodePrints);
  });
});
