import type { Locator, Page } from "@playwright/test";
import { seriousViolations } from "./axe.ts";
import { edit, openForm, saveAndApply } from "./form.ts";
import { card, expect, headline, picture, test } from "./test.ts";

/** The entries of the lists, in their order. */
function entries(page: Page): Locator {
  return page.locator("h4");
}

test("put the reserve first by its button, and the traffic moves", async ({ page }) => {
  await openForm(page);
  await page.getByRole("button", { name: "Move wwan up" }).click();
  await expect(entries(page)).toHaveText(["1. wwan", "2. wan"]);
  await expect(page.getByRole("button", { name: "Move wwan down" })).toBeFocused();
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(headline(page)).toHaveText(/^Online through wwan since .*; wan is ready as backup/);
});

test("drag the reserve to the first place", async ({ page, router }) => {
  await openForm(page);
  const handles = page.locator(".mm-handle");
  await handles.nth(0).scrollIntoViewIfNeeded();
  await handles.nth(1).scrollIntoViewIfNeeded();
  const [from, to] = [await handles.nth(1).boundingBox(), await handles.nth(0).boundingBox()];
  await page.mouse.move(from!.x + 5, from!.y + 10);
  await page.mouse.down();
  await page.mouse.move(from!.x + 5, from!.y - 10, { steps: 3 });
  await page.mouse.move(to!.x + 5, to!.y + 2, { steps: 5 });
  await expect(entries(page)).toHaveText(["1. wwan", "2. wan"]);
  await picture(page, "config-dragged");
  // And down again, and up once more: nothing flickers, nothing is lost.
  await page.mouse.move(from!.x + 5, from!.y + 40, { steps: 5 });
  await expect(entries(page)).toHaveText(["1. wan", "2. wwan"]);
  await page.mouse.move(to!.x + 5, to!.y + 2, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(from!.x, from!.y + 200);
  await expect(entries(page)).toHaveText(["1. wwan", "2. wan"]);
  await saveAndApply(page);
  const { values } = (await router.call("uci", "get", { config: "mini-mwan" })) as {
    values: object;
  };
  expect(values).toMatchObject({ lte: { metric: "10" }, fibre: { metric: "20" } });
});

test("the keyboard alone adds, edits, moves, removes and saves", async ({ page }) => {
  await openForm(page);
  const press = async (name: string): Promise<void> => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await press("Add connection");
  await expect(page.getByLabel("Interface")).toBeFocused();
  // One letter is enough for "Another name…".
  await page.keyboard.press("A");
  await expect(page.getByRole("textbox", { name: "Interface" })).toBeFocused();
  await page.keyboard.type("dsl");
  await press("Move dsl up");
  await expect(page.getByRole("button", { name: "Move dsl up" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(entries(page)).toHaveText(["1. dsl", "2. wan", "3. wwan"]);
  await expect(page.getByRole("button", { name: "Move dsl down" })).toBeFocused();
  await expect(page.getByText("dsl is number 1 of 3 now.")).toBeAttached();
  await press("Save & Apply");
  await expect(page.getByText("The settings are in effect.")).toBeVisible();
  await press("Remove dsl");
  await expect(page.getByRole("button", { name: "Add connection" })).toBeFocused();
  await press("Save & Apply");
  await expect(page.getByText("The settings are in effect.")).toBeVisible();
  await expect(entries(page)).toHaveText(["1. wan", "2. wwan"]);
});

test("add a connection with an interface that netifd knows", async ({ page }) => {
  await openForm(page);
  await page.getByRole("button", { name: "Add connection" }).click();
  const choice = page.getByLabel("Interface");
  await expect(choice).toBeFocused();
  await expect(choice.locator("optgroup").first()).toHaveAttribute("label", "Ways to the Internet");
  await expect(choice.getByText("wan (dhcp, eth1, 192.0.2.2), used already")).toBeAttached();
  await choice.selectOption("wan");
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(page.getByText("wan is used by connection 1 already").first()).toBeVisible();
  await choice.last().selectOption("lan");
  await saveAndApply(page);
  await page.getByRole("link", { name: "Status" }).click();
  await expect(card(page, "lan")).toBeVisible();
});

test("a preset says what it costs, and is in effect", async ({ page, router }) => {
  await openForm(page);
  await page.getByRole("radio", { name: /^Balanced Notices .* 2 sec; .* 16\.8 MB a day/ }).check();
  await saveAndApply(page);
  expect(await router.status()).toMatchObject({ check_interval: 5 });
  await page.getByRole("radio", { name: /^Fast Notices .* 1 sec; .* 84 MB a day/ }).check();
  await edit(page, "wwan");
  await page.getByRole("checkbox", { name: "Metered" }).check();
  await expect(page.getByText(/its checks take 0\.8 MB a day/)).toBeVisible();
  await saveAndApply(page);
  expect(await router.status()).toMatchObject({ check_interval: 1 });
});

for (const colorScheme of ["light", "dark"] as const)
  test(`rules are made in plain words, ${colorScheme}`, async ({ page, router }) => {
    await page.emulateMedia({ colorScheme });
    await openForm(page);
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByLabel("Source", { exact: true }).fill("192.168.1.50");
    await page.getByLabel("When that is down").selectOption("nothing, it is refused");
    const sentence =
      "Traffic from 192.168.1.50 uses wwan; if that is down: nothing, it is refused.";
    await expect(page.getByRole("heading", { name: sentence })).toBeVisible();
    await page.getByText("Advanced", { exact: true }).last().click();
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `config-rule-${colorScheme}`);
    await saveAndApply(page);
    const explain = { src: "192.168.1.50", dst: "1.1.1.1" };
    await expect
      .poll(async () => router.call("mini-mwan", "explain", explain))
      .toMatchObject({ section: "lte", policy: "rule" });
  });

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("connections and rules are made with a thumb", async ({ page }) => {
    await openForm(page);
    await page.getByRole("button", { name: "Move wwan up" }).tap();
    await expect(entries(page)).toHaveText(["1. wwan", "2. wan"]);
    await page.getByRole("button", { name: "Edit wan", exact: true }).tap();
    await page.getByText("Advanced", { exact: true }).first().tap();
    await page.getByRole("button", { name: "Add rule" }).tap();
    await page
      .getByLabel("Destination", { exact: true })
      .fill("2001:db8:1234:5678:9abc:def0:1234:5678/128");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, "config-phone");
    await saveAndApply(page);
  });
});
