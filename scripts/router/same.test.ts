import { expect, test } from "vitest";
import { parseFile } from "../dialect/parse.mjs";
import { firstDifference } from "./same.mjs";

function difference(before: string, after: string): number | null {
  const [one, other] = [before, after].map((text) => {
    const { program, problems } = parseFile({ path: "a.ts", text });
    expect(problems).toEqual([]);
    return program;
  });
  return firstDifference(one!, other!);
}

test.each([
  ["names of variables", "const a = 1; a; (b) => a + b;", "const x=1;x;(y)=>x+y;"],
  ["a property and its variable", "const a = 1; x({ a });", "const b = 1; x({ a: b });"],
  ["what others call an export", "const a = 1; export { a };", "const b=1;export{b as a};"],
  ["what others call an import", 'import { a } from "m"; a;', 'import{a as b}from"m";b;'],
  ["how variables are declared", "const a = 1; let b = a; b;", "let a=1,b=a;b;"],
  ["what is in quotes", 'import { a } from "m"; a;', 'import{"a"as b}from"m";b;'],
  ["the quotes of a text", 'x("a  b", "\\n");', "x(`a  b`,`\n`);"],
])("%s may change", (_, before, after) => {
  expect(difference(before, after)).toBeNull();
});

test.each([
  ["another variable", "const a = 1; const b = 2; a;", "const x = 1; const y = 2; y;"],
  ["a hidden variable", "const a = 1; (b) => a;", "const a = 1; (a) => a;"],
  ["a global name", "length(1);", "size(1);"],
  ["a variable that hides a global name", "const a = 1; e(a);", "const e = 1; e(e);"],
  ["a property", "x.a;", "x.b;"],
  ["a property's name in an object", "x({ a: 1 });", "x({ b: 1 });"],
  ["how a number is written", "x(1.0);", "x(1);"],
  ["a text", 'x("a  b");', 'x("a b");'],
  ["a template", "x(`a  b`);", "x(`a b`);"],
  ["a pattern", "x(/a  b/);", "x(/a b/);"],
  ["an operator", "x = 1 + 2;", "x = 1 - 2;"],
  ["a missing statement", "x(); y();", "x();"],
  ["the order of variables", "const a = 1; const b = 2; a;", "const b=2;const a=1;a;"],
  ["what an export is called", "const a = 1; export { a };", "const b = 1; export { b };"],
  ["a variable that becomes constant", "let a = 1;", "const a = 1;"],
  ["a number in quotes", "x(1);", 'x("1");'],
  ["what an import is called", 'import { a } from "m"; a;', 'import { b } from "m"; b;'],
])("%s is a difference", (_, before, after) => {
  expect(difference(before, after)).not.toBeNull();
});
