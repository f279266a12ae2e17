/** A library's source is rewritten by what is known of the page. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import type { Rollup } from "vite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bodyOf } from "./compress.mjs";
import { specialise } from "./specialise.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mini-mwan-library-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a program gives that is built with a library of one file, and the built code. */
async function run(library: string, facts: Record<string, string>, program: string) {
  writeFileSync(join(folder, "index.js"), library);
  writeFileSync(join(folder, "program.js"), program);
  const plugin = specialise({ name: "library", folder, entry: "index.js", facts, names: {} });
  const { output } = (await build({
    configFile: false,
    logLevel: "silent",
    root: folder,
    plugins: [plugin],
    build: {
      write: false,
      minify: "oxc",
      rolldownOptions: {
        input: join(folder, "program.js"),
        preserveEntrySignatures: "strict",
      },
    },
  })) as Rollup.RollupOutput;
  const { code } = output[0];
  return { code, result: new Function(bodyOf(code))().result as unknown };
}

describe("facts", () => {
  test("take with them what they decide", async () => {
    const library = `export function draw(text, isServer) {
      if (isServer) return "<!-- server -->" + text;
      return options.hook ? options.hook(text) : text;
    }
    const options = { hook: null };`;
    const program = `import { draw } from "library"; export const result = draw("page", false);`;
    const { code, result } = await run(
      library,
      { isServer: "false", "options.hook": "null" },
      program
    );
    expect(result).toBe("page");
    expect(code).not.toMatch(/server|hook/);
  });

  test("stand however they are laid out, and nowhere in part", async () => {
    const library = `export const both = (a, b) => [a.flag   /* why */
      && b, a.flagged && b];`;
    const program = `import { both } from "library";
      export const result = both({ flag: 1, flagged: 2 }, "b");`;
    const { result } = await run(library, { "a.flag && b": '"known"' }, program);
    expect(result).toEqual(["known", "b"]);
  });

  test("make assignments needless, but not what is computed for them", async () => {
    const library = `export const log = [];
    const step = (name) => { log.push(name); return name; };
    export function work(state) {
      state.debug = step("left out");
      let copy;
      copy = state.debug = step("computed");
      return [copy, "debug" in state];
    }`;
    const program = `import { log, work } from "library"; export const result = [work({}), log];`;
    const { result } = await run(library, { "state.debug": "undefined" }, program);
    expect(result).toEqual([["computed", false], ["computed"]]);
  });

  test("need not be passed: the other arguments keep their places", async () => {
    const library = `function sum(mode, a, quiet, b, loud) { return [mode, a, quiet, b, loud]; }
    export const result = sum("x", 1, "y", 2, "z");`;
    const program = `export { result } from "library";`;
    const facts = { mode: '"m"', quiet: "true", loud: "null" };
    expect((await run(library, facts, program)).result).toEqual(["m", 1, true, 2, null]);
  });

  test("of which the library has no trace end the build", async () => {
    const program = `export { result } from "library";`;
    await expect(run("export const result = 1;", { "options.gone": "0" }, program)).rejects.toThrow(
      'library has no "options.gone"'
    );
  });
});

test("a library's own fields have short names, everything else its own", async () => {
  const library = `export function make(_flags) {
    const node = { _parent: null, _flags, name: "n", "_quoted": 1 };
    node._parent = { _flags: 2 };
    return [node._parent._flags + node._flags, node.name, Object.keys(node).includes("_quoted")];
  }`;
  const program = `import { make } from "library"; export const result = make(1);`;
  const { code, result } = await run(library, {}, program);
  expect(result).toEqual([3, "n", true]);
  expect(code).not.toMatch(/_parent|_flags/);
});

test("a module that is not one file cannot be shipped as one", () => {
  expect(() => bodyOf('import{a}from"./b.js";export{a};')).toThrow(/not one file/);
});
