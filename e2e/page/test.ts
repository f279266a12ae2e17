/** What every browser test has: a router in good order, and a console that must stay silent. */
import { existsSync, readFileSync } from "node:fs";
import { test as base, expect } from "@playwright/test";
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { Router } from "./router.ts";
import type { Status } from "./router.ts";

interface Fixtures {
  /** Whether the page is the one that ships, or its sources; what ships is what is tested, once it is built. */
  isBuilt: boolean;
  router: Router;
  /** What the browser's console said that it should not have. */
  complaints: string[];
}

const build = new URL("../../dist/router/www/mini-mwan/", import.meta.url);

async function serveBuild(context: BrowserContext): Promise<void> {
  const serve = (pattern: string, name: string, contentType: string) =>
    context.route(pattern, (route) =>
      route.fulfill({ body: readFileSync(new URL(name, build)), contentType })
    );
  await serve("**/mini-mwan/", "index.html", "text/html");
  await serve("**/mini-mwan/page.js.gz?v=*", "page.js.gz", "application/gzip");
}

const test = base.extend<Fixtures>({
  isBuilt: [existsSync(build), { option: true }],
  context: async ({ context, isBuilt }, use) => {
    if (isBuilt) await serveBuild(context);
    await use(context);
  },
  router: [
    async ({ request }, use) => {
      const router = new Router(request);
      await router.reset();
      await use(router);
    },
    { auto: true },
  ],
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** The card of an uplink in the view Status. */
function card(page: Page, name: string): Locator {
  return page.getByRole("article", { name, exact: true });
}

/** The page's first sentence. */
function headline(page: Page): Locator {
  return page.locator(".mm-sentence");
}

async function logIn(page: Page, username: string): Promise<void> {
  await page.goto("/mini-mwan/");
  await page.getByLabel("Username").fill(username);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
}

/** Changes what the router says of its state on its way to the page. */
async function alterStatus(page: Page, change: (status: Status) => Status): Promise<void> {
  await page.route("**/ubus", async (route) => {
    const [, object, method] = route.request().postDataJSON().params;
    if (`${object} ${method}` !== "mini-mwan status") return route.continue();
    const response = await route.fetch();
    const { result, ...rest } = await response.json();
    const json = { ...rest, result: [result[0], change(result[1])] };
    return route.fulfill({ response, json });
  });
}

/** Keeps a picture of the whole page in test-results/pictures. */
async function picture(page: Page, name: string): Promise<void> {
  const path = new URL(`../../test-results/pictures/${name}.png`, import.meta.url).pathname;
  await page.screenshot({ path, fullPage: true });
}

export { alterStatus, card, expect, headline, logIn, picture, test };
