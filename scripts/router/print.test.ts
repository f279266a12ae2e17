import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { findUcodePrograms, missingUcode } from "../ucode-programs.mjs";
import { bundleTogether } from "./bundle.mjs";
import type { Module } from "./module.mjs";
import { parseFile } from "../dialect/parse.mjs";
import { programs, textOfProgram } from "./testing/programs.ts";

/** What a program is about, the program, and what it prints. */
const stories: [string, string, string][] = [
  [
    "numbers are written as before: 1.0 is no integer",
    "const one = 1.0;\nprint([one, 7 / 2, 7.0 / 2, 1e3, 1 === 1.0]);\n",
    "[ 1.0, 3, 3.5, 1000.0, false ]",
  ],
  [
    "a sign stays apart from another, and from a hexadecimal e",
    "let count = 5;\nconst sum = count++ + ++count;\nconst rest = count-- - --count;\n" +
      'print(sum, " ", rest, " ", 0xfe + 1, " ", 0xfe - 1, " ", 1 - -1, " ", 2 + +3, " ", - -count);\n',
    "12 2 255 253 2 5 5",
  ],
  [
    "patterns keep their blanks and slashes",
    'const text = "a  b/c";\nprint(match(text, /a  b\\/c/) != null, " ", replace("a b c", / /g, "_"), " ", match("x", / x/) == null);\n',
    "true a_b_c true",
  ],
  [
    "a division is no pattern",
    'const whole = 8.0;\nconst g = 2;\nprint(whole / g / 2, " ", (whole) / g, " ", [whole][0] / g);\n',
    "2 4 4",
  ],
  [
    "texts and templates keep their blanks, what templates hold does not",
    "const word = \"a  // b\";\nprint(`${ word }  <\n  ${ { inner : word + ' ; ' }.inner }${ `${ word } ` }>`);\n",
    "a  // b  <\n  a  // b ; a  // b >",
  ],
  [
    "loops over arrays and objects",
    'for (let key in { first: 1, second: 2 }) {\n  print(key, " ");\n}\nfor (let i = 0, j = 9; i < 2; i++, j--) {\n  print(i, j, " ");\n}\n',
    "first second 09 18 ",
  ],
  [
    "closures in closures know their variables, each its own",
    `function counter(start) {
  let count = start;
  const inner = (step) => {
    const more = () => { count += step; return count; };
    return more;
  };
  return { by: (step) => inner(step)(), read: () => count };
}
const left = counter(1);
const right = counter(10);
left.by(2); right.by(5); left.by(3);
print(left.read(), " ", right.read());
`,
    "6 15",
  ],
  [
    "a name may hide another, in a function, a block, a loop and a catch",
    `const name = "outer";
function show(name) {
  if (name != null) {
    const name = "block";
    print(name, " ");
  }
  for (let name = 0; name < 1; name++) { print(name, " "); }
  try { die("x"); } catch (name) { print(name.message, " "); }
  return name;
}
print(show("parameter"), " ", name);
`,
    "block 0 x parameter outer",
  ],
  [
    "a variable with a builtin's name hides it only where it is known",
    'function f(length) { return length + 1; }\nconst size = (map) => map;\nprint(f(3), length("ab"), size(4), map([1], (x) => x + 1));\n',
    "424[ 2 ]",
  ],
  [
    "no short name hides a builtin that is used",
    `${Array.from({ length: 900 }, (_, index) => `let variable${index} = ${index};`).join("\n")}
print(${Array.from({ length: 900 }, (_, index) => `variable${index}`).join(" + ")}, lc("A"), uc("b"), hex("f"));
`,
    "404550aB15",
  ],
  [
    "properties keep their names, in every way to write them",
    `const name = 1;
const other = { name, "quoted": name, nested: { name: 2 } };
const copy = { ...other, name: 3, [name + "x"]: 4 };
copy.quoted = name;
copy["name"] += 1;
delete copy.nested;
delete copy["1x"];
print(other, copy, exists(copy, "name"), "name" in copy, !("nested" in copy));
`,
    '{ "name": 1, "quoted": 1, "nested": { "name": 2 } }{ "name": 4, "quoted": 1 }truetruetrue',
  ],
  [
    "what may be missing",
    `const thing = null;
const full = { part: { value: 7 }, call: () => "called", list: [5] };
print([thing?.part?.value, full?.part?.value, full?.["part"]?.value, full.call?.(), thing ?? "none"]);
print(full ? [1] : [2], full.list?.[0], thing?.[0]);
`,
    '[ null, 7, 7, "called", "none" ][ 1 ]5',
  ],
  [
    "cases, with signs, texts and falling through",
    `function word(value) {
  switch (value) {
    case -1:
    case 1: {
      const sign = value < 0 ? "minus" : "plus";
      return sign;
    }
    case "a": return"letter";
    default:
      return "";
  }
}
print(word(-1), word(1), word("a"), word(2));
`,
    "minusplusletter",
  ],
  [
    "functions that call themselves, and closures that know their own variable",
    "function down(n) { return n == 0 ? 0 : down(n - 1); }\nlet self = null;\nself = () => type(self);\nprint(down(3), self());\n",
    "0function",
  ],
  [
    "objects that arrows give, rests and spreads, with commas behind the last",
    'const wrap = (value, ...rest) => ({ value, rest, });\nconst list = [1, ...[2, 3], ];\nprint(wrap("a", ...list), length([[],[ ],]));\n',
    '{ "value": "a", "rest": [ 1, 2, 3 ] }2',
  ],
  [
    "modules of ucode under other names",
    'import { basename as base, "dirname" as folder, error } from "ucode:fs";\nimport * as files from "ucode:fs";\nprint(base("/a/b"), folder("/a/b"), files.basename("/c"), error());\n',
    "b/ac",
  ],
  [
    "returns without a value, and variables that nothing is put into",
    "function f(a) {\n  if (a) { return; }\n  let b;\n  let c = 1, d;\n  const e = [b, c, d];\n  return e;\n}\nprint([f(true), f(false)]);\n",
    "[ null, [ null, 1, null ] ]",
  ],
  [
    "statements that begin with brackets, signs and words",
    `let list = [1];
[2, 3];
++list[0];
while (true) { break; }
for (let i = 0; i < 3; i++) { if (i == 1) continue; else print(i); }
if (!list) print("no"); else if (list[0] == 2) { print("yes"); } else { print("never"); }
{ const inner = 1; print(inner); }
`,
    "02yes1",
  ],
];

const interpreters = findUcodePrograms();
const folder = mkdtempSync(join(tmpdir(), "mini-mwan-compact-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program in few bytes, as bundles go to the router. */
async function printed(text: string): Promise<string> {
  const file = { path: "program.ts", text };
  const module: Module = { ...file, ...parseFile(file), imports: [], late: [] };
  const [bundle] = await bundleTogether(() => module, { "program.uc": "program.ts" });
  return bundle?.content ?? "";
}

/** What a program tells, and says when it fails, but for the place. */
function told(path: string, text: string): string {
  const file = join(folder, "program.uc");
  writeFileSync(file, text.replaceAll('"ucode:', '"'));
  const { stdout, stderr } = spawnSync(path, [file], { encoding: "utf8", timeout: 20_000 });
  return stdout + (stderr.split("\n")[0] ?? "");
}

if (interpreters.length === 0) {
  test("ucode runs printed programs", (context) => context.skip(missingUcode));
}

describe.each(interpreters)("$name takes for the same", ({ path }) => {
  test.each(stories)("%s", async (_, text, expected) => {
    const content = await printed(text);
    expect(told(path, text)).toBe(expected);
    expect([told(path, content), content]).toEqual([expected, content]);
    expect(content.length).toBeLessThan(text.length);
  });

  test("programs made by chance", async () => {
    let printing = 0;
    const compare = async (body: Parameters<typeof textOfProgram>[0]): Promise<void> => {
      const text = textOfProgram(body);
      const plain = told(path, text);
      expect(told(path, await printed(text))).toBe(plain);
      printing += Number(plain.length > 20 && !plain.includes("error"));
    };
    await fc.assert(fc.asyncProperty(programs, compare), { numRuns: 150 });
    expect(printing).toBeGreaterThan(40);
  });
});

test("numbers stay as written, and what others call an export is in quotes", async () => {
  const text = `// Why.
const half = 0.5;
const limits = [1000, 1.0, 0xff, 2.5e-3];

/** A sentence. */
function twice(value, spare) {
  for (let i = 0, j = 1; i < j; i++) { break; }
  if (limits[0] > half) { return; }
  return { value, twice : "a  b", list: [ value * half, limits ] };
}
export { twice, half as share };
`;
  expect(await printed(text)).toBe(
    "let e=0.5,t=[1000,1.0,0xff,2.5e-3];function n(n,r){for(let e=0,t=1;e<t;e++)break;" +
      'if(t[0]>e)return;return{value:n,twice:`a  b`,list:[n*e,t]}}export{e as "share",n as "twice"};'
  );
});

test("a text that is no program is the build's fault and said to be", async () => {
  await expect(printed("const = 1;")).rejects.toThrow(/Unexpected token/);
});
