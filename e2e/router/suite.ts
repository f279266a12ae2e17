/** Tests in a household on a real kernel: what they need, and how each gets its own. */
import { afterAll, beforeAll, describe } from "vitest";
import type { TestContext } from "vitest";
import { buildTree, createHousehold } from "./household.ts";
import type { Household, Settings } from "./household.ts";
import type { NetworkOptions } from "./network.ts";
import { describeReal, ucodePrograms } from "./describe-real.ts";

const needed = ["ucode", "ubusd", "ubus", "uci", "ip", "nft", "sysctl"];

/** Builds a household for the test that calls it; it is taken away when the test ends. */
type Build = (
  context: TestContext,
  settings: Settings,
  options?: NetworkOptions
) => Promise<Household>;

/** Rules and routes of both families, and all tables of the firewall. */
function kernelState(household: Household): string {
  return [
    "ip -4 rule",
    "ip -6 rule",
    "ip -4 route show table all",
    "ip -6 route show table all",
    "nft -s list ruleset",
  ]
    .map((words) => `# ${words}\n${household.network.run("router", ...words.split(" "))}`)
    .join("\n");
}

/**
 * Defines the same tests for each ucode there is, or for the oldest one only where time is dear; skips
 * them, naming it, when something is missing.
 */
function onRealKernel(
  which: "each" | "oldest",
  tests: (build: Build, name: string) => void,
  morePrograms: readonly string[] = []
): void {
  const programs = ucodePrograms();
  // The name with the version of a release sorts last.
  const chosen = which === "each" ? programs : programs.slice(-1);
  describeReal("on a real kernel", [...needed, ...morePrograms], "root", () => {
    let built: ReturnType<typeof buildTree>;
    beforeAll(() => {
      built = buildTree();
    });
    afterAll(() => built.remove());

    describe.each(chosen)("with $name", (ucode) => {
      const build: Build = async (context, settings, options) => {
        const household = await createHousehold(built.tree, ucode.path, settings, options);
        context.onTestFinished(async ({ task }) => {
          if (task.result?.state === "fail") {
            const status = household.router.read("run/mini-mwan.status");
            // What hostile tests print is no format.
            console.error(
              "%s",
              [household.router.output(), kernelState(household), status].join("\n")
            );
          }
          await household.remove();
        });
        return household;
      };
      tests(build, ucode.name);
    });
  });
}

/** The same for tests with the real netifd. */
function onRealNetifd(tests: (build: Build) => void): void {
  onRealKernel("oldest", tests, ["netifd"]);
}

export { kernelState, onRealKernel, onRealNetifd };
export type { Build };
