import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatProblem } from "../problem.mjs";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { buildBundle, buildBundles, buildRouter } from "./build.mjs";
import { scratchForEach } from "./scratch.ts";
import { textsOf, worlds } from "./worlds.ts";

const programs = findUcodePrograms();
const scratch = scratchForEach();
const { write } = scratch;

/** The bundle with its sources' names and lines, several blanks as one. */
function bundleOf(entry: string): string {
  const { bundles, problems } = buildBundles(scratch.root, [entry]);
  expect(problems).toEqual([]);
  return (bundles[0]?.plain ?? "").replace(/^ +| +$/gm, "").replace(/ +/g, " ");
}

function problemsOf(entry: string): string[] {
  return buildBundle(scratch.root, entry).problems.map(formatProblem);
}

/** What a program prints that shows `shown` of the bundle, on every ucode there is. */
function printed(entry: string): string[] {
  write("bundle.uc", buildBundle(scratch.root, entry).content);
  const launcher = write("show.uc", 'import { shown } from "./bundle.uc";\nprint(shown);\n');
  return programs.map(({ path }) => {
    execFileSync(path, ["-c", "-o", join(scratch.root, "compiled"), launcher]);
    return execFileSync(path, [launcher], { encoding: "utf8" });
  });
}

/** The paths of the sources in a bundle, in its order. */
function sourcesIn(bundle: string): string[] {
  return [...bundle.matchAll(/^\/\/# (.*):\d+$/gm)].map(([, path = ""]) => path);
}

test("each module is there once, behind what it imports, and no other", () => {
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
  const bundle = bundleOf("daemon/main.ts");
  expect(sourcesIn(bundle)).toEqual([
    "shared/word.ts",
    "daemon/b.ts",
    "daemon/a.ts",
    "daemon/main.ts",
  ]);
  expect(bundle).toBe(bundleOf("daemon/main.ts"));
  expect(printed("daemon/main.ts")).toEqual(programs.map(() => '[ [ "word" ], [ "word" ] ]'));
});

test("names that mean two things get two names, wherever they are written", () => {
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
  const bundle = bundleOf("daemon/main.ts");
  expect(bundle).toContain('const name_daemon_left = "left";');
  expect(bundle).toContain(
    "const left = { name: name_daemon_left, said: lc_left(name_daemon_left)"
  );
  expect(bundle).toContain("function twice(name ) { return name + name; }");
  expect(bundle).toContain('const name = "RIGHT as can be";');
  const left = '{ "name": "left", "said": "left!", "twice": "xx" }';
  const right =
    '{ "name": "right as can be", "inner": [ "RIGHT as can be1" ], "name_right": "left" }';
  expect(printed("daemon/main.ts")).toEqual(programs.map(() => `[ ${left}, ${right} ]`));
});

test("modules of ucode are imported once, whatever each module calls their exports", () => {
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
  const imports = bundleOf("daemon/main.ts").match(/^import .*$/gm);
  expect(imports).toEqual([
    'import * as files from "fs";',
    'import { "basename" as base, error } from "fs";',
    'import { "const" as C, "error" as error_rtnl } from "rtnl";',
  ]);
  const expected = '[ "one", "object", null, "two", "\\/x", null ]';
  expect(printed("daemon/main.ts").map((text) => text.replace("/x", "\\/x"))).toEqual(
    programs.map(() => expected)
  );
});

test("what nobody needs is left out, what does something when it is loaded stays", () => {
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
  const bundle = bundleOf("daemon/main.ts");
  expect(bundle).not.toMatch(/idle|spare|stat|hush|unused/);
  expect(sourcesIn(bundle)).toEqual(["daemon/kit.ts", "daemon/main.ts"]);
  expect(printed("daemon/main.ts")).toEqual(programs.map(() => "[ 1, 7 ]"));
});

test("circles, missing exports and whole modules of ours are told with their place", () => {
  write("daemon/a.ts", 'import { b } from "./b.ts";\nconst a = b;\nexport { a };\n');
  write("daemon/b.ts", 'import { a } from "./a.ts";\nconst b = a;\nexport { b };\n');
  expect(problemsOf("daemon/a.ts")).toEqual([
    "daemon/b.ts:1:19: daemon/a.ts → daemon/b.ts → daemon/a.ts is a circle, and ucode runs a module behind what it imports; move what both need to a third file",
  ]);
  write("daemon/c.ts", "const c = 1;\nexport { c };\n");
  write(
    "daemon/d.ts",
    'import { gone } from "./c.ts";\nimport * as all from "./c.ts";\nconst d = [gone, all];\nexport { d };\n'
  );
  expect(problemsOf("daemon/d.ts")).toEqual([
    "daemon/d.ts:1:10: daemon/c.ts does not export gone; correct the name or export it there",
    "daemon/d.ts:2:8: a module of ours has no object in the bundle; import the names you need in braces",
  ]);
});

if (programs.length === 0) {
  test("ucode runs bundles", (context) => context.skip(missingUcode));
}

describe.each(programs)("$name", (ucode) => {
  test("gives bundles and modules alike", () => {
    const tree = join(scratch.root, "tree");
    const folder = join(tree, "usr/share/mini-mwan");
    const run = (text: string): string => {
      writeFileSync(join(folder, "show.uc"), `import { shown } from "${text}";\nprint(shown);\n`);
      return execFileSync(ucode.path, [join(folder, "show.uc")], { encoding: "utf8" });
    };
    const compare = (world: Parameters<typeof textsOf>[0]): void => {
      for (const [path, text] of Object.entries(textsOf(world))) write(path, text);
      expect(buildRouter(scratch.root, tree, ["daemon/main.ts"]).problems).toEqual([]);
      writeFileSync(join(folder, "bundle.uc"), buildBundle(scratch.root, "daemon/main.ts").content);
      expect(run("./bundle.uc")).toBe(run("./daemon/main.uc"));
    };
    fc.assert(fc.property(worlds, compare), { numRuns: 60 });
  });
});
