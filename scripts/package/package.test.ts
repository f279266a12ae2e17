/** What packages say of themselves, and what their scripts do. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { findProgram } from "../../simulator/node/real-program.ts";
import { version } from "../../shared/version.ts";
import { filesOf, packageNames } from "./contents.mjs";
import { languagePackages, patternName } from "./languages.mjs";
import { apkScripts, ipkScripts } from "./maintainer-scripts.mjs";
import { parseMakefile } from "./makefile.mjs";
import { releaseNotes } from "./release-notes.mjs";

const root = new URL("../../", import.meta.url);
const infos = [
  ...packageNames.map((name) => {
    return parseMakefile(readFileSync(new URL(`openwrt-package/${name}/Makefile`, root), "utf8"));
  }),
  ...languagePackages(fileURLToPath(root)).map(({ info }) => info),
];

describe("the Makefiles", () => {
  test("each package has the version of the whole", () => {
    expect(infos.map((info) => info.version)).toEqual(infos.map(() => `${version}-r1`));
  });

  test("each folder of openwrt-package is a package", () => {
    const folders = readdirSync(new URL("openwrt-package", root));
    expect(folders.toSorted()).toEqual([...packageNames, patternName].toSorted());
  });

  test("tell what a package is kept with and from, and describe it in lines", () => {
    const text = [
      ...[
        "PKG_NAME:=x",
        "PKG_VERSION:=1",
        "PKG_RELEASE:=2",
        "PKG_MAINTAINER:=me",
        "PKG_LICENSE:=ISC",
      ],
      ...["  SECTION:=net", "  DEPENDS:=+a +b", "  CONFLICTS:=c", "  PROVIDES:=d e"],
      ...["define Package/x/description", "  One line", "  and another.", "endef", ""],
    ].join("\n");
    expect(parseMakefile(text)).toMatchObject({
      depends: ["libc", "a", "b"],
      conflicts: ["c"],
      provides: ["d", "e"],
      description: "One line\nand another.",
    });
  });

  test("a missing line is named", () => {
    expect(() => parseMakefile("PKG_NAME:=x\n")).toThrow("PKG_VERSION:=");
  });
});

describe("files go to packages", () => {
  const tree = [
    "etc/init.d/mini-mwan",
    "usr/sbin/mini-mwan",
    "usr/sbin/mini-mwand",
    "usr/share/mini-mwan/cli.uc",
    "usr/share/mini-mwan/daemon/explain.uc",
    "usr/share/mini-mwan/daemon/mini-mwand.uc.gz",
    "usr/share/mini-mwan/rpcd-plugin.uc",
    "usr/share/mini-mwan/rpcd-plugin/diagnostics.uc",
    "usr/share/mini-mwan/rpcd-plugin/explain.uc",
    "usr/share/rpcd/acl.d/luci-app-mini-mwan.json",
    "usr/share/rpcd/ucode/mini-mwan.uc",
    "www/luci-static/resources/mini-mwan/app.js.gz",
    "www/luci-static/resources/view/mini-mwan/status.js",
    "www/mini-mwan/index.html",
  ].map((target) => ({ target }));
  const targets = (name: (typeof packageNames)[number]) =>
    filesOf(tree, name).map(({ target }) => target);

  test("the daemon's has what is no page, rpcd's plugin included", () => {
    expect(targets("mini-mwan")).toEqual([
      "etc/init.d/mini-mwan",
      "usr/sbin/mini-mwand",
      "usr/share/mini-mwan/daemon/mini-mwand.uc.gz",
      "usr/share/mini-mwan/rpcd-plugin.uc",
      "usr/share/rpcd/ucode/mini-mwan.uc",
    ]);
  });

  test("the command line's has the command and what answers shells alone, and not the daemon of nearly the same name", () => {
    expect(targets("mini-mwan-cli")).toEqual([
      "usr/sbin/mini-mwan",
      "usr/share/mini-mwan/cli.uc",
      "usr/share/mini-mwan/daemon/explain.uc",
      "usr/share/mini-mwan/rpcd-plugin/diagnostics.uc",
      "usr/share/mini-mwan/rpcd-plugin/explain.uc",
    ]);
  });

  test("LuCI's has the views, the other one the page; both have the permissions", () => {
    const permissions = "usr/share/rpcd/acl.d/luci-app-mini-mwan.json";
    expect(targets("luci-app-mini-mwan")).toEqual([
      permissions,
      "www/luci-static/resources/mini-mwan/app.js.gz",
      "www/luci-static/resources/view/mini-mwan/status.js",
    ]);
    expect(targets("mini-mwan-page")).toEqual([permissions, "www/mini-mwan/index.html"]);
  });
});

/** A root whose functions write down what they are called with. */
function createRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), "mini-mwan-scripts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "lib"));
  const functions = ["default_postinst", "default_prerm"].map(
    (name) => `${name}() { echo "${name} pkgname=$pkgname upgrade=$PKG_UPGRADE args=$#"; }\n`
  );
  writeFileSync(join(folder, "lib/functions.sh"), functions.join(""));
  return folder;
}

function runScript(
  script: string,
  folder: string,
  instRoot = folder
): { status: number | null; stdout: string } {
  const path = join(folder, "script");
  writeFileSync(path, script, { mode: 0o755 });
  const env = { PATH: process.env["PATH"] ?? "", IPKG_INSTROOT: instRoot };
  return spawnSync("sh", [path, "configure"], { encoding: "utf8", env });
}

const scripts = infos.flatMap((info) => [
  ...Object.entries(ipkScripts(info)).map(([name, text]) => [`${info.name} ${name}`, text]),
  ...Object.entries(apkScripts(info)).map(([name, text]) => [`${info.name} ${name}`, text]),
]) as [string, string][];

describe("the scripts of a package", () => {
  const info = infos[0] as (typeof infos)[number];

  test("opkg's leave enabling, starting and stopping to OpenWrt's functions", () => {
    const folder = createRoot();
    expect(runScript(ipkScripts(info)["postinst"] ?? "", folder).stdout).toBe(
      "default_postinst pkgname= upgrade= args=2\n"
    );
    expect(runScript(ipkScripts(info)["prerm"] ?? "", folder).stdout).toBe(
      "default_prerm pkgname= upgrade= args=2\n"
    );
  });

  test("apk's say for which package, and whether it is an upgrade", () => {
    const folder = createRoot();
    const run = (moment: string) => runScript(apkScripts(info)[moment] ?? "", folder).stdout;
    expect(run("post-install")).toBe("default_postinst pkgname=mini-mwan upgrade= args=0\n");
    expect(run("post-upgrade")).toBe("default_postinst pkgname=mini-mwan upgrade=1 args=0\n");
    expect(run("pre-deinstall")).toBe("default_prerm pkgname=mini-mwan upgrade= args=0\n");
  });

  /** What the daemon's script calls on a router where the daemon runs or does not. */
  function callsOnRouter(script: string, daemonRuns: boolean): string[] {
    const folder = createRoot();
    mkdirSync(join(folder, "etc/init.d"), { recursive: true });
    for (const name of ["rpcd", "mini-mwan"]) {
      const text = `#!/bin/sh\necho "${name} $1"\n[ "$1" != running ] || ${daemonRuns}\n`;
      writeFileSync(join(folder, "etc/init.d", name), text, { mode: 0o755 });
    }
    const here = script.replaceAll(/\/(?=lib\/functions|etc\/init)/g, `${folder}/`);
    const { stdout } = runScript(here, folder, "");
    return stdout.split("\n").filter((line) => line !== "" && !line.startsWith("default_"));
  }

  test("apk's upgrade restarts a running daemon, which apk has not stopped", () => {
    const { "post-install": install = "", "post-upgrade": upgrade = "" } = apkScripts(info);
    expect(callsOnRouter(upgrade, true)).toEqual([
      "rpcd reload",
      "mini-mwan running",
      "mini-mwan restart",
    ]);
    expect(callsOnRouter(upgrade, false)).toEqual(["rpcd reload", "mini-mwan running"]);
    expect(callsOnRouter(install, true)).toEqual(["rpcd reload"]);
  });

  test.each(scripts)("%s does nothing in a root that is no OpenWrt", (_name, script) => {
    const folder = mkdtempSync(join(tmpdir(), "mini-mwan-bare-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    expect(runScript(script, folder)).toMatchObject({ status: 0, stdout: "" });
    expect(readdirSync(folder)).toEqual(["script"]);
  });
});

/** Every shell script that goes to the router. */
function shippedScripts(): [string, string][] {
  const folder = new URL("openwrt-package/", root).pathname;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map((path) => [path.slice(folder.length), readFileSync(path, "utf8")]);
  return [
    ...(texts.filter(([, text]) => text?.startsWith("#!/bin/sh")) as [string, string][]),
    ...scripts,
  ];
}

/** What is sourced, and variables that the sourcing one reads, are not there to be checked. */
const shellcheckArgs = ["--shell=dash", "--exclude=SC1091,SC2034,SC2154", "--severity=info"];

describe.each([
  ["BusyBox's ash", "busybox", ["sh", "-n"]],
  ["shellcheck", "shellcheck", shellcheckArgs],
])("%s", (_title, program, args) => {
  const missing = findProgram(program) == null;
  const title = missing ? `skipped: not on the PATH: ${program}` : "takes every script";
  test.skipIf(missing)(title, () => {
    const folder = mkdtempSync(join(tmpdir(), "mini-mwan-shell-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "script.sh");
    for (const [name, text] of shippedScripts()) {
      writeFileSync(path, text);
      const { status, stdout, stderr } = spawnSync(program, [...args, path], { encoding: "utf8" });
      expect({ name, status, output: stdout + stderr }).toEqual({ name, status: 0, output: "" });
    }
  });
});

describe("release notes", () => {
  const changelog =
    "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-01-01\n\n- New.\n\n## [1.0.0]\n\n- Old.\n";

  test("are the version's part of the changelog", () => {
    expect(releaseNotes(changelog, "1.1.0")).toBe("- New.\n");
    expect(releaseNotes(changelog, "1.0.0")).toBe("- Old.\n");
  });

  test("of a version without an entry there are none", () => {
    expect(releaseNotes(changelog, "Unreleased")).toBeNull();
    expect(releaseNotes(changelog, "2.0.0")).toBeNull();
  });
});
