/** The fixtures: one small program for each construct outside the dialect. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moduleText } from "../router/testing/module-text.ts";

const folder = join(import.meta.dirname, "fixtures");

interface Fixture {
  /** Construct's id, or `allowed`. */
  id: string;
  path: string;
  text: string;
  /** Lines marked with `// fault`, or `fault` in a block comment, once for each fault, ascending. */
  faultLines: number[];
  /** Expected output on Node, or null when it does not run there. */
  nodePrints: string | null;
}

/** What a fixture's first lines say of ucode programs with this name. */
interface Expectation {
  /** What it may print, by version; null when it fails. */
  prints: string[] | null;
  /** Text of the error it ends with, or `crash`. */
  fails: string | null;
}

function faultsIn(text: string): number[] {
  return text.split("\n").flatMap((line, index) => {
    const marker = /\/\/ (fault(?: fault)*)$|\/\* (fault) \*\//.exec(line)?.[0] ?? "";
    return [...marker.matchAll(/fault/g)].map(() => index + 1);
  });
}

function printedBy(program: string, text: string): string | null {
  const escaped = program.replaceAll(".", "\\.");
  return new RegExp(`^// ${escaped} prints: (.*)$`, "m").exec(text)?.[1] ?? null;
}

function readFixtures(): Fixture[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(path, "utf8");
      const id = name.replace(/\.tsx?$/, "");
      return { id, path, text, faultLines: faultsIn(text), nodePrints: printedBy("node", text) };
    });
}

/** What a ucode program of this name must do with the fixture, or null when nothing is said. */
function expectationOf(fixture: Fixture, program: string): Expectation | null {
  for (const name of [program, "ucode"]) {
    const prints = printedBy(name, fixture.text);
    const fails = new RegExp(`^// ${name.replaceAll(".", "\\.")}: (.*)$`, "m").exec(fixture.text);
    if (prints != null || fails != null) {
      return { prints: prints?.split(" or ") ?? null, fails: fails?.[1] ?? null };
    }
  }
  return null;
}

/** The fixtures as ucode modules in a folder of their own, their faults left in. */
function translateFixtures(fixtures: Fixture[]): string {
  const out = mkdtempSync(join(tmpdir(), "mini-mwan-dialect-"));
  for (const fixture of fixtures) {
    writeFileSync(join(out, `${fixture.id}.uc`), moduleText(fixture.text));
    writeFileSync(join(out, `main-${fixture.id}.uc`), `import "./${fixture.id}.uc";\n`);
  }
  return out;
}

export { expectationOf, folder, readFixtures, translateFixtures };
export type { Fixture };
