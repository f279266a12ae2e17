/** The view Configuration as its users handle it, and what comes of it in the router. */
import { expect, vi } from "vitest";
import { buttons, closePage, field, openPage, press, root, untilPageSays } from "./page.ts";
import type { SimulatedRouter } from "./simulated-router.ts";

async function openForm(user = "root"): Promise<void> {
  await closePage();
  await openPage("config", user);
  await untilPageSays("General");
}

/** Opens an entry of a list. */
async function edit(title: string): Promise<void> {
  press(`Edit ${title}`);
  await vi.waitFor(() =>
    expect(buttons(`Edit ${title}`)[0]?.getAttribute("aria-expanded")).toBe("true")
  );
}

async function saveAndApply(): Promise<void> {
  press("Save & Apply");
  await untilPageSays("The settings are in effect.");
}

async function choose(name: string, value: string): Promise<void> {
  const select = field(name);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await Promise.resolve();
}

/** Titles of the lists' entries. */
function headings(): string[] {
  return [...root.querySelectorAll("h4")].map((heading) => heading.textContent ?? "");
}

/** What is stored for everybody: options by section, in the order of the file. */
function storedIn(router: SimulatedRouter): Record<string, Record<string, unknown>> {
  const { values } = router.callAsRoot("uci", "get", { config: "mini-mwan" }) as {
    values: Record<string, Record<string, unknown>>;
  };
  const sections = Object.entries(values);
  const place = ([, section]: (typeof sections)[number]) => Number(section[".index"]);
  return Object.fromEntries(sections.sort((a, b) => place(a) - place(b)));
}

/** Somebody else changes the configuration, at another desk. */
function changeElsewhere(router: SimulatedRouter, method: string, args: object): void {
  router.callAsRoot("uci", method, { config: "mini-mwan", ...args });
  router.callAsRoot("uci", "apply", { rollback: false });
}

export { changeElsewhere, choose, edit, headings, openForm, saveAndApply, storedIn };
