/** A file that is far too large is read in bounded time, and what is wrong with it is told in a few lines. */
import { describe, expect, test } from "vitest";
import { parseConfig, problemText } from "./config.ts";
import type { RawSection } from "./config.ts";

const global: RawSection = { ".name": "global", ".type": "global", enabled: "1" };

function uplink(name: string, options: Record<string, string | string[]>): RawSection {
  return { ".name": name, ".type": "interface", ...options };
}

function problemsOf(...sections: RawSection[]): string[] {
  return parseConfig(sections).problems.map((problem) => problemText(problem));
}

describe("what is far too much", () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i}`);

  test("ten thousand unknown options are a few problems", () => {
    const options = Object.fromEntries(many(10_000).map((i) => [`o${i}`, "1"]));
    const problems = problemsOf(global, uplink("wan1", { name: "wan", ...options }));
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toContain("there are 9980 more options that are none");
  });

  test("of a thousand problems the first are told, and how many there are", () => {
    const sections = many(150).map((i) => uplink(`w${i}`, { name: "", metric: "x", weight: "x" }));
    const problems = problemsOf(global, ...sections);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toMatch(/^there are \d{3} more problems/);
  });

  test("a text longer than any value is not looked into", () => {
    const [problem] = problemsOf(
      global,
      uplink("w", { name: "wan", ping_target: "9.9.9.9 ".repeat(200) })
    );
    expect(problem).toContain("is not shorter than 1024 characters");
  });

  test("sections beyond all that can be used are ignored", () => {
    const parsed = parseConfig([
      global,
      ...many(500).map((i) => uplink(`w${i}`, { name: `n${i}` })),
    ]);
    expect(parsed.interfaces).toHaveLength(199);
    expect(parsed.problems[0]?.message).toContain("more than 200 sections");
  });
});
