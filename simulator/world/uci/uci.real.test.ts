import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findUcode, runUcode } from "../../node/real-program.ts";
import { uciCases } from "./uci.cases.ts";

const ucode = findUcode();

describe.skipIf(ucode === null)(
  "libuci reads the same (program: ucode with its uci module)",
  () => {
    test("every file gives the sections expected", () => {
      const folder = mkdtempSync(join(tmpdir(), "mini-mwan-uci-"));
      uciCases.forEach(({ text }, at) => writeFileSync(join(folder, `case${at}`), text));
      const script = `
      import { cursor } from "uci";
      for (let i = 0; i < ${uciCases.length}; i++) {
        let uci = cursor("${folder}", "${folder}/delta");
        uci.load("case" + i);
        print(uci.get_all("case" + i) ?? "null", "\\0");
      }`;
      const outputs = runUcode(ucode!, script).split("\0").slice(0, -1);
      rmSync(folder, { recursive: true });
      expect(outputs.map((output) => JSON.parse(output))).toEqual(
        uciCases.map(({ sections }) => sections)
      );
    });
  }
);
