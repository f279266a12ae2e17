/** What a person orders on the view Status, and asks there. */
import type { Page } from "@playwright/test";
import { seriousViolations } from "./axe.ts";
import { alterStatus, card, expect, headline, logIn, picture, test } from "./test.ts";

function button(page: Page, uplink: string, name: string) {
  return card(page, uplink).getByRole("button", { name });
}

test("use the backup for a quarter of an hour, then take it back", async ({ page, router }) => {
  await logIn(page, "root");
  await expect(headline(page)).toHaveText(/^Online through wan/);
  await button(page, "wwan", "Use…").click();
  await expect(card(page, "wwan")).toContainText("New connections go through wwan");
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "order-light");
  await button(page, "wwan", "For 15 min").click();
  await expect(headline(page)).toHaveText(/^Online through wwan/);
  await expect(card(page, "wwan")).toContainText(/In use by order until \d+:\d+/);
  expect((await router.status()).uplinks.map(({ active }) => active)).toEqual([false, true]);
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "forced-light");
  await button(page, "wwan", "Undo").click();
  await expect(headline(page)).toHaveText(/^Online through wan since/);
  await expect(button(page, "wwan", "Undo")).toBeHidden();
});

test("drain and disable move the traffic away, and say so", async ({ page }) => {
  await logIn(page, "root");
  await button(page, "wan", "Drain…").click();
  await button(page, "wan", "Until I change it").click();
  await expect(headline(page)).toHaveText(/^Online through wwan/);
  await expect(card(page, "wan")).toContainText("Gets no new connections by order");
  await button(page, "wan", "Disable…").click();
  await button(page, "wan", "For 1 hr").click();
  await expect(card(page, "wan")).toContainText(/Not used by order until/);
  await button(page, "wan", "Undo").click();
  await expect(headline(page)).toHaveText(/^Online through wan since/);
});

test("ask what happens if it fails", async ({ page }) => {
  await logIn(page, "viewer");
  await button(page, "wan", "What if it fails?").click();
  await expect(card(page, "wan").locator(".mm-about p")).toContainText("wwan");
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "what-if-light");
  await button(page, "wan", "Close").click();
  await expect(button(page, "wan", "What if it fails?")).toBeFocused();
});

test("a viewer has nothing to order with", async ({ page }) => {
  await logIn(page, "viewer");
  await expect(headline(page)).toHaveText(/^Online/);
  for (const name of ["Use…", "Drain…", "Disable…", "Check now", "Undo"])
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "viewer-light");
});

test("all of it by keyboard", async ({ page }) => {
  await logIn(page, "root");
  await expect(headline(page)).toHaveText(/^Online through wan/);
  await page.getByRole("button", { name: "1 day" }).focus();
  const slider = card(page, "wan").getByRole("slider", { name: "Course of wan" });
  await page.keyboard.press("Tab");
  await expect(slider).toBeFocused();
  await expect(slider).toHaveAttribute("aria-valuetext", /ms/);
  await picture(page, "keyboard-light");
  await page.keyboard.press("Home");
  await expect(slider).toHaveValue("0");
  await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveValue("1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(card(page, "wan").getByText("Gateway")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(button(page, "wan", "Use…")).toBeFocused();
  await button(page, "wwan", "Use…").focus();
  await page.keyboard.press("Enter");
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press("Tab");
  await expect(button(page, "wwan", "For 15 min")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(headline(page)).toHaveText(/^Online through wwan/);
  await expect(button(page, "wwan", "Use…")).toBeFocused();
  await button(page, "wwan", "Undo").focus();
  await page.keyboard.press("Enter");
  await expect(button(page, "wwan", "Undo")).toBeHidden();
  await expect(button(page, "wwan", "Use…")).toBeFocused();
});

test("focus, scroll and an open explanation outlast the refresh", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 600 });
  await logIn(page, "root");
  await button(page, "wwan", "Drain…").click();
  const duration = button(page, "wwan", "For 1 hr");
  await duration.focus();
  const scroll = await page.evaluate<number>("scrollY");
  const age = page.getByText(/updated \d+ sec/);
  await expect(age).toHaveText(/updated [3-9] sec/);
  await expect(age).toHaveText(/updated [01] sec/);
  await expect(duration).toBeFocused();
  expect(scroll).toBeGreaterThan(0);
  expect(await page.evaluate<number>("scrollY")).toBe(scroll);
});

test("words from elsewhere stay words, whatever is in them", async ({ page }) => {
  const hostile = `<img src=x onerror="document.title='broken'">&amp;"' \u202E${"x".repeat(80)}`;
  await alterStatus(page, (status) => {
    const strings = JSON.stringify(status, (key, value) =>
      ["label", "interface", "reason", "device", "gateway", "address", "target", "notice"].includes(
        key
      )
        ? hostile
        : value
    );
    return JSON.parse(strings);
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await logIn(page, "root");
  await expect(page.locator("article h3").first()).toHaveText(hostile);
  await page.getByRole("button", { name: "Use…" }).first().click();
  await page.getByText("Details").first().click();
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.title()).toBe("Mini-MWAN");
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await picture(page, "hostile-360");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark", hasTouch: true });

  test("see the outage and use the other one", async ({ page, router }) => {
    await logIn(page, "root");
    await expect(headline(page)).toHaveText(/^Online through wan/);
    await router.changeLink("eth1", { blackholed: true });
    await expect(headline(page)).toHaveText(/^Online through wwan since [^;]*; wan is down\.$/);
    await picture(page, "outage-phone");
    await button(page, "wwan", "Use…").tap();
    await button(page, "wwan", "For 1 hr").tap();
    await expect(card(page, "wwan")).toContainText("In use by order until");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);
    await router.changeLink("eth1", { blackholed: false });
    await button(page, "wwan", "Undo").tap();
    await expect(headline(page)).toHaveText(/^Online through wan since/);
  });
});

test("a stopped service is said with its way out", async ({ page, router }) => {
  await router.controlService("stop");
  await logIn(page, "root");
  await expect(page.getByText("Mini-MWAN is not running")).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "stopped-light");
});
