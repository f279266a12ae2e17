import { card, expect, headline, picture, test } from "./test.ts";

test("the page loads with live data", async ({ page }) => {
  await page.goto("/");
  await expect(headline(page)).toHaveText(
    /^Online through wan since .*; wwan is ready as backup\.$/
  );
  await expect(card(page, "wan")).toContainText("Carries the traffic");
  await expect(card(page, "wan")).toContainText(/Latency1\d(\.\d)? ms/);
  const received = card(page, "wan")
    .locator("div", { hasText: /^Received/ })
    .locator("dd");
  const before = (await received.textContent()) ?? "";
  await expect(received).not.toHaveText(before);
  await picture(page, "status-light");
});

test("cut the first WAN, watch the failover, mend it, watch the way back", async ({ page }) => {
  await page.goto("/");
  const wan = page.getByRole("group", { name: "wan", exact: false }).first();
  await expect(headline(page)).toHaveText(/^Online through wan/);
  await wan.getByRole("button", { name: "Block the Internet behind it" }).click();
  await expect(headline(page)).toHaveText(/^Online through wwan since .*; wan is down\.$/);
  await expect(card(page, "wan")).toContainText("DOWN");
  await expect(card(page, "wan")).toContainText(/no reply from 1\.1\.1\.1/i);
  await expect(card(page, "wwan")).toContainText("Carries the traffic");
  await expect(page.getByText("Packets get through, over wwan.")).toBeVisible();
  await expect(page.getByLabel("Log lines")).toContainText("new connections use wwan");
  await picture(page, "failover-light");
  await wan.getByRole("button", { name: "Connected" }).click();
  await expect(headline(page)).toHaveText(/^Online through wan .* ready as backup\.$/);
  await expect(page.getByText("Packets get through, over wan.")).toBeVisible();
});

test("pull both cables: the page says offline, then recovers", async ({ page }) => {
  await page.goto("/");
  const pull = page.getByRole("button", { name: "Pull the cable" });
  await pull.first().click();
  await pull.last().click();
  await expect(headline(page)).toHaveText(/^Offline since .*: no uplink reaches the Internet\.$/);
  await expect(card(page, "wan")).toContainText("No link");
  await expect(page.getByText(/The last \d+ packets got no answer\./)).toBeVisible();
  await page.getByRole("button", { name: "Connected" }).first().click();
  await expect(headline(page)).toHaveText(/^Online through wan/);
});

test("a slow and lossy line shows as one", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("slider", { name: "Delay" }).first().fill("200");
  await expect(card(page, "wan")).toContainText(/Latency1?\d\d(\.\d)? ms/);
  await page.getByRole("slider", { name: "Loss" }).last().fill("40");
  await expect(card(page, "wwan")).not.toContainText("Loss0%");
  await expect(card(page, "wwan").getByText("Degraded", { exact: true })).toBeVisible();
  await expect(headline(page)).toHaveText(/^Online through wan since [^;]*; wwan is degraded\.$/);
  await picture(page, "degraded-light");
});

test("both WANs share, by their weights", async ({ page, router }) => {
  await router.configure("lte", { weight: "3" });
  await router.configure("global", { mode: "multi-uplink" });
  await page.goto("/");
  await expect(headline(page)).toHaveText(/^Online through wan and wwan since [^;]*\.$/);
  await expect(card(page, "wan")).toContainText("Carries 25% of new connections");
  await expect(card(page, "wwan")).toContainText("Carries 75% of new connections");
  await picture(page, "shared-light");
});

test("a stopped service is said, and started from the page", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Stop it" }).click();
  await expect(page.getByRole("heading", { name: "Mini-MWAN is not running" })).toBeVisible();
  await picture(page, "stopped-light");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(headline(page)).toHaveText(/^Online through wan/);
  await expect(page.getByText("is running.")).toBeVisible();
});

test("a router that does not answer leaves the last figures, with their age", async ({
  page,
  complaints,
}) => {
  await page.goto("/");
  await expect(headline(page)).toHaveText(/^Online/);
  await page.route("**/ubus", (route) => route.abort());
  await expect(page.getByRole("alert")).toContainText(
    /The router does not answer.*These figures are from \d+ sec\. ago\./
  );
  await expect(card(page, "wan")).toContainText("192.0.2.1");
  await page.unroute("**/ubus");
  await expect(page.getByRole("alert")).toBeHidden();
  // The browser itself reports the refused requests.
  expect(complaints.every((text) => text.includes("net::ERR_FAILED"))).toBe(true);
  complaints.length = 0;
});
