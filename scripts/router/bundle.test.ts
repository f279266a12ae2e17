import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatProblem } from "../problem.mjs";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { buildBundles } from "./build.mjs";
import type { Bundle } from "./bundle.mjs";
import { scratchForEach } from "./testing/scratch.ts";
import { moduleText } from "./testing/module-text.ts";
import { textsOf, worlds } from "./testing/worlds.ts";

const programs = findUcodePrograms();
const scratch = scratchForEach();
const { write } = scratch;

async function bundleOf(entry: string): Promise<Bundle> {
  const { bundles, problems } = await buildBundles(scratch.root, [entry]);
  expect(problems).toEqual([]);
  return bundles[0]!;
}

async function problemsOf(entry: string): Promise<string[]> {
  return (await buildBundles(scratch.root, [entry])).problems.map(formatProblem);
}

/** What a program prints that shows `shown` of the bundle, on every ucode there is. */
async function printed(entry: string): Promise<string[]> {
  write("bundle.uc", (await bundleOf(entry)).content);
  const launcher = write("show.uc", 'import { shown } from "./bundle.uc";\nprint(shown);\n');
  return programs.map(({ path }) => {
    execFileSync(path, ["-c", "-o", join(scratch.root, "compiled"), launcher]);
    return execFileSync(path, [launcher], { encoding: "utf8" });
  });
}

/** The paths of the sources in a bundle, in its order. */
function sourcesIn({ map }: Bundle): string[] {
  return (JSON.parse(map) as { sources: string[] }).sources;
}

test("each module is there once, behind what it imports, and no other", async () => {
  write("shared/idle.ts", "const idle = 1;\nexport { idle };\n");
  write("shared/word.ts", 'const word = ["word"];\nexport { word };\n');
  write(
    "daemon/b.ts",
    'import { word } from "../shared/word.ts";\nconst b = word;\nexport { b };\n'
  );
  write(
    "daemon/a.ts",
    'import { word } from "../shared/word.ts";\nconst a = word;\nexport { a };\n'
  );
  write(
    "daemon/main.ts",
    `import { b } from "./b.ts";
import { a } from "./a.ts";
import type { Idle } from "../shared/idle.ts";
const shown: (string | Idle)[] = [a, b];
export { shown };
`
  );
  const bundle = await bundleOf("daemon/main.ts");
  expect(sourcesIn(bundle)).toEqual([
    "shared/word.ts",
    "daemon/b.ts",
    "daemon/a.ts",
    "daemon/main.ts",
  ]);
  expect(bundle).toEqual(await bundleOf("daemon/main.ts"));
  expect(await printed("daemon/main.ts")).toEqual(programs.map(() => '[ [ "word" ], [ "word" ] ]'));
});

test("names that mean two things get two names, wherever they are written", async () => {
  write(
    "daemon/left.ts",
    `const name: string = "left";
function lc(text: string): string { return text + "!"; }
function twice(name: string): string { return name + name; }
const left = { name, said: lc(name), twice: twice("x") };
export { left, name as leftName };
`
  );
  write(
    "daemon/right.ts",
    `import { leftName as name_right } from "./left.ts";
const name: string = "RIGHT as can be";
const right = { name: lc(name), inner: map([1], (name_left) => \`\${name}\${name_left}\`), name_right };
export { right };
`
  );
  write(
    "daemon/main.ts",
    `import { left } from "./left.ts";
import { right } from "./right.ts";
const shown = [left, right];
export { shown };
`
  );
  const left = '{ "name": "left", "said": "left!", "twice": "xx" }';
  const right =
    '{ "name": "right as can be", "inner": [ "RIGHT as can be1" ], "name_right": "left" }';
  expect(await printed("daemon/main.ts")).toEqual(programs.map(() => `[ ${left}, ${right} ]`));
});

test("modules of ucode are imported once, whatever each module calls their exports", async () => {
  write(
    "daemon/a.ts",
    `import { basename as base, error } from "ucode:fs";
import { "const" as C } from "ucode:rtnl";
const a = [base("/x/one"), type(C), error()];
export { a };
`
  );
  write(
    "daemon/b.ts",
    `import * as files from "ucode:fs";
import { basename } from "ucode:fs";
import { error } from "ucode:rtnl";
const b = [basename("/x/two"), files.dirname("/x/two"), error()];
export { b };
`
  );
  write(
    "daemon/main.ts",
    'import { a } from "./a.ts";\nimport { b } from "./b.ts";\nconst shown = [...a, ...b];\nexport { shown };\n'
  );
  const { content } = await bundleOf("daemon/main.ts");
  expect(content.match(/import[^;]*"(fs|rtnl)";/g)).toEqual([
    expect.stringMatching(/^import\*as \w+ from"fs";$/),
    expect.stringMatching(/^import\{"basename" as \w+,"error" as \w+\}from"fs";$/),
    expect.stringMatching(/^import\{"const" as \w+,"error" as \w+\}from"rtnl";$/),
  ]);
  const expected = '[ "one", "object", null, "two", "\\/x", null ]';
  expect((await printed("daemon/main.ts")).map((text) => text.replace("/x", "\\/x"))).toEqual(
    programs.map(() => expected)
  );
});

test("what nobody needs is left out, what does something when it is loaded stays", async () => {
  write(
    "daemon/kit.ts",
    `import { stat } from "ucode:fs";
const counted: number[] = [];
const spare = { a: 1 };
function idle(): unknown { return [spare, stat]; }
function count(): number { push(counted, 1); return length(counted); }
const first = count();
push(counted, 7);
export { counted, count, idle };
`
  );
  write("daemon/hush.ts", "const hush = 1;\nexport { hush };\n");
  write(
    "daemon/main.ts",
    `import { counted } from "./kit.ts";
import { hush } from "./hush.ts";
function unused(): number { return hush; }
const shown = counted;
export { shown };
`
  );
  const bundle = await bundleOf("daemon/main.ts");
  expect(bundle.content).not.toMatch(/from"fs"|a:1/);
  expect(sourcesIn(bundle)).toEqual(["daemon/kit.ts", "daemon/main.ts"]);
  expect(await printed("daemon/main.ts")).toEqual(programs.map(() => "[ 1, 7 ]"));
});

test("circles, missing exports and whole modules of ours are told with their place", async () => {
  write("daemon/a.ts", 'import { b } from "./b.ts";\nconst a = b;\nexport { a };\n');
  write("daemon/b.ts", 'import { a } from "./a.ts";\nconst b = a;\nexport { b };\n');
  expect(await problemsOf("daemon/a.ts")).toEqual([
    "daemon/b.ts:1:19: daemon/a.ts → daemon/b.ts → daemon/a.ts is a circle, and ucode runs a module behind what it imports; move what both need to a third file",
  ]);
  write("daemon/c.ts", "const c = 1;\nexport { c };\n");
  write(
    "daemon/d.ts",
    'import { gone } from "./c.ts";\nimport * as all from "./c.ts";\nconst d = [gone, all];\nexport { d };\n'
  );
  expect(await problemsOf("daemon/d.ts")).toEqual([
    "daemon/d.ts:2:22: a module of ours has no object in the bundle; import the names you need in braces",
  ]);
  write("daemon/e.ts", 'import { gone } from "./c.ts";\nconst e = gone;\nexport { e };\n');
  await expect(buildBundles(scratch.root, ["daemon/e.ts"])).rejects.toThrow(
    /"gone" is not exported by "daemon\/c\.ts"/
  );
});

if (programs.length === 0) {
  test("ucode runs bundles", (context) => context.skip(missingUcode));
}

describe.each(programs)("$name", (ucode) => {
  test("gives bundles and modules alike", async () => {
    const run = (path: string): string => {
      const launcher = write("show.uc", `import { shown } from "${path}";\nprint(shown);\n`);
      return execFileSync(ucode.path, [launcher], { encoding: "utf8" });
    };
    const compare = async (world: Parameters<typeof textsOf>[0]): Promise<void> => {
      for (const [path, text] of Object.entries(textsOf(world))) {
        write(path, text);
        write(path.replace(/ts$/, "uc"), moduleText(text));
      }
      write("bundle.uc", (await bundleOf("daemon/main.ts")).content);
      expect(run("./bundle.uc")).toBe(run("./daemon/main.uc"));
    };
    await fc.assert(fc.asyncProperty(worlds, compare), { numRuns: 60 });
  });
});
