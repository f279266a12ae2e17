/** Code that a program loads when it needs it: a bundle with all it needs, which gives what it exports. */
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
  const loaded = loadfile(folder + "/daemon/late.uc")();
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

test("what is loaded late has all it needs, and no variable in common with the program", async () => {
  writeSources();
  const { bundles, problems } = await buildBundles(scratch.root, ["daemon/main.ts", "cli/main.ts"]);
  expect(problems).toEqual([]);
  const texts = new Map(bundles.map(({ name, content }) => [name, content]));
  expect([...texts.keys()]).toEqual(["cli.uc", "daemon.uc", "shared.uc", "daemon/late.uc"]);
  const holders = (text: string) =>
    [...texts].filter(([, content]) => content.includes(text)).map(([name]) => name);
  expect(holders("push(")).toEqual(["shared.uc", "daemon/late.uc"]);
  expect(holders("`rare `")).toEqual(["daemon/late.uc"]);
  expect(holders("*10")).toEqual(["daemon.uc", "daemon/late.uc"]);
  for (const [name, text] of texts) write(name, text);
  const launcher = write(
    "show.uc",
    'import { run } from "./daemon.uc";\nprint(sprintf("%J", run()));\n'
  );
  const seen = '[ "/c", "/e" ]';
  for (const { path } of programs) {
    const text = execFileSync(path, [launcher], { encoding: "utf8" });
    expect(text).toBe(`[ [ "/a" ], 10, [ "d", ${seen}, "rare /c/d", "plain", 20 ], ${seen} ]`);
  }
});

test("what is no bundle of ours, or is started otherwise, is refused", async () => {
  writeSources();
  const wanted =
    'load a bundle of ours as loadfile(folder + "/….uc")(), made of a folder with main.ts';
  const ways = ['folder + "/daemon/none.uc")()', 'folder + "/daemon/late.uc")', "folder)()()"];
  for (const way of ways) {
    write("daemon/main.ts", `const folder = "/";\nconst all = loadfile(${way};\nexport { all };\n`);
    const { problems } = await buildBundles(scratch.root, ["daemon/main.ts"]);
    expect(problems.map(formatProblem)).toEqual([`daemon/main.ts:2:13: ${wanted}`]);
  }
});
