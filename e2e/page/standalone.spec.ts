import { existsSync, readFileSync } from "node:fs";
import { card, expect, headline, logIn, picture, test } from "./test.ts";

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

test("the page as it is built for the router works like its source", async ({ page }) => {
  const folder = new URL("../../dist/router/www/", import.meta.url);
  test.skip(!existsSync(folder), "there is no build; run npm run build:page");
  const serve = async (pattern: string, path: string, contentType: string) =>
    page.route(pattern, (route) =>
      route.fulfill({ body: readFileSync(new URL(path, folder)), contentType })
    );
  await serve("**/mini-mwan/", "mini-mwan/index.html", "text/html");
  await serve("**/mini-mwan/page.js?v=*", "mini-mwan/page.js", "text/javascript");
  await serve("**/mini-mwan/page.css?v=*", "mini-mwan/page.css", "text/css");
  await logIn(page, "root");
  await expect(headline(page)).toHaveText(/^Online through wan/);
  await expect(card(page, "wan")).toContainText("Carries the traffic");
  await page.getByRole("link", { name: "Configuration" }).click();
  await page.getByLabel("Check interval").fill("2");
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(page.getByText("The settings are in effect.")).toBeVisible();
});
