/** The page's texts in other languages. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { findProgram } from "../../simulator/node/real-program.ts";
import { compileCatalogue, formatTemplate, languages, parseCatalogue } from "./catalogue.mjs";
import type { Language } from "./catalogue.mjs";
import { collectTexts, textsInSource } from "./extract.mjs";
import { formatLmo } from "./lmo.mjs";
import { cataloguePath, templatePath } from "./paths.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const texts = collectTexts(root);

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The places for values, in their order: a translation has as many. */
function placesIn(text: string): string[] {
  return text.match(/%(?:\d\$)?[sd]/g) ?? [];
}

describe("texts are found", () => {
  test("in calls, and in both branches of a condition", () => {
    const source = `_("a"); _(x ? "b" : y ? "c" : "d");`;
    expect(textsInSource("x.ts", source).map(({ text }) => text)).toEqual(["a", "b", "c", "d"]);
  });

  test("a call without a text of its own is refused by name", () => {
    expect(() => textsInSource("x.ts", "_(words[0])")).toThrow("x.ts: _(words[0])");
  });

  test("from the page, the option tables, LuCI's menu and the overview", () => {
    for (const text of ["Status", "Configuration", "Save & Apply", "Check interval"]) {
      expect([...texts.keys()]).toContain(text);
    }
  });

  test("none has what LuCI's look-up would not find: spaces at its ends or twice", () => {
    expect([...texts.keys()].filter((text) => text !== text.trim() || /\s\s/.test(text))).toEqual(
      []
    );
  });
});

test("the template has exactly the page's texts; npm run i18n brings it up to date", () => {
  expect(read(templatePath)).toBe(formatTemplate(texts));
});

describe.each(Object.keys(languages) as Language[])("%s", (language) => {
  const catalogue = existsSync(join(root, cataloguePath(language)))
    ? parseCatalogue(read(cataloguePath(language)))
    : new Map<string, string>();

  test("every text is translated", () => {
    expect([...texts.keys()].filter((text) => !catalogue.has(text))).toEqual([]);
  });

  test("nothing is translated that is not there any more", () => {
    expect([...catalogue.keys()].filter((text) => !texts.has(text))).toEqual([]);
  });

  test("each value keeps its place", () => {
    const wrong = [...catalogue].filter(
      ([text, translated]) => placesIn(text).length !== placesIn(translated).length
    );
    expect(wrong).toEqual([]);
  });
});

describe("a compiled catalogue", () => {
  test("has texts, their index by hash, and where the index begins", () => {
    const bytes = formatLmo([{ original: "Save", translated: "Speichern" }], "nplurals=2;");
    expect(bytes.readUInt32BE(bytes.length - 4)).toBe(24);
    expect(bytes.subarray(0, 24).toString()).toBe("nplurals=2;\0Speichern\0\0\0");
    expect(bytes.readUInt32BE(24 + 16)).toBe(0x219966c7);
  });

  const missing = findProgram("po2lmo") == null;
  test.skipIf(missing)(
    missing ? "skipped: not on the PATH: po2lmo" : "is what LuCI's own tool makes, byte for byte",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "mini-mwan-lmo-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      for (const language of Object.keys(languages) as Language[]) {
        const po = read(cataloguePath(language));
        const [input, output] = [join(folder, "in.po"), join(folder, "out.lmo")];
        writeFileSync(input, po);
        execFileSync("po2lmo", [input, output]);
        expect(compileCatalogue(parseCatalogue(po), language)).toEqual(readFileSync(output));
      }
    }
  );
});
