/** The mounted page as its users meet it: texts, buttons and fields by their names. */
import { render } from "preact";
import { expect, vi } from "vitest";
import { logIn, storeSession } from "../src/api/session.ts";
import { mountAlone } from "../src/app/alone.tsx";

const root = document.createElement("div");

/** Puts the page of its own up, for a user who is logged in, or for nobody yet. */
async function openPage(view: "status" | "config", user: string | null = "root"): Promise<void> {
  document.body.replaceChildren(root);
  location.hash = "";
  sessionStorage.clear();
  if (user !== null) storeSession(await logIn(user, ""));
  mountAlone(root, view);
}

/** Takes the page away. What it does in the background begins and ends a little after it is shown. */
async function closePage(): Promise<void> {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
  await pause();
  render(null, root);
  await pause();
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

function findAll<T extends Element>(
  selector: string,
  name: string,
  within: HTMLElement = root
): T[] {
  return [...within.querySelectorAll<T>(selector)].filter((element) => nameOf(element) === name);
}

function buttons(name: string, within?: HTMLElement): HTMLButtonElement[] {
  return findAll<HTMLButtonElement>("button", name, within);
}

/** The first button of that name, of the whole page or within a part of it. */
function press(name: string, within?: HTMLElement): void {
  const [button] = buttons(name, within);
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

/** The card of an uplink. */
function cardNode(name: string): HTMLElement {
  const cards = [...root.querySelectorAll("article")];
  const found = cards.find((one) => one.querySelector("h3")?.textContent === name);
  if (!found) throw new Error(`There is no card of ${name}.`);
  return found;
}

/** Its text. */
function card(name: string): string {
  return (cardNode(name).textContent ?? "").replaceAll(/\s+/g, " ");
}

export {
  buttons,
  card,
  cardNode,
  closePage,
  field,
  openPage,
  pageText,
  press,
  refresh,
  root,
  type,
};
export { untilPageSays };
