/** What is in the packages, whichever manager takes them. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { buildAll, timeS } from "./built.ts";
import type { Built } from "./built.ts";

let built: Built;
beforeAll(async () => {
  built = await buildAll();
});
afterAll(() => built.remove());

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

describe("the packages", () => {
  test("same sources make the same bytes", async () => {
    const again = mkdtempSync(join(tmpdir(), "mini-mwan-again-"));
    onTestFinished(() => rmSync(again, { recursive: true }));
    await built.buildAgain(again);
    const hashOf = (folder: string, name: string) => sha256(readFileSync(join(folder, name)));
    const names = readdirSync(again).filter((name) => name !== "feed");
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      expect([name, hashOf(again, name)]).toEqual([name, hashOf(built.folder, name)]);
    }
  });

  test("the SDK gives what it makes of the feed the same time", () => {
    for (const { info } of built.packages) {
      const path = join(built.folder, "feed", info.name, "version.date");
      expect(readFileSync(path, "utf8")).toBe(`${timeS}\n`);
    }
  });

  test("every file of the router's tree is in a package", () => {
    const packed = new Set(
      built.packages.flatMap(({ files }) => files.map(({ target }) => target))
    );
    const all = readdirSync(built.tree, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(built.tree.length + 1));
    const compiled = [...packed].filter((path) => path.endsWith(".lmo"));
    expect([...packed].toSorted()).toEqual([...all, ...compiled].toSorted());
  });

  test("each depends on libc, ucode's modules, LuCI's base, rpcd's ucode or the web server only", () => {
    const own = built.packages.filter(({ info }) => !info.name.startsWith("luci-i18n-"));
    expect(Object.fromEntries(own.map(({ info }) => [info.name, info.depends]))).toEqual({
      "mini-mwan": [
        ...["libc", "ucode"],
        ...["fs", "rtnl", "socket", "ubus", "uci", "uloop"].map((name) => `ucode-mod-${name}`),
      ],
      "mini-mwan-cli": ["libc", "mini-mwan", "rpcd", "rpcd-mod-ucode"],
      "luci-app-mini-mwan": ["libc", "luci-base", "rpcd-mod-ucode", "mini-mwan"],
      "mini-mwan-page": [
        ...["libc", "mini-mwan", "rpcd", "rpcd-mod-ucode", "uhttpd", "uhttpd-mod-ubus"],
      ],
    });
  });
});
