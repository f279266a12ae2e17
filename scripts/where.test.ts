import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildBundles } from "./router/build.mjs";
import type { Bundle } from "./router/bundle.mjs";
import { scratchForEach } from "./router/testing/scratch.ts";
import { findUcodePrograms, missingUcode } from "./ucode-programs.mjs";

const repository = resolve(import.meta.dirname, "..");
let bundles: Bundle[];
beforeAll(async () => {
  ({ bundles } = await buildBundles(repository));
});

/** `path:line` of the source that a place of a bundle comes from; lines and columns from 1. */
function sourceOf({ map }: Bundle, line: number, column: number): string {
  const entry = new SourceMap(JSON.parse(map) as never).findEntry(line - 1, column - 1);
  return "originalSource" in entry ? `${entry.originalSource}:${entry.originalLine + 1}` : "";
}

/** The text of a source's line. */
function lineOf(place: string): string {
  const [path = "", line] = place.split(":");
  return readFileSync(join(repository, path), "utf8").split("\n")[Number(line) - 1] ?? "";
}

/** For each place of the bundles where the pattern is: what is there, and the source's line. */
function placesOf(pattern: RegExp): [string, string][] {
  return bundles.flatMap((bundle) =>
    bundle.content.split("\n").flatMap((text, index) =>
      [...text.matchAll(pattern)].map((found): [string, string] => {
        return [found[0], lineOf(sourceOf(bundle, index + 1, found.index + 1))];
      })
    )
  );
}

test("every function of the router's bundles is found in its source", () => {
  const found = placesOf(/\bfunction \w+\(/g);
  expect(found.length).toBeGreaterThan(200);
  expect(found.filter(([, line]) => !/^ *function \w+/.test(line))).toEqual([]);
});

test("a property in the router's bundles is found in its source", () => {
  const found = placesOf(/(?<=\.)[a-z]\w{7,}/g);
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter(([name, line]) => !line.includes(name))).toEqual([]);
});

test("where.mjs tells the place of a bundle on the router, and refuses other bundles", () => {
  const where = (...words: string[]) => {
    const run = spawnSync(process.execPath, [join(repository, "scripts/where.mjs"), ...words], {
      encoding: "utf8",
    });
    return run.stdout + run.stderr;
  };
  const daemon = bundles.find(({ name }) => name === "daemon/mini-mwand.uc");
  const lines = (daemon?.content ?? "").split("\n");
  const line = lines.findIndex((text) => text.includes("gc(`collect`)"));
  const byte = lines[line]?.indexOf("gc(`collect`)") ?? 0;
  const path = "mini-mwand.uc";
  expect(where(path, String(line + 1), String(byte + 1))).toMatch(/^daemon\/\S+\.ts:\d+\n$/);
  expect(where(path, "0")).toMatch(/^Use: node/);
  expect(where("none.uc", "1")).toMatch(/^none\.uc names no bundle of cli\.uc, /);
  expect(where("explain.uc", "1")).toMatch(/^explain\.uc names more than one bundle of /);
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-where-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "shared.uc"), "other");
  expect(where(join(folder, "shared.uc"), "1")).toMatch(/made of other sources/);
});

const source = `import { halve } from "./halve.ts";

interface Gone {
  x: number;
}

function shown(gone: Gone | null): number {
  return halve(
    gone.x
  );
}
export { shown };
`;

const programs = findUcodePrograms();
if (programs.length === 0) {
  test("ucode's traces lead to the source", (context) => context.skip(missingUcode));
}

const scratch = scratchForEach();

test.each(programs)("the trace of $name leads to the source", async ({ path }) => {
  const { root, write } = scratch;
  const halve = "function halve(n: number) {\n  return n * 0.5;\n}\nexport { halve };\n";
  write("daemon/halve.ts", `/** Half. */\n\n${halve}`);
  write("daemon/main.ts", source);
  const [bundle] = (await buildBundles(root, ["daemon/main.ts"])).bundles;
  write("bundle.uc", bundle?.content ?? "");
  const launcher = write(
    "show.uc",
    'import { shown } from "./bundle.uc";\nimport { error } from "fs";\nshown(error());\n'
  );
  const { stderr } = spawnSync(path, [launcher], { encoding: "utf8" });
  const [, line, byte] = (/bundle\.uc, line (\d+), byte (\d+)/.exec(stderr) ?? []).map(Number);
  expect(sourceOf(bundle!, line ?? 0, byte ?? 0)).toBe("daemon/main.ts:9");
});
