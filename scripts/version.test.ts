import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "../shared/version.ts";

test("the router's version is the package's", () => {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  expect(version).toBe(JSON.parse(text).version);
});
