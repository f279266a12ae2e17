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
function build(...entries: string[]): string[] {
  return buildRouter(root, out, entries).problems.map(formatProblem);
}

function written(path: string): string {
  return readFileSync(join(out, path), "utf8");
}

test("types, comments and trailing blanks go; lines and columns stay", () => {
  write(
    "shared/number.ts",
    `/** Why. */
type Half = number; // gone
const half: Half = 1.0 * 0.5; // as a double
const text = \`a // no comment
  b  \n\`;
function f(a: number /* x */, b?: string): Half { /* one
  two */ return a + half; }
export { f, text };
`
  );
  expect(build("shared/number.ts")).toEqual([]);
  expect(written("usr/share/mini-mwan/shared/number.uc")).toBe(
    `

const half       = 1.0 * 0.5;
const text = \`a // no comment
  b  \n\`;
function f(a                , b         )       {
         return a + half; }
export { f, text };
`
  );
});

test("imports point into the router's tree, and bring what is imported", () => {
  write("shared/router/mark.ts", "const mark = 1;\nexport { mark };\n");
  write("shared/domain.ts", "type Mode = 1;\nexport type { Mode };\n");
  write("daemon/kernel/log.ts", "const log = 1;\nexport { log };\n");
  write("daemon/kernel/idle.ts", "const idle = 1;\nexport { idle };\n");
  write(
    "daemon/kernel/apply.ts",
    `import { readfile } from "ucode:fs";
import type { Mode } from "../../shared/domain.ts";
import { mark } from '../../shared/router/mark.ts';
import { log } from "./log.ts";
const all: [Mode | null, unknown[]] = [null, [readfile, mark, log]];
export { all };
`
  );
  expect(build("daemon/kernel/apply.ts")).toEqual([]);
  expect(written("usr/share/mini-mwan/daemon/kernel/apply.uc").split("\n").slice(0, 4)).toEqual([
    'import { readfile } from "fs";',
    "",
    'import { mark } from "../../shared/router/mark.uc";',
    'import { log } from "./log.uc";',
  ]);
  expect(written("usr/share/mini-mwan/shared/router/mark.uc")).toContain("const mark = 1;");
  expect(existsSync(join(out, "usr/share/mini-mwan/shared/domain.uc"))).toBe(false);
  expect(existsSync(join(out, "usr/share/mini-mwan/daemon/kernel/idle.uc"))).toBe(false);
});

test("the comma that formatters put after the last name of a list goes", () => {
  write("shared/b.ts", "const c = 1;\nconst d = 2;\nexport {\n  c,\n  d, // last\n};\n");
  write(
    "shared/a.ts",
    'import {\n  c,\n  d,\n} from "./b.ts";\nconst e = [c, d,];\nexport { e, };\n'
  );
  expect(build("shared/a.ts")).toEqual([]);
  expect(written("usr/share/mini-mwan/shared/a.uc")).toBe(
    'import {\n  c,\n  d\n} from "./b.uc";\nconst e = [c, d,];\nexport { e  };\n'
  );
  expect(written("usr/share/mini-mwan/shared/b.uc")).toContain("  c,\n  d\n};");
});

test("all errors are told at once, with file, line, column and what to write", () => {
  write("shared/a.ts", "const a = 7 / 2;\nconst b =\n  typeof a;\nexport { a, b };\n");
  write(
    "daemon/b.ts",
    'import { x } from "./missing.ts";\nimport { y } from "ucode:nope";\nx(y);\n'
  );
  write("daemon/c.ts", 'import type { T } from "./gone.ts";\nconst t: T = <T>1;\nexport { t };\n');
  write("daemon/d.ts", "const = 1;\n");
  const problems = build("shared/a.ts", "daemon/b.ts", "daemon/c.ts", "daemon/d.ts");
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

test("code that stays off the router cannot be imported there", () => {
  write("shared/schema/s.ts", "const s = 1;\nexport { s };\n");
  write("shared/a.ts", 'import { s } from "./schema/s.ts";\nexport { s };\n');
  expect(build("shared/a.ts")).toEqual([
    "shared/a.ts:1:19: shared/schema/s.ts does not go to the router; import types from it only, or move it",
  ]);
});

test("packages' files lie on the router as they are, scripts executable", () => {
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
  expect(build()).toEqual([]);
  expect(written("usr/sbin/pd")).toContain("// kept");
  expect(written("usr/share/mini-mwan/daemon.uc")).toContain("'a part'");
  expect(readdirSync(join(out, "usr/share/mini-mwan"))).toEqual(["daemon.uc"]);
  const modes = ["etc/init.d/p", "usr/sbin/pd", "usr/libexec/tool", "etc/config/q"].map((path) =>
    (statSync(join(out, path)).mode & 0o777).toString(8)
  );
  expect(modes).toEqual(["755", "755", "755", "644"]);
});

test("problems of a source that a bundle and a test need are told once", () => {
  write("daemon/main.ts", "const a = 7 / 2;\nexport { a };\n");
  write(
    "openwrt-package/p/files/usr/sbin/pd",
    '#!/usr/bin/ucode\nimport { a } from "../share/mini-mwan/daemon.uc";\n'
  );
  expect(build("daemon/main.ts")).toHaveLength(1);
  expect(existsSync(out)).toBe(false);
});

test("a launcher's missing import, a twin file and a symbolic link are errors", () => {
  write("daemon/main.ts", "const a = 1;\nexport { a };\n");
  write(
    "openwrt-package/p/files/usr/share/rpcd/ucode/p.uc",
    'import { a } from "../../mini-mwan/gone.uc";\nimport { b } from "../../mini-mwan/daemon/main.uc";\n'
  );
  write("openwrt-package/p/files/usr/share/mini-mwan/daemon.uc", "");
  write("openwrt-package/p/files/etc/config/x", "1");
  write("openwrt-package/q/files/etc/config/x", "2");
  symlinkSync("x", join(root, "openwrt-package/q/files/etc/config/link"));
  expect(build()).toEqual([
    "openwrt-package/p/files/usr/share/mini-mwan/daemon.uc:1:1: daemon/main.ts has the same place on the router; rename one of them",
    "openwrt-package/p/files/usr/share/rpcd/ucode/p.uc:1:19: the router has no /usr/share/mini-mwan/gone.uc; correct the path, or make it a bundle: a folder with main.ts",
    "openwrt-package/p/files/usr/share/rpcd/ucode/p.uc:2:19: the router has no /usr/share/mini-mwan/daemon/main.uc; correct the path, or make it a bundle: a folder with main.ts",
    "openwrt-package/q/files/etc/config/link:1:1: a symbolic link breaks ucode's relative imports; make it a file",
    "openwrt-package/q/files/etc/config/x:1:1: openwrt-package/p/files/etc/config/x has the same place on the router; rename one of them",
  ]);
});

test("a build replaces the former tree, and never the sources", () => {
  write("dist/router/usr/old.uc", "");
  write("shared/a.ts", "const a = 1;\nexport { a };\n");
  expect(build("shared/a.ts")).toEqual([]);
  expect(existsSync(join(out, "usr/old.uc"))).toBe(false);
  expect(() => buildRouter(root, root)).toThrow(/holds the sources/);
  expect(() => buildRouter(root, dirname(root))).toThrow(/holds the sources/);
});
