import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { buildBundles } from "./build.mjs";
import { sourceOf } from "./marker.mjs";

const repository = resolve(import.meta.dirname, "../..");

/** The text of a source's line. */
function lineOf({ path, line }: { path: string; line: number }): string {
  return readFileSync(join(repository, path), "utf8").split("\n")[line - 1] ?? "";
}

test("every function of the router's bundles is found in its source by its line", () => {
  const { bundles, problems } = buildBundles(repository);
  expect(problems).toEqual([]);
  const found = bundles.flatMap((bundle) =>
    bundle.content.split("\n").flatMap((text, index) => {
      const isFunction = /^function \w+\(/.test(text);
      const source = isFunction ? sourceOf(bundle, index + 1) : null;
      return isFunction ? [source == null ? "nothing" : lineOf(source)] : [];
    })
  );
  expect(found.length).toBeGreaterThan(200);
  // The function around code that is loaded late is the build's own: two of the daemon, two of the plugin.
  expect(found.filter((text) => !/^ *function \w+/.test(text))).toEqual(Array(4).fill("nothing"));
});

test("a property in the router's bundles is found in its source by its byte", () => {
  const { bundles } = buildBundles(repository);
  const found = bundles.flatMap((bundle) =>
    bundle.content.split("\n").flatMap((text, index) =>
      // Every fourth line is enough.
      [...(index % 4 > 0 ? "" : text).matchAll(/\.[a-z]\w{7,}/g)].map((one) => {
        const source = sourceOf(bundle, index + 1, one.index + 1);
        return source != null && lineOf(source).includes(one[0]) ? null : one[0];
      })
    )
  );
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter((one) => one != null)).toEqual([]);
});

test("where.mjs tells the place of a bundle on the router, and refuses other bundles", () => {
  const where = (...words: string[]) => {
    const run = spawnSync(process.execPath, [join(repository, "scripts/where.mjs"), ...words], {
      encoding: "utf8",
    });
    return run.stdout + run.stderr;
  };
  const { bundles } = buildBundles(repository);
  const daemon = bundles.find(({ entry }) => entry === "daemon/main.ts");
  expect(sourceOf(daemon!, 1)).toBeNull();
  const lines = (daemon?.content ?? "").split("\n");
  const line = lines.findIndex((text) => text.startsWith('gc("collect")')) + 1;
  const path = "/usr/share/mini-mwan/daemon.uc";
  expect(where(path, String(line))).toMatch(/^daemon\/answering\.ts:\d+\n$/);
  expect(where(path, "0")).toMatch(/^Use: node/);
  expect(where("none.uc", "1")).toMatch(/^none\.uc names no bundle of shared\.uc, daemon\.uc,/);
  expect(where("explain.uc", "1")).toMatch(/^explain\.uc names more than one bundle of /);
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-where-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "daemon.uc"), "other");
  expect(where(join(folder, "daemon.uc"), "1")).toMatch(/made of other sources/);
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
  const { bundles, problems } = buildBundles(root, ["daemon/main.ts"]);
  expect(problems).toEqual([]);
  const bundle = bundles[0]!;
  writeFileSync(join(root, "bundle.uc"), bundle.content);
  const launcher = join(root, "show.uc");
  writeFileSync(launcher, 'import { shown } from "./bundle.uc";\nshown(null);\n');
  const { stderr } = spawnSync(path, [launcher], { encoding: "utf8" });
  const [, line, byte] = (/bundle\.uc, line (\d+), byte (\d+)/.exec(stderr) ?? []).map(Number);
  expect(sourceOf(bundle, line ?? 0)).toEqual({ path: "daemon/main.ts", line: 8 });
  expect(sourceOf(bundle, line ?? 0, byte)).toEqual({ path: "daemon/main.ts", line: 9 });
});
