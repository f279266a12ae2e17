import { render } from "preact";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { changeElsewhere } from "../../testing/form.ts";
import { createLuci } from "../../testing/luci.ts";
import { closePage, field, pageText, root, type, untilPageSays } from "../../testing/page.ts";
import { bootRouter, server } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";
import { createLuciHost } from "../api/luci-host.ts";
import { logIn } from "../api/session.ts";
import { mount } from "./main.tsx";

let router: SimulatedRouter;

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
beforeEach(() => {
  router = bootRouter();
  document.body.replaceChildren(root);
});
afterEach(() => closePage());

async function luciFor(user: string, mayWrite: boolean | null = true) {
  return createLuci((await logIn(user, "")).id, mayWrite);
}

describe("the view Status inside LuCI", () => {
  test("is refreshed by LuCI's own poll loop, every five seconds", async () => {
    const luci = await luciFor("root");
    mount(root, luci, "status");
    await untilPageSays("Online through wan");
    expect(luci.polled.map(({ intervalS }) => intervalS)).toEqual([5]);
    router.post("/simulator/link", { device: "eth1", blackholed: true });
    router.advance(30);
    await luci.polled[0]?.task();
    await untilPageSays("Online through wwan");
  });

  test("brings no frame of its own", async () => {
    mount(root, await luciFor("root"), "status");
    await untilPageSays("Online through wan");
    expect(pageText()).not.toContain("Log out");
    expect(root.querySelector("nav, h1")).toBeNull();
  });

  test("tells a missing permission from a missing package and from silence", async () => {
    mount(root, createLuci("0".repeat(32)), "status");
    await untilPageSays("You are not allowed to see this.");
    render(null, root);
    const { rpc, ...rest } = await luciFor("root");
    const declare: typeof rpc.declare = (options) =>
      rpc.declare({ ...options, object: `no-${options.object}` });
    mount(root, { ...rest, rpc: { declare } }, "status");
    await untilPageSays("The router does not know Mini-MWAN.");
    render(null, root);
    router.cutNetwork();
    mount(root, { ...rest, rpc }, "status");
    await untilPageSays("The router does not answer.");
  });
});

describe("the view Configuration inside LuCI", () => {
  test("leaves the buttons to LuCI and stages what they ask for", async () => {
    const luci = await luciFor("root");
    const page = mount(root, luci, "config");
    await untilPageSays("General");
    expect(pageText()).not.toContain("Save & Apply");
    await type("Check interval", "8");
    expect(await page.save()).toBe(true);
    expect(luci.changes).toEqual(["init"]);
    expect(router.requests.filter(({ method }) => method === "set")).toEqual([
      {
        object: "uci",
        method: "set",
        args: { config: "mini-mwan", section: "global", values: { check_interval: "8" } },
      },
    ]);
  });

  test("refuses what cannot be saved, so that LuCI applies nothing", async () => {
    const luci = await luciFor("root");
    const page = mount(root, luci, "config");
    await untilPageSays("General");
    await type("Check interval", "99999");
    expect(await page.save()).toBe(false);
    expect(luci.notifications).toEqual([
      "warning: Nothing was saved: mend the marked fields first.",
    ]);
    await page.reset();
    await vi.waitFor(() => expect(pageText()).not.toContain("Use a whole number"));
    expect(await page.save()).toBe(true);
  });

  test.each([false, null])("is read-only where LuCI says so (%s)", async (mayWrite) => {
    mount(root, await luciFor("viewer", mayWrite), "config");
    await untilPageSays("You may look at these settings but not change them.");
    expect(root.querySelector("fieldset")?.disabled).toBe(true);
  });
});

describe("a session that ends inside LuCI", () => {
  test("is called so, and not a router that is silent", async () => {
    const luci = await luciFor("root");
    mount(root, luci, "status");
    await untilPageSays("Online through wan");
    router.advance(4000);
    await luci.polled[0]?.task();
    await untilPageSays("Your session has ended. Log in again.");
  });

  test("keeps the edits through LuCI's reload, upon what others stored meanwhile", async () => {
    sessionStorage.clear();
    const luci = await luciFor("root");
    const page = mount(root, luci, "config");
    await untilPageSays("General");
    await type("Check interval", "8");
    router.advance(4000);
    expect(await page.save()).toBe(false);
    expect(luci.notifications).toEqual(["danger: Your session has ended. Log in again."]);
    const leaving = new Event("beforeunload", { cancelable: true });
    expect(dispatchEvent(leaving)).toBe(true);
    render(null, root);

    changeElsewhere(router, "set", { section: "fibre", values: { fall: "5" } });
    const again = await luciFor("root");
    const renewed = mount(root, again, "config");
    await untilPageSays("Somebody else changed settings meanwhile");
    expect(again.notifications).toEqual([
      "info: Your edits from before the log-in are here again, unsaved.",
    ]);
    expect(field("Check interval").value).toBe("8");
    await renewed.reset();
    expect(field("Check interval").value).not.toBe("8");
    expect(sessionStorage).toHaveLength(0);
  }, 15_000);
});

describe("LuCI's errors", () => {
  test("keep their code, which LuCI has only in a text", async () => {
    const host = createLuciHost(await luciFor("root"));
    await expect(host.call("uci", "get", { config: "network" })).rejects.toMatchObject({
      name: "UbusError",
      code: 6,
    });
  });

  test("an apply goes LuCI's way, with roll-back", async () => {
    const luci = await luciFor("root");
    await createLuciHost(luci).apply(() => {});
    expect(luci.changes).toEqual(["apply with roll-back"]);
  });

  test("a poll that is ended leaves LuCI's loop", async () => {
    const luci = await luciFor("root");
    const stop = createLuciHost(luci).poll(() => Promise.resolve());
    stop();
    expect(luci.polled).toEqual([]);
  });
});
