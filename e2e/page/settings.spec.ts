import type { Page } from "@playwright/test";
import { card, expect, headline, picture, test } from "./test.ts";

async function openForm(page: Page): Promise<void> {
  await page.goto("/#config");
  await expect(page.getByRole("heading", { name: "1. wan" })).toBeVisible();
}

async function saveAndApply(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(page.getByText("The settings are in effect.")).toBeVisible();
}

test("edit a setting, Save & Apply, and see it in the status", async ({ page, router }) => {
  await openForm(page);
  await page.getByLabel("Check interval").fill("3");
  await expect(page.getByText("There are unsaved edits.")).toBeVisible();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(page.getByText("checked every 3 s")).toBeVisible();
  expect(await router.status()).toMatchObject({ check_interval: 3 });
});

test("a number out of range is refused with the allowed range", async ({ page, router }) => {
  await openForm(page);
  const interval = page.getByLabel("Check interval");
  await interval.fill("3601");
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(page.getByText("Use a whole number from 1 to 3600.")).toBeVisible();
  await expect(interval).toBeFocused();
  const field = await interval.boundingBox();
  const footer = await page.locator(".mm-footer").boundingBox();
  expect(field!.y + field!.height).toBeLessThanOrEqual(footer!.y);
  await picture(page, "refused-light");
  await interval.fill("3600");
  await expect(page.getByText("Use a whole number from 1 to 3600.")).toBeHidden();
  expect(await router.status()).toMatchObject({ check_interval: 1 });
});

test("an advanced setting is found, changed and in effect", async ({ page, router }) => {
  await openForm(page);
  const mask = page.getByLabel("Mark mask");
  await expect(mask).toBeHidden();
  await page.getByText("Advanced", { exact: true }).first().click();
  await mask.fill("0x3f01");
  await mask.blur();
  await expect(page.getByText("Use a run of at least four bits such as 0x3f00.")).toBeVisible();
  await mask.fill("0xff0000");
  await page.getByLabel("Mode").selectOption("Quality");
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(page.getByText("Mode: Quality")).toBeVisible();
  const { values } = (await router.call("uci", "get", {
    config: "mini-mwan",
    section: "global",
  })) as { values: object };
  expect(values).toMatchObject({ mark_mask: "0xff0000", mode: "quality" });
});

test("put the reserve first, and the traffic moves", async ({ page }) => {
  await openForm(page);
  await page.getByRole("button", { name: "Move wwan up" }).click();
  await expect(page.getByRole("heading", { name: "1. wwan" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Move wwan down" })).toBeFocused();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(headline(page)).toHaveText(/^Online through wwan since .*; wan is ready as backup/);
});

test("add an uplink and remove it again", async ({ page }) => {
  await openForm(page);
  await page.getByRole("button", { name: "Add uplink" }).click();
  await page.getByLabel("Interface").last().fill("dsl");
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(card(page, "dsl")).toBeVisible();
  await page.getByRole("link", { name: "Configuration" }).click();
  await page.getByRole("button", { name: "Remove dsl" }).click();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(card(page, "dsl")).toHaveCount(0);
});

test("switch the service off and on again", async ({ page }) => {
  await openForm(page);
  await page.getByLabel("Enabled").first().uncheck();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(page.getByRole("heading", { name: "Mini-MWAN is switched off" })).toBeVisible();
  await page.getByRole("link", { name: "Configuration" }).click();
  await page.getByLabel("Enabled").first().check();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(headline(page)).toHaveText(/^Online through wan/);
});

test("leaving with unsaved edits asks", async ({ page }) => {
  await openForm(page);
  await page.getByLabel("Check interval").fill("3");
  const asked = page.waitForEvent("dialog");
  const leaving = page.reload().catch(() => {});
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
  await leaving;
});

test("hostile text in the configuration is shown as text", async ({ page, router }) => {
  const hostile = `<img src=x onerror="document.title='broken'">'&${"x".repeat(300)}`;
  await router.configure("fibre", { metric: hostile });
  await router.configure("lte", { name: hostile });
  await openForm(page);
  await expect(page.getByLabel("Metric").first()).toHaveValue(hostile);
  await expect(page.getByRole("heading", { name: hostile })).toBeVisible();
  await expect(page.locator(".mm-remark").first()).toHaveText(
    /is not a whole number from 1 to 9999; 100 is used instead$/
  );
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await picture(page, "hostile-phone");
  await expect(page).toHaveTitle("Mini-MWAN on a simulated router");
});
