import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { filesBelow } from "../files.mjs";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { buildRouterTree, installFolder, root, writeLauncher } from "./router-tree.ts";
import { runVectors } from "./router/runner.ts";
import type { Vectors } from "./router/runner.ts";

const vectorFiles = ["shared/router/testdata", "daemon/engine/testdata", "cli/testdata"]
  .flatMap((folder) => filesBelow(root, folder))
  .filter((path) => path.endsWith(".json"));

function readVectors(path: string): Vectors {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

const vectorModules = vectorFiles.flatMap((path) => readVectors(path).module ?? []);

async function printedOnNode(vectors: Vectors): Promise<string> {
  const module = vectors.module;
  const found = module == null ? {} : await import(/* @vite-ignore */ join(root, module));
  return runVectors(vectors, found[vectors.function ?? ""] ?? null);
}

test.each(vectorFiles)("on Node %s gives what it says", async (path) => {
  const vectors = readVectors(path);
  const printed = await printedOnNode(vectors);
  expect(printed.split("\n").filter((line) => line.includes(", not "))).toEqual([]);
  expect(printed.split("\n").length).toBeGreaterThan(2);
});

const programs = findUcodePrograms();
if (programs.length === 0) {
  test("ucode gives the same bytes as Node", (context) => context.skip(missingUcode));
}

function run(program: string, script: string) {
  return spawnSync(program, [script], { encoding: "utf8", timeout: 60_000 });
}

/** Names of ucode's own modules that a built file needs, itself or through its imports. */
function modulesNeededBy(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) {
    return new Set();
  }
  seen.add(path);
  const specifiers = [...readFileSync(path, "utf8").matchAll(/\bimport\b[^;]*?\bfrom ?"([^"]+)"/g)];
  const needed = specifiers.map(([, specifier = ""]) =>
    specifier.startsWith(".")
      ? modulesNeededBy(join(path, "..", specifier), seen)
      : new Set([specifier])
  );
  return new Set(needed.flatMap((names) => [...names]));
}

describe.each(programs)("$name", async (program) => {
  const tree = await buildRouterTree(vectorModules);
  afterAll(() => rmSync(tree, { recursive: true }));
  const installed = filesBelow(tree, installFolder);

  test.each(vectorFiles)("gives the same bytes as Node for %s", async (path) => {
    const vectors = readVectors(path);
    const result = run(program.path, writeLauncher(tree, path, vectors));
    expect(result.stderr).toBe("");
    expect(result.stdout).toBe(await printedOnNode(vectors));
  });

  function missingModules(path: string): string[] {
    return [...modulesNeededBy(path)].filter((name) => {
      const probe = join(tree, installFolder, `has-${name}.uc`);
      writeFileSync(probe, `import * as found from "${name}";\n`);
      return run(program.path, probe).status !== 0;
    });
  }

  const modules = installed.filter((path) => path.endsWith(".uc"));
  // A bundle that is loaded late gives its exports in an object, which no module may.
  const isLate = (path: string): boolean =>
    /\breturn\{[^{}]*\};$/.test(readFileSync(join(tree, path), "utf8"));

  test.for(modules.filter(isLate))("loads %s late", (path, context) => {
    const missing = missingModules(join(tree, path));
    context.skip(missing.length > 0, `${program.name} has no module ${missing.join(", ")}`);
    const launcher = join(tree, "load.uc");
    writeFileSync(launcher, `print(type(loadfile("${join(tree, path)}")()));\n`);
    const result = run(program.path, launcher);
    expect(result.stderr + result.stdout).toBe("object");
  });

  test.for(modules.filter((path) => !isLate(path)))("loads %s", (path, context) => {
    const missing = missingModules(join(tree, path));
    context.skip(missing.length > 0, `${program.name} has no module ${missing.join(", ")}`);
    const launcher = join(tree, "load.uc");
    writeFileSync(launcher, `import "./${path}";\nprint("loaded");\n`);
    const result = run(program.path, launcher);
    expect(result.stderr + result.stdout).toBe("loaded");
  });

  const isShell = (path: string): boolean =>
    readFileSync(join(tree, path), "utf8").startsWith("#!/bin/sh");
  const launchers = ["usr/share/rpcd/ucode", "usr/sbin"]
    .flatMap((folder) => filesBelow(tree, folder))
    .filter((path) => !isShell(path));
  test.for(launchers)("compiles the launcher %s", (path, context) => {
    const missing = missingModules(join(tree, path));
    context.skip(missing.length > 0, `${program.name} has no module ${missing.join(", ")}`);
    const compiled = join(tree, "compiled.uco");
    const result = spawnSync(program.path, ["-c", "-o", compiled, join(tree, path)], {
      encoding: "utf8",
    });
    expect(result.stderr).toBe("");
    expect(result.status).toBe(0);
  });

  test("compiles the daemon's program", (context) => {
    const packed = readFileSync(join(tree, installFolder, "daemon/mini-mwand.uc.gz"));
    const text = gunzipSync(packed).toString();
    const source = join(tree, "mini-mwand.uc");
    writeFileSync(source, text.replaceAll('"shared"', `"./${installFolder}/shared.uc"`));
    const missing = missingModules(source);
    context.skip(missing.length > 0, `${program.name} has no module ${missing.join(", ")}`);
    const words = ["-L", join(tree, installFolder), "-c", "-o", join(tree, "compiled.uco"), "-"];
    const result = spawnSync(program.path, words, { encoding: "utf8", input: text });
    expect(result).toMatchObject({ stderr: "", status: 0 });
  });
});
