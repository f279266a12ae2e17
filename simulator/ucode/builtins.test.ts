import { describe, expect, test } from "vitest";
import { builtins } from "./builtins.ts";
import { builtinCases } from "./builtins.cases.ts";
import { setWorld } from "./current.ts";
import { World } from "../world/world.ts";

/** Evaluates an expression with ucode's global functions in reach. */
function evaluate(expression: string): unknown {
  const names = Object.keys(builtins);
  const evaluator = new Function(...names, `return ${expression};`);
  return evaluator(...Object.values(builtins));
}

describe("a global function of ucode", () => {
  test.each(builtinCases)("%s", (expression, json) => {
    expect(builtins.sprintf("%J", evaluate(expression))).toBe(json);
  });

  test("json and die throw what a caller can catch and read", () => {
    expect(() => builtins.json("{bad")).toThrow("Failed to parse JSON string");
    expect(() => builtins.die("no uplink")).toThrow("no uplink");
  });

  test("text with characters beyond a byte counts as UTF-8", () => {
    expect(builtins.length("日本")).toBe(6);
    expect(builtins.ord("日", 0)).toBe(0xe6);
  });
});

describe("time", () => {
  test("is the virtual clock's", () => {
    const world = new World();
    setWorld(world);
    const startS = builtins.time();
    world.clock.advance(2500.25);
    expect(builtins.clock(true)).toEqual([2, 500_250_000]);
    expect(builtins.time() - startS).toBe(2);
  });
});
