/** The view Configuration as its users handle it. */
import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

async function openForm(page: Page): Promise<void> {
  await page.goto("/#config");
  await expect(page.getByRole("heading", { name: "1. wan" })).toBeVisible();
}

/** Opens an entry of a list. */
async function edit(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: `Edit ${title}`, exact: true }).click();
}

async function saveAndApply(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save & Apply" }).click();
  await expect(page.getByText("The settings are in effect.")).toBeVisible();
}

export { edit, openForm, saveAndApply };
