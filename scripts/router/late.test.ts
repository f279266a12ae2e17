/** Code that a program loads when it needs it: a bundle of its own, lent what the program has anyway. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { formatProblem } from "../problem.mjs";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { buildBundles } from "./build.mjs";
import { scratchForEach } from "./scratch.ts";

const programs = findUcodePrograms();
const scratch = scratchForEach();
const { write } = scratch;

if (programs.length === 0) {
  test("ucode loads late bundles", (context) => context.skip(missingUcode));
}

const kit = `import { dirname } from "ucode:fs";
const seen: string[] = [];
function note(text: string): string[] { push(seen, dirname(text)); return seen; }
function rare(text: string): string { return "rare " + text; }
function plain(): string { return "plain"; }
export { note, rare, plain };
`;
const late = `import { basename } from "ucode:fs";
import { note, rare, plain } from "../../shared/kit.ts";
import { own } from "../own.ts";
function tell(text: string): unknown[] { return [basename(text), note(text), rare(text), plain(), own(2)]; }
export { tell, note as noted };
`;
const main = `import { note } from "../shared/kit.ts";
import { own } from "./own.ts";
const folder = "FOLDER";
function run(): unknown[] {
  const loaded = loadfile(folder + "/daemon/late.uc")()();
  return [note("/a/b"), own(1), loaded.tell("/c/d"), loaded.noted("/e/f")];
}
export { run };
`;

/** A daemon with a late part, beside a command that uses some of the same. */
function writeSources(): void {
  write("shared/kit.ts", kit);
  write("daemon/own.ts", "function own(n: number): number { return n * 10; }\nexport { own };\n");
  write("daemon/late/main.ts", late);
  write("daemon/main.ts", main.replace("FOLDER", scratch.root));
  write(
    "cli/main.ts",
    'import { note, plain } from "../shared/kit.ts";\nconst told = [note("/x/y"), plain()];\nexport { told };\n'
  );
}

test("what the program has is lent, what it lacks comes with the late part", () => {
  writeSources();
  const { bundles, problems } = buildBundles(scratch.root, ["daemon/main.ts", "cli/main.ts"]);
  expect(problems).toEqual([]);
  const texts = new Map(bundles.map(({ entry, content }) => [entry ?? "shared", content]));
  expect([...texts.keys()]).toEqual([
    "shared",
    "daemon/main.ts",
    "cli/main.ts",
    "daemon/late/main.ts",
  ]);
  const holders = (text: string) =>
    [...texts].filter(([, content]) => content.includes(text)).map(([entry]) => entry);
  expect(holders("push(")).toEqual(["shared"]);
  expect(holders('"rare "')).toEqual(["daemon/late/main.ts"]);
  expect(holders("*10")).toEqual(["daemon/main.ts"]);
  for (const [entry, text] of texts) write(entry.replace(/(\/main.ts)?$/, ".uc"), text);
  const launcher = write(
    "show.uc",
    'import { run } from "./daemon.uc";\nprint(sprintf("%J", run()));\n'
  );
  const seen = '[ "/a", "/c", "/e" ]';
  for (const { path } of programs) {
    const text = execFileSync(path, [launcher], { encoding: "utf8" });
    expect(text).toBe(`[ ${seen}, 10, [ "d", ${seen}, "rare /c/d", "plain", 20 ], ${seen} ]`);
  }
});

test.each(programs)("a late part of another build is refused by $name", ({ path }) => {
  writeSources();
  const before = buildBundles(scratch.root, ["daemon/main.ts"]).bundles;
  write("daemon/own.ts", "function own(n: number): number { return n * 9; }\nexport { own };\n");
  const after = buildBundles(scratch.root, ["daemon/main.ts"]).bundles;
  write("daemon.uc", before.find(({ entry }) => entry === "daemon/main.ts")?.content ?? "");
  write(
    "daemon/late.uc",
    after.find(({ entry }) => entry === "daemon/late/main.ts")?.content ?? ""
  );
  const lines = ["try { run(); }", "catch (fault) { print(fault.message); }"];
  const launcher = write("show.uc", `import { run } from "./daemon.uc";\n${lines.join("\n")}\n`);
  expect(execFileSync(path, [launcher], { encoding: "utf8" })).toBe(
    "it is of another version than the program"
  );
});

test("what is no bundle of ours, or is started otherwise, is refused", () => {
  writeSources();
  const wanted =
    'load a bundle of ours as loadfile(folder + "/….uc")()(), made of a folder with main.ts';
  const ways = ['folder + "/daemon/none.uc")()()', 'folder + "/daemon/late.uc")()', "folder)()()"];
  for (const way of ways) {
    write("daemon/main.ts", `const folder = "/";\nconst all = loadfile(${way};\nexport { all };\n`);
    const { problems } = buildBundles(scratch.root, ["daemon/main.ts"]);
    expect(problems.map(formatProblem)).toEqual([`daemon/main.ts:2:13: ${wanted}`]);
  }
});

test("a variable that changes cannot be lent", () => {
  writeSources();
  write(
    "daemon/own.ts",
    "let own = 1;\nfunction more(): number { return own++; }\nexport { own, more };\n"
  );
  write(
    "daemon/late/main.ts",
    'import { own } from "../own.ts";\nfunction tell(): number { return own; }\nexport { tell };\n'
  );
  write(
    "daemon/main.ts",
    'import { more } from "./own.ts";\nconst all = [more(), loadfile("" + "/daemon/late.uc")()()];\nexport { all };\n'
  );
  expect(() => buildBundles(scratch.root, ["daemon/main.ts"])).toThrow(
    "daemon/own.ts: own changes, so code that is loaded late cannot use it; export a function"
  );
});
