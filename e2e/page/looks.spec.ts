import type { Page } from "@playwright/test";
import { seriousViolations } from "./axe.ts";
import { alterStatus, card, expect, headline, logIn, picture, test } from "./test.ts";

/** All that a card can say at once: more than a router in good order has to say. */
async function sayEverything(page: Page): Promise<void> {
  await alterStatus(page, (status) => {
    const { now, uplinks } = status;
    const [wan, wwan, ...rest] = uplinks;
    const ipv6 = {
      ...wan,
      health: "degraded",
      active: false,
      reason: "22 % loss",
      loss_pct: 22,
      targets: [
        { target: "2606:4700:4700::1111", state: "answers", latency_ms: 14, loss_pct: 22 },
        { target: "2001:4860:4860::8888", state: "unknown", latency_ms: null, loss_pct: null },
      ],
    };
    const first = {
      ...wan,
      health: "degraded",
      share_pct: 62.5,
      reason: "24 % loss",
      metered: true,
      ipv6,
      suppressed_until: now + 280,
      override: { kind: "force", until: now + 1800 },
      targets: [
        { target: "1.1.1.1", state: "answers", latency_ms: 12, loss_pct: 24 },
        { target: "8.8.8.8", state: "blamed", latency_ms: null, loss_pct: 100 },
      ],
    };
    const second = {
      ...wwan,
      active: true,
      share_pct: 37.5,
      metered: true,
      override: { kind: "drain", until: null },
      ipv6: { ...ipv6, status: "down", reason: "no reply from 2606:4700:4700::1111" },
    };
    const notice = "nft is missing; flows do not stay on their uplink when another one takes over";
    const warnings = [
      {
        section: "lte",
        code: "no_zone",
        message:
          "wwan is in no firewall zone: the house would be offline through it; add 'wwan' to zone 'wan' under Network > Firewall",
      },
    ];
    return { ...status, notice, warnings, uplinks: [first, second, ...rest] } as typeof status;
  });
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

    test("all that a card can say keeps nobody out", async ({ page }) => {
      await sayEverything(page);
      await page.goto("/");
      await expect(card(page, "wan")).toContainText(
        /In use by order until .*trusted again in 4 min/
      );
      await expect(card(page, "wan")).toContainText(/IPv6Degraded.*22% loss.*Loss22%/);
      await expect(card(page, "wwan")).toContainText("MeteredUP");
      await expect(page.getByText("nft is missing")).toBeVisible();
      await expect(page.getByRole("list", { name: "Warnings" })).toContainText("no firewall zone");
      await expect(card(page, "wwan")).toContainText("add 'wwan' to zone 'wan'");
      expect(await seriousViolations(page)).toEqual([]);
      await picture(page, `everything-${colorScheme}`);
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

test("all that a card can say fits a phone", async ({ page }) => {
  await sayEverything(page);
  await page.setViewportSize({ width: 320, height: 900 });
  await page.goto("/");
  await expect(card(page, "wan")).toContainText("In use by order");
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await picture(page, "everything-320");
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
