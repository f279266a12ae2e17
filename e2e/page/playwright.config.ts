/** Browser tests by user task, against the simulated router of `npm start`. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** CHROMIUM, Debian's, or Playwright's own. */
function browserPath(): string | undefined {
  const system = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  return existsSync(system) ? system : undefined;
}

const executablePath = browserPath();

export default defineConfig({
  testDir: ".",
  outputDir: `${root}test-results/page`,
  // One simulated router for all: its world is put right before each test.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env["CI"] !== undefined,
  webServer: {
    command: "npm start",
    cwd: root,
    env: { ...(process.env as Record<string, string>), PORT: "0" },
    // Sets PAGE_URL for the workers.
    wait: { stdout: /simulated router is at (?<page_url>http:\S+)/ },
    timeout: 300_000,
  },
  use: {
    baseURL: process.env["PAGE_URL"] ?? "http://127.0.0.1:8080",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
