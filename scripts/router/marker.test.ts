import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { buildBundle } from "./build.mjs";
import { sourceOfLine } from "./marker.mjs";

const repository = resolve(import.meta.dirname, "../..");

/** The function that a line declares, or null. */
function functionIn(line = ""): string | null {
  return /^ *function (\w+)/.exec(line)?.[1] ?? null;
}

test("every function of the daemon's bundle is found in its source by its line", () => {
  const { content } = buildBundle(repository, "daemon/main.ts");
  const found = content.split("\n").flatMap((text, index) => {
    const name = functionIn(text);
    const source = sourceOfLine(content, index + 1);
    if (name == null || source == null) {
      return [];
    }
    const lines = readFileSync(join(repository, source.path), "utf8").split("\n");
    return [{ name, declared: functionIn(lines[source.line - 1]) ?? "nothing" }];
  });
  expect(found.length).toBeGreaterThan(200);
  // A name that two modules have is longer in the bundle.
  expect(found.filter(({ name, declared }) => !name.startsWith(declared))).toEqual([]);
});

test("the build's own lines come from nowhere", () => {
  const { content } = buildBundle(repository, "rpcd-plugin/main.ts");
  expect(sourceOfLine(content, 1)).toBeNull();
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

test.each(programs)("the trace of $name leads to the source", ({ path }) => {
  const root = mkdtempSync(join(tmpdir(), "mini-mwan-marker-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "daemon"));
  const halve =
    "/** Half. */\n\nfunction halve(n: number) {\n  return n * 0.5;\n}\nexport { halve };\n";
  writeFileSync(join(root, "daemon/halve.ts"), halve);
  writeFileSync(join(root, "daemon/main.ts"), source);
  const { content, problems } = buildBundle(root, "daemon/main.ts");
  expect(problems).toEqual([]);
  const bundle = join(root, "bundle.uc");
  writeFileSync(bundle, content);
  const launcher = join(root, "show.uc");
  writeFileSync(launcher, 'import { shown } from "./bundle.uc";\nshown(null);\n');
  const { stderr } = spawnSync(path, [launcher], { encoding: "utf8" });
  const line = /bundle\.uc, line (\d+)/.exec(stderr)?.[1] ?? stderr;
  const words = [join(repository, "scripts/where.mjs"), bundle, line];
  expect(execFileSync(process.execPath, words, { encoding: "utf8" })).toBe("daemon/main.ts:9\n");
});
