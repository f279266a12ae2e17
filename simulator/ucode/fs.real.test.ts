import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findUcode, runUcode } from "../node/real-program.ts";
import { fsCases } from "./fs.cases.ts";

const ucode = findUcode();

describe.skipIf(ucode === null)("the real module gives the same (program: ucode)", () => {
  test("to every call", () => {
    const folder = mkdtempSync(join(tmpdir(), "mini-mwan-fs-"));
    const steps = fsCases.map(
      ([call]) =>
        `value = ${call}; print(sprintf("%J", value), "\\0", sprintf("%J", F.error()), "\\0");`
    );
    const head = `import * as F from "fs"; let h, value, d = "${folder}";`;
    const parts = runUcode(ucode!, [head, ...steps].join("\n")).split("\0");
    rmSync(folder, { recursive: true });
    const results = fsCases.map(([call], at) => [call, parts[2 * at], parts[2 * at + 1]]);
    expect(results).toEqual(fsCases);
  });
});
