/** The mounted page as its users meet it: texts, buttons and fields by their names. */
import { render } from "preact";
import { expect, vi } from "vitest";
import { logIn, storeSession } from "../src/api/session.ts";
import { mount } from "../src/app/main.tsx";

const root = document.createElement("div");

/** Puts the page of its own up, for a user who is logged in, or for nobody yet. */
async function openPage(view: "status" | "config", user: string | null = "root"): Promise<void> {
  document.body.replaceChildren(root);
  location.hash = "";
  sessionStorage.clear();
  if (user !== null) storeSession(await logIn(user, ""));
  mount(root, null, view);
}

function closePage(): void {
  render(null, root);
}

/** All that can be read on the page, blanks made one. */
function pageText(): string {
  return (root.textContent ?? "").replaceAll(/\s+/g, " ");
}

async function untilPageSays(text: string | RegExp): Promise<void> {
  await vi.waitFor(() => expect(pageText()).toMatch(text), { timeout: 5000 });
}

/** What the user would name it by: its label, its text, or the label around it. */
function nameOf(element: Element): string {
  const label = element.getAttribute("aria-label") ?? "";
  const labelled = element.id === "" ? null : root.querySelector(`label[for="${element.id}"]`);
  return (label || labelled?.textContent || element.textContent || "").trim();
}

function findAll<T extends Element>(selector: string, name: string): T[] {
  return [...root.querySelectorAll<T>(selector)].filter((element) => nameOf(element) === name);
}

function buttons(name: string): HTMLButtonElement[] {
  return findAll<HTMLButtonElement>("button", name);
}

function press(name: string): void {
  const [button] = buttons(name);
  if (!button) throw new Error(`There is no button "${name}".`);
  if (button.disabled) throw new Error(`The button "${name}" is disabled.`);
  button.click();
}

/** The nth field of a name, from 0: each uplink has the same ones. */
function field(name: string, position = 0): HTMLInputElement {
  const found = findAll<HTMLInputElement>("input, select", name)[position];
  if (!found) throw new Error(`There is no field "${name}" number ${position}.`);
  return found;
}

/** Types a text in place of what is there, and leaves the field. */
async function type(name: string, text: string, position = 0): Promise<void> {
  const input = field(name, position);
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("blur"));
  await Promise.resolve();
}

/** The user comes back to the tab: the page refreshes without waiting for its next turn. */
function refresh(): void {
  document.dispatchEvent(new Event("visibilitychange"));
}

/** Text of the card of an uplink. */
function card(name: string): string {
  const cards = [...root.querySelectorAll("article")];
  const found = cards.find((one) => one.querySelector("h3")?.textContent === name);
  return (found?.textContent ?? `no card of ${name}`).replaceAll(/\s+/g, " ");
}

export { buttons, card, closePage, field, openPage, pageText, press, refresh, root, type };
export { untilPageSays };
