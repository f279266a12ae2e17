/** What a router does with the installed packages. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findUcodePrograms } from "../../scripts/ucode-programs.mjs";
import { createHousehold } from "../router/household.ts";
import { obstacleTo } from "../router/programs.ts";
import { until } from "../router/router.ts";
import { buildAll, unpackIpk } from "./built.ts";

const obstacle = obstacleTo(["ucode", "ubusd", "ubus", "uci", "rpcd", "ip", "nft", "sysctl"]);

describe.skipIf(obstacle)(obstacle ? `skipped: ${obstacle}` : "unpacked packages", () => {
  let root: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "mini-mwan-unpacked-"));
    const built = await buildAll();
    for (const { info, ipk } of built.packages) {
      if (info.name !== "mini-mwan-page") unpackIpk(ipk, root);
    }
    built.remove();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(findUcodePrograms())("start with $name and answer on ubus", async (ucode) => {
    const household = await createHousehold(root, ucode.path, {});
    onTestFinished(() => household.remove());
    const { router } = household;
    household.startDaemon();
    router.start("rpcd", "rpcd");
    await until(() => router.run("ubus", "list").includes("mini-mwan\n"), 5000, "rpcd's object");
    await household.settle();
    const status = JSON.parse(router.run("ubus", "call", "mini-mwan", "status"));
    expect(status).toMatchObject({
      service: "running",
      uplinks: [
        { section: "fibre", status: "up", active: true },
        { section: "lte", status: "up", active: false },
      ],
    });
  });
});
