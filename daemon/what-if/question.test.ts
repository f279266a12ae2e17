import { describe, expect, test } from "vitest";
import { objectionToDown } from "./question.ts";

describe("uplinks that are down", () => {
  test.each([
    [null, "down is missing; it must list one or more sections of uplinks"],
    [[], "down is empty; it must list one or more sections of uplinks"],
    [["fibre", 7], "down has '7' in it; it must list one or more sections of uplinks"],
  ])("are not %j", (down, message) => {
    expect(objectionToDown(down)).toEqual({ message, code: 2 });
  });

  test("are sections of uplinks", () => {
    expect(objectionToDown(["fibre", "lte"])).toBeNull();
  });
});
