import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "mini-mwan-zones-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file, what it imports, and whether it may. */
const cases: [path: string, specifier: string, verdict: "may" | "must not"][] = [
  ["shared/a.ts", "./b.ts", "may"],
  ["shared/router/a.ts", "../b.ts", "may"],
  ["shared/a.ts", "../daemon/engine/a.ts", "must not"],
  ["shared/a.ts", "./schema/a.ts", "must not"],
  ["shared/router/a.ts", "ucode:fs", "must not"],
  ["shared/schema/a.ts", "zod/mini", "may"],
  ["shared/router/a.ts", "zod/mini", "must not"],
  ["daemon/engine/a.ts", "../../shared/router/a.ts", "may"],
  ["daemon/engine/a.ts", "../kernel/a.ts", "must not"],
  ["daemon/engine/a.ts", "../clock.ts", "must not"],
  ["daemon/engine/a.ts", "ucode:uloop", "must not"],
  ["daemon/kernel/a.ts", "ucode:rtnl", "may"],
  ["daemon/kernel/a.ts", "../engine/a.ts", "may"],
  ["daemon/kernel/a.ts", "../probe/a.ts", "must not"],
  ["daemon/kernel/a.ts", "../runtime.ts", "must not"],
  ["daemon/a.ts", "./kernel/a.ts", "may"],
  ["daemon/a.ts", "../simulator/a.ts", "must not"],
  ["daemon/a.ts", "../rpcd-plugin/a.ts", "must not"],
  ["daemon/a.ts", "zod/mini", "must not"],
  ["rpcd-plugin/methods/a.ts", "ucode:ubus", "may"],
  ["rpcd-plugin/methods/a.ts", "../../shared/router/a.ts", "may"],
  ["rpcd-plugin/methods/a.ts", "../../daemon/engine/a.ts", "must not"],
  ["rpcd-plugin/methods/a.ts", "../../simulator/a.ts", "must not"],
  ["cli/import/a.ts", "../../shared/router/a.ts", "may"],
  ["cli/a.ts", "ucode:ubus", "may"],
  ["cli/a.ts", "../rpcd-plugin/a.ts", "must not"],
  ["cli/a.ts", "../daemon/engine/a.ts", "must not"],
  ["frontend/src/ui/a.tsx", "preact/hooks", "may"],
  ["frontend/src/ui/a.tsx", "../features/a.tsx", "must not"],
  ["frontend/src/ui/a.tsx", "../../../shared/domain.ts", "must not"],
  ["frontend/src/api/a.ts", "../../../shared/schema/a.ts", "may"],
  ["frontend/src/api/a.ts", "zod/mini", "may"],
  ["frontend/src/api/a.ts", "../models/a.ts", "must not"],
  ["frontend/src/models/a.ts", "../api/a.ts", "may"],
  ["frontend/src/models/a.ts", "../features/a.tsx", "must not"],
  ["frontend/src/models/a.ts", "zod/mini", "must not"],
  ["frontend/src/features/a.tsx", "../models/a.ts", "may"],
  ["frontend/src/features/a.tsx", "../ui/a.tsx", "may"],
  ["frontend/src/features/a.tsx", "../api/a.ts", "must not"],
  ["frontend/src/features/a.tsx", "../app/a.tsx", "must not"],
  ["frontend/src/app/a.tsx", "../features/a.tsx", "may"],
  ["frontend/src/app/a.tsx", "../../../shared/router/a.ts", "must not"],
  ["frontend/src/app/a.tsx", "../../../simulator/a.ts", "must not"],
  ["frontend/src/app/a.tsx", "../../../daemon/a.ts", "must not"],
  ["simulator/a.ts", "../daemon/a.ts", "may"],
  ["simulator/rpc/a.ts", "../../openwrt-package/p/files/acl.json", "may"],
  ["simulator/a.ts", "../frontend/src/app/a.ts", "must not"],
  ["simulator/demo/a.ts", "../../frontend/src/app/a.ts", "may"],
  ["daemon/engine/a.test.ts", "../../simulator/a.ts", "may"],
  ["frontend/src/app/a.test.tsx", "../../../simulator/a.ts", "may"],
];

function writeCase(index: number, path: string, specifier: string): string {
  const numbered = path.replace(/\ba(?=(\.test)?\.tsx?$)/, `case${index}`);
  mkdirSync(join(folder, dirname(numbered)), { recursive: true });
  writeFileSync(join(folder, numbered), `import { x } from "${specifier}";\nx();\n`);
  return numbered;
}

/** Files in which the real linter reports the rule. */
function reportedFiles(): Set<string> {
  const config = {
    categories: { correctness: "off" },
    jsPlugins: [join(root, "scripts/zones/plugin.mjs")],
    rules: { "zones/direction": "error" },
  };
  writeFileSync(join(folder, "zones.json"), JSON.stringify(config));
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const args = [oxlint, "--config", "zones.json", "--format", "json", "."];
  try {
    execFileSync(process.execPath, args, { cwd: folder, stdio: "pipe" });
    return new Set();
  } catch (error) {
    const report = JSON.parse((error as { stdout: Buffer }).stdout.toString());
    return new Set(report.diagnostics.map((one: { filename: string }) => one.filename));
  }
}

const paths = cases.map(([path, specifier], index) => writeCase(index, path, specifier));
const reported = reportedFiles();

test.each(cases.map((one, index) => ({ one, path: paths[index] as string })))(
  "$one.0 $one.2 import $one.1",
  ({ one, path }) => {
    expect(reported.has(path)).toBe(one[2] === "must not");
  }
);
