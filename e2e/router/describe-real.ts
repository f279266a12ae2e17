/** Groups of tests on real programs. */
import { describe } from "vitest";
import { findUcodePrograms } from "../../scripts/ucode-programs.mjs";
import type { UcodeProgram } from "../../scripts/ucode-programs.mjs";
import { obstacleTo } from "./programs.ts";
import type { Rights } from "./programs.ts";

/** Every interpreter there is, sorted by name; one that stands for them where tests can only be skipped. */
function ucodePrograms(): readonly UcodeProgram[] {
  const found = findUcodePrograms();
  return found.length > 0 ? found : [{ name: "ucode", path: "ucode" }];
}

/** Defines tests that need these programs; where one is missing they are skipped, and the name says why. */
function describeReal(
  name: string,
  programs: readonly string[],
  rights: Rights,
  tests: () => void
): void {
  const obstacle = obstacleTo(programs, rights);
  describe.skipIf(obstacle)(obstacle ? `${name}, skipped: ${obstacle}` : name, tests);
}

export { describeReal, ucodePrograms };
