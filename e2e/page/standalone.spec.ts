import type { Page } from "@playwright/test";
import { card, expect, headline, logIn, picture, test } from "./test.ts";

/** The router forgets the page's session, as it does when nobody called for an hour. */
async function endSession(page: Page): Promise<void> {
  const stored = await page.evaluate('sessionStorage.getItem("mini-mwan.session")');
  const ended = JSON.parse(String(stored)).id;
  await page.route("**/ubus", async (route) => {
    const { id, params } = route.request().postDataJSON();
    if (params[0] !== ended) return route.continue();
    const error = { code: -32002, message: "Access denied" };
    return route.fulfill({ json: { jsonrpc: "2.0", id, error } });
  });
  await expect(page.getByLabel("Username")).toBeVisible();
}

test("a viewer sees everything and can change nothing", async ({ page, router }) => {
  await logIn(page, "viewer");
  await expect(headline(page)).toHaveText(/^Online through wan/);
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByText("You may look at these settings but not change them.")).toBeVisible();
  await expect(page.getByLabel("Check interval")).toBeDisabled();
  for (const name of ["Save & Apply", "Save", "Reset", "Add connection", "Remove wan"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  await picture(page, "viewer-light");
  await page.getByRole("link", { name: "Status" }).click();
  await router.controlService("stop");
  await expect(page.getByRole("heading", { name: "Mini-MWAN is not running" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Start" })).toHaveCount(0);
});

test("a wrong account is refused; the session survives a reload and ends at log-out", async ({
  page,
}) => {
  await page.goto("/mini-mwan/");
  await page.getByLabel("Username").fill("mallory");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("alert")).toHaveText("Wrong username or password.");
  await logIn(page, "root");
  await page.getByRole("link", { name: "Configuration" }).click();
  await page.reload();
  await expect(page.getByRole("heading", { name: "1. wan" })).toBeVisible();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.reload();
  await expect(page.getByLabel("Username")).toBeVisible();
});

test("a session that ends while somebody edits is renewed on the same place", async ({
  page,
  router,
}) => {
  await logIn(page, "root");
  await page.getByRole("link", { name: "Configuration" }).click();
  await page.getByRole("button", { name: "Edit wwan", exact: true }).click();
  const item = page.getByRole("listitem", { name: "2. wwan" });
  await item.getByText("Advanced").click();
  const weight = item.getByLabel("Weight");
  await weight.fill("7");
  await weight.scrollIntoViewIfNeeded();
  const top = () => page.evaluate("scrollY");
  const before = await top();
  expect(before).toBeGreaterThan(0);
  await endSession(page);
  await expect(page.getByRole("alert")).toHaveText("Your session has ended. Log in again.");
  await picture(page, "session-ended-light");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(weight).toHaveValue("7");
  await expect(weight).toBeFocused();
  expect(await top()).toBe(before);
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(page.getByText("The settings are in effect.")).toBeVisible();
  const stored = await router.call("uci", "get", { config: "mini-mwan", section: "lte" });
  expect(stored).toMatchObject({ values: { weight: "7" } });
});

test("somebody else who logs in then finds a page of their own", async ({ page }) => {
  await logIn(page, "root");
  await page.getByRole("link", { name: "Configuration" }).click();
  await page.getByLabel("Check interval").fill("7");
  await endSession(page);
  await page.getByLabel("Username").fill("viewer");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("You may look at these settings but not change them.")).toBeVisible();
  await expect(page.getByLabel("Check interval")).toHaveValue("1");
});

test.describe("the sources, as npm start shows them", () => {
  test.use({ isBuilt: false });

  test("work like what is built of them for the router", async ({ page }) => {
    await logIn(page, "root");
    await expect(headline(page)).toHaveText(/^Online through wan/);
    await expect(card(page, "wan")).toContainText("Carries the traffic");
    await page.getByRole("link", { name: "Configuration" }).click();
    await page.getByLabel("Check interval").fill("2");
    await page.getByRole("button", { name: "Save & Apply" }).click();
    await expect(page.getByText("The settings are in effect.")).toBeVisible();
  });
});
