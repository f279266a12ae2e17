import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root,
  resolve: {
    alias: [{ find: /^ucode:(.+)$/, replacement: `${root}simulator/ucode/$1.ts` }],
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "router",
          include: [
            "shared/**/*.test.ts",
            "daemon/**/*.test.ts",
            "rpcd-plugin/**/*.test.ts",
            "cli/**/*.test.ts",
            "simulator/**/*.test.ts",
          ],
          setupFiles: ["simulator/ucode/install.ts", "scripts/testing/seed.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "tools",
          include: ["scripts/**/*.test.ts"],
          setupFiles: ["simulator/ucode/install.ts", "scripts/testing/seed.ts"],
          // These run compilers and real ucode programs.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "page",
          include: ["frontend/**/*.test.{ts,tsx}"],
          environment: "happy-dom",
          // These mount whole pages in front of a whole router.
          testTimeout: 20_000,
          setupFiles: ["scripts/testing/seed.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "real",
          include: ["e2e/{package,router}/**/*.test.ts"],
          // Network namespaces and a kernel's time: one at a time, in real seconds.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
