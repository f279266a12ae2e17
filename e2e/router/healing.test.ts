/** What others take from us in the kernel comes back by itself, and a slow or failing nft holds nothing up. */
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TestContext } from "vitest";
import { findProgram } from "../../simulator/node/real-program.ts";
import { watchChoices } from "./choices.ts";
import { fast } from "./household.ts";
import type { Household } from "./household.ts";
import { nowMs } from "./hosts.ts";
import { providers } from "./network.ts";
import { until } from "./router.ts";
import { kernelState, onRealKernel } from "./suite.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];

/** An nft that the test can make slow, or have refuse once. */
function createWilfulNft(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-nft-"));
  context.onTestFinished(() => rmSync(folder, { recursive: true }));
  const real = join(folder, "real");
  const wilful = join(folder, "nft");
  copyFileSync(findProgram("nft") as string, real);
  writeFileSync(
    wilful,
    `#!/bin/sh
    if [ -e ${folder}/busy ]; then
      rm ${folder}/busy
      echo "Error: Could not process rule: Device or resource busy" >&2
      exit 1
    fi
    [ ! -e ${folder}/slow ] || sleep 5
    exec ${real} "$@"`
  );
  chmodSync(wilful, 0o755);
  return {
    /** Put before a program, it makes this the router's nft. */
    wrapper: ["sh", "-c", `mount --bind ${wilful} ${findProgram("nft")} && exec "$@"`, "sh"],
    be: (whim: "busy" | "slow") => writeFileSync(join(folder, whim), ""),
  };
}

/** Has the real nft say so, as somebody else would. */
function hasTable(household: Household): boolean {
  return household.network.run("router", "nft", "list", "tables").includes("inet mini_mwan");
}

onRealKernel("each", (build) => {
  test("a flushed ruleset and a deleted table come back, and other people's tables stay", async (context) => {
    const household = await build(context, fast);
    const { network } = household;
    household.startDaemon();
    await household.settle();
    await until(() => hasTable(household), 3000, "the table inet mini_mwan");
    for (const words of ["flush ruleset", "delete table inet mini_mwan"]) {
      network.run("router", "nft", ...words.split(" "));
      expect(hasTable(household)).toBe(false);
      network.run("router", "nft", "add", "table", "inet", "other");
      const tookMs = await until(() => hasTable(household), 2000, `the table after ${words}`);
      console.info(`after ${words}: back in ${Math.round(tookMs)} ms`);
      expect(network.run("router", "nft", "list", "tables")).toContain("inet other");
    }
    const log = household.router.output();
    expect(log).toContain("was taken away or changed by somebody else");
  });

  test("a route that somebody replaces is back within a second, and one who insists is named", async (context) => {
    const household = await build(context, fast);
    const { network, router } = household;
    household.startDaemon();
    await household.settle();
    const led = (flag: string): string =>
      network.run("router", "ip", flag, "route", "show", "table", "7700");
    const replace = (flag: string, gateway: string): void => {
      const via = `default via ${gateway} dev ${lte.device} table 7700`;
      network.run("router", "ip", flag, "route", "replace", ...via.split(" "));
    };
    for (const [flag, gateway] of [
      ["-4", lte.gateway],
      ["-6", lte.gateway6],
    ] as const) {
      await until(() => led(flag).includes(fibre.device), 5000, "a choice");
      replace(flag, gateway);
      const tookMs = await until(() => led(flag).includes(fibre.device), 1000, "our route");
      console.info(`${flag}: back in ${Math.round(tookMs)} ms`);
    }
    const isNamed = (): boolean => router.output().includes("another program keeps changing");
    expect(isNamed()).toBe(false);
    await until(
      () => {
        if (led("-4").includes(fibre.device)) replace("-4", lte.gateway);
        return isNamed();
      },
      20000,
      "a warning"
    );
    await until(() => led("-4").includes(fibre.device), 2000, "our route");
  });

  test("an nft that is refused once is asked again", async (context) => {
    const nft = createWilfulNft(context);
    nft.be("busy");
    const household = await build(context, fast);
    household.startDaemon(nft.wrapper);
    await household.settle();
    await until(() => hasTable(household), 2000, "the table inet mini_mwan");
    expect(household.router.output()).toContain("Device or resource busy");
  });

  test("an nft of 5 s holds no switch up, and nothing is left of it after the stop", async (context) => {
    const nft = createWilfulNft(context);
    nft.be("slow");
    const household = await build(context, fast);
    const before = kernelState(household);
    household.startDaemon(nft.wrapper);
    await household.settle();
    const watch = await watchChoices(household.network);
    const cutMs = nowMs();
    household.network.setBlackHole(1, true);
    await until(() => watch.choices.length > 0, 3000, "a switch");
    expect(hasTable(household), "nft is still at work").toBe(false);
    console.info(`switched ${Math.round((watch.choices[0]?.atMs ?? 0) - cutMs)} ms after the cut`);
    watch.stop();
    const stopMs = nowMs();
    await household.router.end("daemon");
    expect(nowMs() - stopMs).toBeLessThan(2000);
    expect(kernelState(household)).toBe(before);
  });
});
