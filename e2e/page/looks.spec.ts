import type { Page } from "@playwright/test";
import axe from "axe-core";
import { expect, headline, logIn, picture, test } from "./test.ts";

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds that would keep somebody out. */
async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Violation[]>("axe.run().then((run) => run.violations)");
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** The views, and what tells that one is ready. */
const views = [
  { name: "status", path: "/#status", ready: (page: Page) => headline(page) },
  {
    name: "config",
    path: "/#config",
    ready: (page: Page) => page.getByRole("heading", { name: "1. wan" }),
  },
];

for (const colorScheme of ["light", "dark"] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const { name, path, ready } of views)
      test(`${name} keeps nobody out`, async ({ page }) => {
        await page.goto(path);
        await expect(ready(page)).toBeVisible();
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await seriousViolations(page)).toEqual([]);
        await picture(page, `${name}-${colorScheme}`);
      });

    test("trouble keeps nobody out", async ({ page, router }) => {
      await router.changeLink("eth1", { blackholed: true });
      await router.changeLink("wwan0", { carrier: false });
      await page.goto("/");
      await expect(headline(page)).toHaveText(/^Offline/);
      expect(await seriousViolations(page)).toEqual([]);
      await picture(page, `offline-${colorScheme}`);
    });

    test("the log-in keeps nobody out", async ({ page }) => {
      await page.goto("/mini-mwan/");
      await expect(page.getByLabel("Username")).toBeVisible();
      expect(await seriousViolations(page)).toEqual([]);
      await picture(page, `login-${colorScheme}`);
    });
  });

for (const width of [320, 390, 768, 2560])
  test(`nothing sticks out at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const { name, path, ready } of views) {
      await page.goto(path);
      await expect(ready(page)).toBeVisible();
      for (const summary of await page.locator("summary").all()) await summary.click();
      const [content, window] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, innerWidth]"
      );
      expect(content).toBeLessThanOrEqual(window);
      await picture(page, `${name}-${width}`);
    }
  });

test("from right to left as well", async ({ page }) => {
  await logIn(page, "root");
  await page.evaluate("document.documentElement.dir = 'rtl'");
  await expect(headline(page)).toBeVisible();
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await picture(page, "status-rtl");
});

test("the keyboard reaches the tabs and shows where it is", async ({ page }) => {
  await logIn(page, "root");
  await expect(headline(page)).toBeVisible();
  const configuration = page.getByRole("link", { name: "Configuration" });
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await configuration.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "1. wan" })).toBeVisible();
  await expect(configuration).toHaveAttribute("aria-current", "page");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Log out" })).toBeFocused();
});
