/** What a user does with the packages, by the package manager of each release. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { obstacleToApk } from "../../scripts/package/apk.mjs";
import { findProgram } from "../../simulator/node/real-program.ts";
import {
  buildAll,
  foreignPackages,
  laterVersion,
  writeForeignApks,
  writeForeignIpks,
} from "../../scripts/package/built.ts";
import type { Built } from "../../scripts/package/built.ts";
import { createApk, createOpkg } from "./managers.ts";
import type { Manager, Outcome } from "./managers.ts";

const managers = [
  {
    name: "opkg",
    format: "ipk" as const,
    hashes: "usr/lib/opkg/status",
    obstacle: findProgram("opkg") == null ? "not on the PATH: opkg" : null,
    create: createOpkg,
  },
  {
    name: "apk",
    format: "apk" as const,
    hashes: "lib/apk/packages/mini-mwan.conffiles_static",
    obstacle: obstacleToApk(),
    create: createApk,
  },
];

let built: Built;
let foreign: { ipk: string[]; apk: string[] };

beforeAll(async () => {
  built = await buildAll();
  const needed = foreignPackages(built.packages);
  foreign = {
    ipk: await writeForeignIpks(built.folder, needed),
    apk: obstacleToApk() == null ? writeForeignApks(built.folder, needed) : [],
  };
});
afterAll(() => built.remove());

function packageNamed(name: string) {
  const found = built.packages.find(({ info }) => info.name === name);
  if (found == null) throw new Error(`no package ${name}`);
  return found;
}

function filesIn(...names: string[]): string[] {
  return names.flatMap((name) => packageNamed(name).files.map(({ target }) => target)).toSorted();
}

function expectDone({ succeeded, output }: Outcome): void {
  expect(succeeded, output).toBe(true);
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

const config = "etc/config/mini-mwan";

describe.each(managers)("$name", ({ obstacle, format, hashes, create }) => {
  describe.skipIf(obstacle)(obstacle ? `skipped: ${obstacle}` : "into an empty root", () => {
    function start(): Manager {
      const manager = create();
      onTestFinished(() => manager.remove());
      expectDone(manager.install(...foreign[format]));
      return manager;
    }
    const path = (name: string): string => packageNamed(name)[format] ?? "";

    test("daemon, command line and pages are installed, file by file", () => {
      const manager = start();
      const names = ["mini-mwan", "mini-mwan-cli", "luci-app-mini-mwan"];
      expectDone(manager.install(...names.map(path)));
      expect(manager.files()).toEqual(filesIn(...names));
    });

    test("the page for routers without LuCI is installed beside the daemon", () => {
      const manager = start();
      const names = ["mini-mwan", "mini-mwan-page"];
      expectDone(manager.install(...names.map(path)));
      expect(manager.files()).toEqual(filesIn(...names));
    });

    test("a language is installed beside LuCI's pages", () => {
      const manager = start();
      const names = ["mini-mwan", "luci-app-mini-mwan", "luci-i18n-mini-mwan-de"];
      expectDone(manager.install(...names.map(path)));
      expect(manager.files()).toContain("usr/lib/lua/luci/i18n/mini-mwan.de.lmo");
    });

    test("both pages at once are refused", () => {
      const manager = start();
      expectDone(manager.install(path("mini-mwan"), path("luci-app-mini-mwan")));
      manager.install(path("mini-mwan-page"));
      expect(manager.files()).toEqual(filesIn("mini-mwan", "luci-app-mini-mwan"));
    });

    test("without what they depend on nothing is installed", () => {
      const manager = create();
      onTestFinished(() => manager.remove());
      expect(manager.install(path("mini-mwan")).succeeded).toBe(false);
      expect(manager.files()).toEqual([]);
    });

    test("an upgrade keeps the configuration as the user has changed it", async () => {
      const manager = start();
      manager.install(path("mini-mwan"));
      const changed = `${manager.read(config)}\toption failback_delay '60'\n`;
      manager.write(config, changed);
      const folder = mkdtempSync(join(tmpdir(), "mini-mwan-later-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const later = await laterVersion(packageNamed("mini-mwan"), "99.0.0-r1", folder);
      expectDone(manager.upgrade(later[format] ?? ""));
      expect(manager.read(config)).toBe(changed);
    });

    test("sysupgrade finds the hash that tells a changed configuration", () => {
      const manager = start();
      manager.install(path("mini-mwan"));
      const hash = sha256(manager.read(config));
      expect(manager.read(hashes)).toContain(`/${config} ${hash}\n`);
    });

    test("removal leaves the changed configuration and nothing else", () => {
      const manager = start();
      manager.install(path("mini-mwan"), path("luci-app-mini-mwan"));
      manager.write(config, `${manager.read(config)}\toption failback_delay '60'\n`);
      const names = ["luci-app-mini-mwan", "mini-mwan"];
      expectDone(manager.uninstall(...names));
      expect(manager.files()).toEqual([config]);
    });
  });
});
