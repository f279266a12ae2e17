import { openForm, saveAndApply } from "./form.ts";
import { expect, headline, picture, test } from "./test.ts";

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

test("switch the service off and on again", async ({ page }) => {
  await openForm(page);
  await page.getByLabel("Enabled").first().uncheck();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(page.getByRole("heading", { name: "Mini-MWAN is switched off" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Configuration" }).click();
  await page.getByLabel("Enabled").first().check();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(headline(page)).toHaveText(/^Online through wan/);
});
