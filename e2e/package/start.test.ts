/** What a router does with the installed packages. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createHousehold } from "../router/household.ts";
import { describeReal, ucodePrograms } from "../router/describe-real.ts";
import { until } from "../router/router.ts";
import type { Router } from "../router/router.ts";
import { callOnShell } from "../router/rpc-client.ts";
import { buildAll, unpackIpk } from "../../scripts/package/built.ts";

const needed = ["ucode", "ubusd", "ubus", "uci", "rpcd", "ip", "nft", "sysctl"];

/** Folders with packages unpacked, by whether mini-mwan-cli is among them. */
interface Roots {
  alone: string;
  together: string;
}

describeReal("unpacked packages", needed, "root", () => {
  let roots: Roots;
  beforeAll(async () => {
    const work = mkdtempSync(join(tmpdir(), "mini-mwan-unpacked-"));
    roots = { alone: join(work, "alone"), together: join(work, "together") };
    const built = await buildAll();
    for (const root of Object.values(roots) as string[]) {
      mkdirSync(root);
      for (const { info, ipk } of built.packages) {
        const isLeftOut = info.name === "mini-mwan-cli" && root === roots.alone;
        if (info.name !== "mini-mwan-page" && !isLeftOut) unpackIpk(ipk, root);
      }
    }
    built.remove();
  });
  afterAll(() => rmSync(join(roots.alone, ".."), { recursive: true, force: true }));

  /** A router with these packages on which all runs. */
  async function start(root: string, ucode: string): Promise<Router> {
    const household = await createHousehold(root, ucode, {});
    onTestFinished(() => household.remove());
    const { router } = household;
    household.startDaemon();
    router.start("rpcd", "rpcd");
    await until(() => router.run("ubus", "list").includes("mini-mwan\n"), 5000, "rpcd's object");
    await household.settle();
    return router;
  }

  const packet = { dst: "192.0.2.7" };
  const notThere = (method: string) => {
    return { message: `${method} needs the package mini-mwan-cli; install it` };
  };

  test.each(ucodePrograms())("start with $name and answer on ubus", async (ucode) => {
    const router = await start(roots.together, ucode.path);
    expect(callOnShell(router, "status").reply).toMatchObject({
      service: "running",
      uplinks: [
        { section: "fibre", status: "up", active: true },
        { section: "lte", status: "up", active: false },
      ],
    });
    expect(callOnShell(router, "explain", packet).reply).toMatchObject({ section: "fibre" });
    expect(callOnShell(router, "diagnostics")).toMatchObject({
      ...{ status: 0, reply: { text: expect.stringContaining("32600: table 7700 (ours)") } },
    });
  });

  test.each(ucodePrograms())(
    "without the command line start with $name and answer what the page asks",
    async (ucode) => {
      const router = await start(roots.alone, ucode.path);
      expect(callOnShell(router, "status").reply).toMatchObject({ service: "running" });
      expect(callOnShell(router, "what_if", { down: ["fibre"] }).reply).toMatchObject({
        ipv4: { section: "lte", changes: true },
      });
      for (const [method, args] of [["explain", packet], ["diagnostics"]] as const)
        expect(callOnShell(router, method, args)).toEqual({ status: 8, reply: notThere(method) });
      // The daemon's own object, to which the reply's status is all that a caller gets.
      const asked = ["ubus", "call", "mini-mwan.daemon", "explain", JSON.stringify(packet)];
      expect(router.run("sh", "-c", '"$@" 2>&1 || true', "sh", ...asked)).toContain(
        notThere("explain").message
      );
      expect(callOnShell(router, "status").reply).toMatchObject({ service: "running" });
    }
  );
});
