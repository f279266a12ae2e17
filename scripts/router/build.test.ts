import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatProblem } from "../problem.mjs";
import { buildRouter } from "./build.mjs";

let root: string;
let out: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mini-mwan-build-"));
  out = join(root, "dist/router");
  write("shared/ucode/fs.d.ts", "");
  mkdirSync(join(root, "openwrt-package"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Builds a tree with these sources as single modules. */
async function build(...entries: string[]): Promise<string[]> {
  return (await buildRouter(root, out, entries)).problems.map(formatProblem);
}

function written(path: string): string {
  return readFileSync(join(out, path), "utf8");
}

test("a source that tests want is a bundle of its own, in its place, with all it imports", async () => {
  write("shared/router/mark.ts", "const mark: number = 1.0;\nexport { mark };\n");
  write(
    "daemon/kernel/apply.ts",
    `import { readfile } from "ucode:fs";
import { mark } from '../../shared/router/mark.ts';
const all: [unknown[]] = [[readfile, mark]]; // why
export { all };
`
  );
  expect(await build("daemon/kernel/apply.ts")).toEqual([]);
  expect(written("usr/share/mini-mwan/daemon/kernel/apply.uc")).toBe(
    'import{"readfile" as e}from"fs";let t=1.0,n=[[e,t]];export{n as "all"};'
  );
  expect(existsSync(join(out, "usr/share/mini-mwan/shared"))).toBe(false);
});

test("all errors are told at once, with file, line, column and what to write", async () => {
  write("shared/a.ts", "const a = 7 / 2;\nconst b =\n  typeof a;\nexport { a, b };\n");
  write(
    "daemon/b.ts",
    'import { x } from "./missing.ts";\nimport { y } from "ucode:nope";\nx(y);\n'
  );
  write("daemon/c.ts", 'import type { T } from "./gone.ts";\nconst t: T = <T>1;\nexport { t };\n');
  write("daemon/d.ts", "const = 1;\n");
  const problems = await build("shared/a.ts", "daemon/b.ts", "daemon/c.ts", "daemon/d.ts");
  expect(problems.map((text) => text.split(": ").slice(0, 2).join(": ").slice(0, 60))).toEqual([
    "daemon/b.ts:1:19: there is no daemon/missing.ts; correct the",
    'daemon/b.ts:2:19: ucode module "nope" is not described; add ',
    "daemon/c.ts:1:24: there is no daemon/gone.ts; correct the pa",
    "daemon/c.ts:2:14: a cast in <…> cannot be erased; write valu",
    "daemon/d.ts:1:7: Unexpected token; write valid TypeScript",
    "shared/a.ts:1:11: ucode divides integers as integers, 7 / 2 ",
    "shared/a.ts:3:3: ucode has no typeof; write type(value)",
  ]);
  expect(existsSync(out)).toBe(false);
});

test("code that stays off the router cannot be imported there", async () => {
  write("shared/schema/s.ts", "const s = 1;\nexport { s };\n");
  write("shared/a.ts", 'import { s } from "./schema/s.ts";\nexport { s };\n');
  expect(await build("shared/a.ts")).toEqual([
    "shared/a.ts:1:19: shared/schema/s.ts does not go to the router; import types from it only, or move it",
  ]);
});

test("packages' files lie on the router as they are, scripts executable", async () => {
  write("daemon/part.ts", "const part = 'a part';\nexport { part };\n");
  write("daemon/main.ts", 'import { part } from "./part.ts";\nexport { part as a };\n');
  write("openwrt-package/p/files/etc/init.d/p", "#!/bin/sh\n");
  write("openwrt-package/p/files/usr/libexec/tool", "#!/bin/sh\n");
  write("openwrt-package/q/files/etc/config/q", "config x\n");
  write(
    "openwrt-package/p/files/usr/sbin/pd",
    '#!/usr/bin/ucode\nimport { a } from "../share/mini-mwan/daemon.uc"; // kept\n'
  );
  chmodSync(join(root, "openwrt-package/p/files/usr/libexec/tool"), 0o755);
  expect(await build()).toEqual([]);
  expect(written("usr/sbin/pd")).toContain("// kept");
  expect(written("usr/share/mini-mwan/daemon.uc")).toContain("`a part`");
  expect(readdirSync(join(out, "usr/share/mini-mwan"))).toEqual(["daemon.uc"]);
  const modes = ["etc/init.d/p", "usr/sbin/pd", "usr/libexec/tool", "etc/config/q"].map((path) =>
    (statSync(join(out, path)).mode & 0o777).toString(8)
  );
  expect(modes).toEqual(["755", "755", "755", "644"]);
});

test("problems of a source that a bundle and a test need are told once", async () => {
  write("daemon/main.ts", "const a = 7 / 2;\nexport { a };\n");
  write(
    "openwrt-package/p/files/usr/sbin/pd",
    '#!/usr/bin/ucode\nimport { a } from "../share/mini-mwan/daemon.uc";\n'
  );
  expect(await build("daemon/main.ts")).toHaveLength(1);
  expect(existsSync(out)).toBe(false);
});

test("a launcher's missing import, a twin file and a symbolic link are errors", async () => {
  write("daemon/main.ts", "const a = 1;\nexport { a };\n");
  write(
    "openwrt-package/p/files/usr/share/rpcd/ucode/p.uc",
    'import { a } from "../../mini-mwan/gone.uc";\nimport { b } from "../../mini-mwan/daemon/main.uc";\n'
  );
  write("openwrt-package/p/files/usr/share/mini-mwan/daemon.uc", "");
  write("openwrt-package/p/files/etc/config/x", "1");
  write("openwrt-package/q/files/etc/config/x", "2");
  symlinkSync("x", join(root, "openwrt-package/q/files/etc/config/link"));
  expect(await build()).toEqual([
    "openwrt-package/p/files/usr/share/mini-mwan/daemon.uc:1:1: daemon/main.ts has the same place on the router; rename one of them",
    "openwrt-package/p/files/usr/share/rpcd/ucode/p.uc:1:19: the router has no /usr/share/mini-mwan/gone.uc; correct the path, or make it a bundle: a folder with main.ts",
    "openwrt-package/p/files/usr/share/rpcd/ucode/p.uc:2:19: the router has no /usr/share/mini-mwan/daemon/main.uc; correct the path, or make it a bundle: a folder with main.ts",
    "openwrt-package/q/files/etc/config/link:1:1: a symbolic link breaks ucode's relative imports; make it a file",
    "openwrt-package/q/files/etc/config/x:1:1: openwrt-package/p/files/etc/config/x has the same place on the router; rename one of them",
  ]);
});

test("a build replaces the former tree, and never the sources", async () => {
  write("dist/router/usr/old.uc", "");
  write("shared/a.ts", "const a = 1;\nexport { a };\n");
  expect(await build("shared/a.ts")).toEqual([]);
  expect(existsSync(join(out, "usr/old.uc"))).toBe(false);
  await expect(buildRouter(root, root)).rejects.toThrow(/holds the sources/);
  await expect(buildRouter(root, dirname(root))).rejects.toThrow(/holds the sources/);
});
