import { seriousViolations } from "./axe.ts";
import { saveAndApply } from "./form.ts";
import { expect, headline, picture, test } from "./test.ts";
import type { Router } from "./router.ts";

/** As the package installs it: no connections, and switched off. */
async function clear(router: Router): Promise<void> {
  for (const section of ["fibre", "lte"])
    await router.call("uci", "delete", { config: "mini-mwan", section });
  await router.configure("global", { enabled: "0", check_interval: "5" });
}

for (const colorScheme of ["light", "dark"] as const)
  test(`from nothing to a router that fails over, in two clicks, ${colorScheme}`, async ({
    page,
    router,
  }) => {
    await page.emulateMedia({ colorScheme });
    await clear(router);
    await page.goto("/#config");
    await expect(page.getByText("Ways to the Internet found: 2")).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `first-run-${colorScheme}`);
    await page.getByRole("button", { name: "Use wan first and wwan as backup" }).click();
    await expect(page.getByRole("heading", { name: "2. wwan" })).toBeVisible();
    await expect(page.getByText(/Notices an outage in about 2 sec/).first()).toBeVisible();
    await saveAndApply(page);
    await page.getByRole("link", { name: "Status" }).click();
    await expect(headline(page)).toHaveText(
      /^Online through wan since .*; wwan is ready as backup/
    );
  });

test("the view Status leads to where the first connection is added", async ({ page, router }) => {
  await clear(router);
  await page.goto("/");
  const main = page.getByRole("main");
  await expect(page.getByRole("heading", { name: "Mini-MWAN is switched off" })).toBeVisible();
  await main.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByText("Ways to the Internet found: 2")).toBeVisible();
  await router.configure("global", { enabled: "1" });
  await page.goto("/#status");
  await expect(headline(page)).toHaveText(/^No uplinks are configured yet/);
  await picture(page, "no-uplinks-light");
  await main.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByText("Ways to the Internet found: 2")).toBeVisible();
});

test("a way that is added by hand instead", async ({ page, router }) => {
  await clear(router);
  await page.goto("/#config");
  await page.getByRole("button", { name: "Add connection" }).click();
  await page.getByLabel("Interface").selectOption("wwan");
  await page.getByRole("checkbox", { name: "Enabled" }).last().check();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  // The other one was not given to us and comes first.
  await expect(headline(page)).toHaveText(/^Ordinary traffic leaves by a default route/);
  await router.configure("global", { foreign_default: "override" });
  await expect(headline(page)).toHaveText(/^Online through wwan/);
});
