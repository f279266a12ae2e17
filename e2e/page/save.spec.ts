import { globalOptions } from "../../shared/global-options.ts";
import { interfaceOptions } from "../../shared/interface-options.ts";
import { ruleOptions } from "../../shared/rule-options.ts";
import { seriousViolations } from "./axe.ts";
import { edit, openForm, saveAndApply } from "./form.ts";
import { expect, logIn, picture, test } from "./test.ts";

test("two people edit at once: both are kept, and the same setting is asked about", async ({
  page,
  router,
}) => {
  await openForm(page);
  await edit(page, "wan");
  await page.getByRole("checkbox", { name: "Metered" }).check();
  await router.configure("lte", { weight: "7", bias: "40" });
  await saveAndApply(page);
  await expect(page.getByText("wwan, Weight: 7 instead of the default.")).toBeVisible();
  await expect(page.getByText("Both are kept.")).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "two-people-kept");

  await edit(page, "wwan");
  await page.getByText("Advanced", { exact: true }).nth(1).click();
  const weight = page.getByLabel("Weight").last();
  await weight.fill("3");
  await router.configure("lte", { weight: "9" });
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(
    page.getByText(/wwan, Weight: 9 instead of 7\.\s+You changed it, too\./)
  ).toBeVisible();
  await expect(weight).toHaveValue("3");
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "two-people-collide");
  await saveAndApply(page);
  const section = { config: "mini-mwan", section: "lte" };
  const { values } = (await router.call("uci", "get", section)) as { values: object };
  expect(values).toMatchObject({ weight: "3", bias: "40" });
});

test("leaving with unsaved edits asks: closing, and logging out", async ({ page }) => {
  await logIn(page, "root");
  await page.getByRole("link", { name: "Configuration" }).click();
  const interval = page.getByLabel("Check interval");
  await interval.fill("3");
  // The other view is no leaving.
  await page.getByRole("link", { name: "Status" }).click();
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(interval).toHaveValue("3");
  const said: string[] = [];
  page.once("dialog", (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole("button", { name: "Log out" }).click();
  await expect.poll(() => said).toEqual(["There are unsaved edits. Log out all the same?"]);
  await expect(interval).toHaveValue("3");
  const asked = page.waitForEvent("dialog");
  const leaving = page.reload().catch(() => {});
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
  await leaving;
});

test("hostile text in every option is shown as text, and none of it is lost", async ({
  page,
  router,
}) => {
  const hostile = `<img src=x onerror="document.title='broken'">'&${"x".repeat(200)}`;
  const everywhere = (table: object) =>
    Object.fromEntries(Object.keys(table).map((option) => [option, hostile]));
  const rule = { config: "mini-mwan", type: "rule", name: "odd", values: everywhere(ruleOptions) };
  await router.call("uci", "add", rule);
  await router.configure("global", everywhere(globalOptions));
  await router.configure("lte", everywhere(interfaceOptions));
  await router.configure("fibre", { colour: hostile, ping_target: [hostile, hostile] });
  await page.goto("/#config");
  await expect(page.getByRole("heading", { name: `2. ${hostile}` })).toBeVisible();
  for (const label of ["Metric", "Interface"])
    await expect(page.getByLabel(label).last()).toHaveValue(hostile);
  for (const label of ["Source", "Destination", "Mode", "Balance by", "When that is down"])
    await expect(page.getByLabel(label, { exact: true })).toHaveValue(hostile);
  await expect(page.locator(".mm-remark").first()).toBeVisible();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await picture(page, `hostile-${width}`);
  }
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByLabel("Weight").last().fill("2");
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(page.getByText("Nothing was saved: mend the marked fields first.")).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await expect(page).toHaveTitle("Mini-MWAN on a simulated router");
});

test("a viewer reads every setting and can change none", async ({ page }) => {
  await logIn(page, "viewer");
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByText("You may look at these settings but not change them.")).toBeVisible();
  await page.getByRole("button", { name: "Details of wan", exact: true }).click();
  await page.getByText("Advanced", { exact: true }).first().click();
  await expect(page.getByLabel("Metric")).toBeDisabled();
  await expect(page.getByRole("radio").first()).toBeDisabled();
  for (const name of ["Save & Apply", "Add connection", "Add rule", "Move wwan up", "Remove wan"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "config-viewer");
});

test("the router undoes what cuts it off, and says so; it can be applied again", async ({
  page,
  router,
  complaints,
}) => {
  test.setTimeout(180_000);
  await openForm(page);
  await page.getByLabel("Check interval").fill("7");
  await page.route("**/ubus", async (route) => {
    const [, object, method] = route.request().postDataJSON().params;
    await (`${object} ${method}` === "uci confirm" ? route.abort() : route.continue());
  });
  await page.getByRole("button", { name: "Save & Apply" }).click();
  const countdown = page.getByText(/The router undoes it unless it can be reached within \d+/);
  await expect(countdown).toBeVisible();
  await expect(countdown).toContainText(/within 8\d sec/);
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "applying-light");
  await expect.poll(async () => (await router.status()).check_interval).toBe(7);
  const told = page.getByText(/could not be reached in time after the change, so it undid it/);
  await expect(told).toBeVisible({ timeout: 110_000 });
  await expect.poll(async () => (await router.status()).check_interval).toBe(1);
  await page.unroute("**/ubus");
  await expect(page.getByText("Saved settings are waiting")).toBeVisible();
  await expect(page.getByLabel("Check interval")).toHaveValue("7");
  expect(await seriousViolations(page)).toEqual([]);
  await picture(page, "undone-light");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page.getByText("The settings are in effect.")).toBeVisible();
  await expect.poll(async () => (await router.status()).check_interval).toBe(7);
  // The browser itself reports the refused requests.
  expect(complaints.every((text) => text.includes("net::ERR_FAILED"))).toBe(true);
  complaints.length = 0;
});
