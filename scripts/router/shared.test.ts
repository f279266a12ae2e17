import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { formatProblem } from "../problem.mjs";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { buildBundles } from "./build.mjs";
import { scratchForEach } from "./testing/scratch.ts";

const programs = findUcodePrograms();
const scratch = scratchForEach();
const { write } = scratch;

if (programs.length === 0) {
  test("ucode runs shared bundles", (context) => context.skip(missingUcode));
}

test("modules that several entries need are a bundle of their own that the others import", async () => {
  write(
    "shared/kit.ts",
    `import { dirname } from "ucode:fs";
const seen: string[] = [];
function note(text: string): string[] { push(seen, dirname(text)); return seen; }
function idle(): string { return "idle"; }
function alone(): string { return "alone"; }
export { note, idle, alone };
`
  );
  write(
    "daemon/main.ts",
    `import { note, alone } from "../shared/kit.ts";
const shown = [note("/a/b"), note("/c/d"), alone()];
export { shown };
`
  );
  write(
    "cli/main.ts",
    'import { note as seen } from "../shared/kit.ts";\nconst told = seen("/e/f");\nexport { told };\n'
  );
  const { bundles, problems } = await buildBundles(scratch.root, ["daemon/main.ts", "cli/main.ts"]);
  expect(problems).toEqual([]);
  const texts = bundles.map(({ name, content }) => [name, content] as const);
  expect(texts.map(([name]) => name)).toEqual(["cli.uc", "daemon.uc", "shared.uc"]);
  expect(texts.map(([, text]) => text.includes("push("))).toEqual([false, false, true]);
  expect(texts.map(([, text]) => text.includes("`alone`"))).toEqual([false, false, true]);
  expect(texts.some(([, text]) => text.includes("`idle`"))).toBe(false);
  for (const [name, text] of texts) write(name, text);
  const imports = 'import { shown } from "./daemon.uc";\nimport { told } from "./cli.uc";';
  const launcher = write("show.uc", `${imports}\nprint(shown, told);\n`);
  const seen = '[ "/a", "/c", "/e" ]';
  for (const { path } of programs) {
    const text = execFileSync(path, [launcher], { encoding: "utf8" });
    expect(text).toBe(`[ ${seen}, ${seen}, "alone" ]${seen}`);
  }
});

test("constants are worth the same in every place, and a name may hide them", async () => {
  write(
    "daemon/limits.ts",
    `const limit: number = 5;
const lowest = -1;
const half = 1.0;
const title = "a long title";
const twice = "told more than once";
const pattern = /a/;
let count = 7;
function counted(): number { return count++; }
export { limit, lowest, half, title, twice, pattern, counted };
`
  );
  write(
    "daemon/main.ts",
    `import { limit, lowest as low, half, title, twice, pattern, counted } from "./limits.ts";
function f(limit: number): number[] { return [limit-low, -low, low ?? 1]; }
const named = { limit, low, [title]: half };
const shown = [named, f(limit), \`\${limit} !\`, twice, twice, twice, type(pattern), counted()];
export { shown, limit };
`
  );
  const { bundles } = await buildBundles(scratch.root, ["daemon/main.ts"]);
  write("bundle.uc", bundles[0]?.content ?? "");
  const lines = [
    'import { limit, shown } from "./bundle.uc";',
    'print(limit, sprintf("%J", shown));',
  ];
  const launcher = write("show.uc", lines.join("\n"));
  const named = '{ "limit": 5, "low": -1, "a long title": 1.0 }';
  const told = '"told more than once"';
  for (const { path } of programs) {
    expect(execFileSync(path, [launcher], { encoding: "utf8" })).toBe(
      `5[ ${named}, [ 6, 1, -1 ], "5 !", ${told}, ${told}, ${told}, "regexp", 7 ]`
    );
  }
});

test("one entry alone shares nothing", async () => {
  write("daemon/main.ts", "const shown = 1;\nexport { shown };\n");
  expect((await buildBundles(scratch.root, ["daemon/main.ts"])).bundles).toHaveLength(1);
});

test("option tables come without what they say to people, and nobody may read it there", async () => {
  write(
    "shared/global-options.ts",
    `const globalOptions = {
  mode: { type: "choice", label: "Mode", help: "How, and why." },
  check: { label: "Check", type: "number", help: "Time." /* the last */ },
};
export { globalOptions };
`
  );
  const main = (body: string): string =>
    `import { globalOptions } from "../shared/global-options.ts";\n${body}\nexport { shown };\n`;
  write("daemon/main.ts", main("const shown = globalOptions;"));
  const expected = '{ "mode": { "type": "choice" }, "check": { "type": "number" } }';
  write(
    "bundle.uc",
    (await buildBundles(scratch.root, ["daemon/main.ts"])).bundles[0]?.content ?? ""
  );
  const launcher = write("show.uc", 'import { shown } from "./bundle.uc";\nprint(shown);\n');
  for (const { path } of programs) {
    expect(execFileSync(path, [launcher], { encoding: "utf8" })).toBe(expected);
  }
  write("daemon/main.ts", main("const shown = globalOptions.mode.help;"));
  const { problems } = await buildBundles(scratch.root, ["daemon/main.ts"]);
  expect(problems.map(formatProblem)).toEqual([
    "daemon/main.ts:2:34: bundles leave help out of the option tables; say it in router code itself, or under another name",
  ]);
});
