/** The module as it ships, with what is left out of the libraries: it works like its source. */
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { build } from "vite";
import type { Rollup } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createLuci } from "../../testing/luci.ts";
import { closePage, press, root, type, untilPageSays } from "../../testing/page.ts";
import { bootRouter, server } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";
import { logIn } from "../api/session.ts";
import type { mount as Mount } from "./main.tsx";

let router: SimulatedRouter;
let mount: typeof Mount;

beforeAll(async () => {
  server.listen({ onUnhandledRequest: "error" });
  const configFile = join(import.meta.dirname, "../../vite.config.ts");
  const options = { configFile, logLevel: "silent", build: { write: false } } as const;
  const { output } = (await build(options)) as Rollup.RollupOutput;
  const [file] = output as unknown as Rollup.OutputAsset[];
  const source = gunzipSync(file?.source ?? "").toString();
  ({ mount } = new Function(source)());
});
afterAll(() => server.close());
beforeEach(() => {
  router = bootRouter();
  document.body.replaceChildren(root);
});
afterEach(() => closePage());

function headings(): string[] {
  return [...root.querySelectorAll("h4")].map(({ textContent }) => textContent ?? "");
}

test("brings its style with it, once", () => {
  const styles = [...document.head.querySelectorAll("style")];
  expect(styles.filter(({ textContent }) => textContent?.includes(".mm-uplink"))).toHaveLength(1);
});

test("shows the status and follows it", async () => {
  const luci = createLuci((await logIn("root", "")).id);
  mount(root, luci, "status");
  await untilPageSays("Online through wan");
  router.post("/simulator/link", { device: "eth1", blackholed: true });
  router.advance(30);
  await luci.polled[0]?.task();
  await untilPageSays("Online through wwan");
});

test("edits, moves, refuses and stages settings", async () => {
  const luci = createLuci((await logIn("root", "")).id);
  const page = mount(root, luci, "config");
  await untilPageSays("General");
  press("Move wwan up");
  await vi.waitFor(() => expect(headings()).toEqual(["1. wwan", "2. wan"]));
  press("Move wwan down");
  await vi.waitFor(() => expect(headings()).toEqual(["1. wan", "2. wwan"]));
  press("Add connection");
  await untilPageSays("3. New connection");
  expect(await page.save()).toBe(false);
  await page.reset();
  await vi.waitFor(() => expect(headings()).toEqual(["1. wan", "2. wwan"]));
  await type("Check interval", "8");
  expect(await page.save()).toBe(true);
  const [staged] = router.requests.filter(({ method }) => method === "set");
  expect(staged?.args).toMatchObject({ section: "global", values: { check_interval: "8" } });
});
