import { describe, expect, test } from "vitest";
import { findUcode, runUcode } from "../node/real-program.ts";
import { builtinCases } from "./builtins.cases.ts";

const ucode = findUcode();

describe.skipIf(ucode === null)("the expectations hold on a real ucode (program: ucode)", () => {
  test("every expression gives the same text", () => {
    const lines = builtinCases.map(([expression]) => `print(sprintf("%J", ${expression}), "\\0");`);
    const outputs = runUcode(ucode!, lines.join("\n")).split("\0").slice(0, -1);
    expect(outputs).toEqual(builtinCases.map(([, json]) => json));
  });
});
