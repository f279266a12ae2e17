import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  buttons,
  card,
  closePage,
  openPage,
  pageText,
  press,
  refresh,
  root,
  untilPageSays,
} from "../../testing/page.ts";
import { routerForEachTest } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";

let router: SimulatedRouter;

routerForEachTest((booted) => (router = booted), closePage);

describe("a router on which all is well", () => {
  beforeEach(async () => {
    await openPage("status");
    await untilPageSays("Online through wan since");
  });

  test("says so first, then shows each uplink", () => {
    expect(pageText()).toContain("wwan is ready as backup.");
    expect(pageText()).toContain("Mode: Failover");
    expect(card("wan")).toMatch(/Carries the traffic ?UP/);
    expect(card("wan")).toMatch(
      /Latency1\d(\.\d)? ms.*Loss0%.*Received\d+(\.\d)? kB.*192\.0\.2\.1/
    );
    expect(card("wan")).toMatch(
      /1\.1\.1\.1 answers in 1\d(\.\d)? ms8\.8\.8\.8 answers in 1.*Last check \d+ sec\. ago/
    );
    expect(card("wwan")).not.toContain("Carries the traffic");
  });

  test("has asked twice by then, at once, and asks for what is new from then on", async () => {
    const asked = () => router.requests.filter(({ object }) => object === "mini-mwan");
    expect(asked().map(({ method, args }) => [method, args])).toEqual(
      expect.arrayContaining([
        ["status", { since: 0 }],
        ["history", { span: "recent" }],
      ])
    );
    expect(router.requests.filter(({ object }) => object !== "session")).toHaveLength(2);
    const latest = router.callAsRoot("mini-mwan", "status", {}) as { last_event: number };
    refresh();
    await vi.waitFor(() => expect(asked()).toHaveLength(3));
    expect(latest.last_event).toBeGreaterThan(0);
    expect(asked()[2]).toMatchObject({ method: "status", args: { since: latest.last_event } });
  });

  test("asks nothing while nobody looks", async () => {
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const before = router.requests.length;
    refresh();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(router.requests).toHaveLength(before);
    hidden.mockRestore();
    refresh();
    await vi.waitFor(() => expect(router.requests.length).toBeGreaterThan(before));
  });

  test("tells what happened, the latest first, and goes on with it", async () => {
    const sentences = () =>
      [...root.querySelectorAll(".mm-timeline b")].map((one) => one.textContent);
    expect(sentences()).toEqual(["wwan: UP", "wan carries the traffic", "wan: UP"]);
    router.post("/simulator/link", { device: "eth1", carrier: false });
    router.advance(10);
    refresh();
    await untilPageSays("wwan took over from wan");
    expect(sentences().slice(0, 2)).toEqual(["wwan took over from wan", "wan: No link"]);
    expect(sentences()).toHaveLength(5);
  });

  test("draws an outage, and tells each step of the course", async () => {
    router.post("/simulator/link", { device: "eth1", blackholed: true });
    router.advance(90);
    refresh();
    await untilPageSays(/One outage, about \d+ sec/);
    const slider = root.querySelector<HTMLInputElement>("input[aria-label='Course of wan']")!;
    const told = () => slider.getAttribute("aria-valuetext");
    slider.focus();
    await vi.waitFor(() => expect(told()).toMatch(/^[\d:]+ .M: no answer$/));
    slider.value = "0";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await vi.waitFor(() => expect(told()).toMatch(/: not measured$/));
    slider.blur();
    await vi.waitFor(() => expect(told()).toMatch(/^One outage/));
  });

  test("shows the last day when it is wanted", async () => {
    router.advance(3000);
    press("1 day");
    await untilPageSays("1 day ago");
    expect(buttons("1 day")[0]?.getAttribute("aria-pressed")).toBe("true");
    await untilPageSays(/1\d(\.\d)? ms to 1\d(\.\d)? ms, no outage/);
    const asked = router.requests.filter(({ method }) => method === "history");
    expect(asked.map(({ args }) => args["span"])).toEqual(["recent", "day"]);
  });

  test("shows a failover in place, and the way back", async () => {
    const before = root.querySelector("article");
    router.post("/simulator/link", { device: "eth1", blackholed: true });
    router.advance(30);
    refresh();
    await untilPageSays(/Online through wwan since .*; wan is down\./);
    expect(card("wan")).toMatch(/DOWN.*No reply from|DOWN.*no reply from/);
    expect(card("wwan")).toContain("Carries the traffic");
    expect(root.querySelector("article")).toBe(before);
    router.post("/simulator/link", { device: "eth1", blackholed: false });
    router.advance(60);
    refresh();
    await untilPageSays("wwan is ready as backup.");
    expect(card("wan")).toContain("Carries the traffic");
  });

  test("names a lossy line, and what took over from it", async () => {
    router.post("/simulator/link", { device: "eth1", lossPct: 40 });
    router.advance(60);
    refresh();
    await untilPageSays(/Online through wwan since .*; wan is degraded\./);
    expect(card("wan")).toMatch(/wanFirst choiceDegraded\d+% loss/);
    expect(card("wwan")).toContain("Carries the traffic");
  });

  test("tells how the uplinks share new connections", async () => {
    const set = (section: string, values: object) =>
      router.callAsRoot("uci", "set", { config: "mini-mwan", section, values });
    set("global", { mode: "multi-uplink" });
    set("fibre", { weight: "3" });
    router.callAsRoot("uci", "apply", { rollback: false });
    router.advance(20);
    refresh();
    await untilPageSays(/Online through wan and wwan since [^;]*\./);
    expect(pageText()).toContain("Mode: Multi-uplink");
    expect(card("wan")).toContain("Carries 75% of new connections");
    expect(card("wwan")).toContain("Carries 25% of new connections");
  });

  test("tells a pulled cable from a silent line", async () => {
    router.post("/simulator/link", { device: "wwan0", carrier: false });
    router.advance(10);
    refresh();
    await untilPageSays("no backup is ready.");
    expect(card("wwan")).toContain("No link");
  });

  test("keeps what it knew, says how old it is, and recovers by itself", async () => {
    router.cutNetwork();
    refresh();
    await untilPageSays(/The router does not answer.*These figures are from \d+ sec\. ago\./);
    expect(card("wan")).toContain("192.0.2.1");
    expect(root.querySelector(".mm-old")).not.toBeNull();
    router.mendNetwork();
    refresh();
    await vi.waitFor(() => expect(root.querySelector(".mm-old")).toBeNull());
    expect(pageText()).not.toContain("does not answer");
  });

  test("says when the service has stopped reporting, and since when", async () => {
    router.post("/simulator/service", { action: "kill9" });
    router.post("/simulator/service", { action: "stop" });
    router.advance(120);
    refresh();
    await untilPageSays("Mini-MWAN has stopped reporting");
    expect(pageText()).toMatch(/published last \d+ seconds ago/);
    expect(pageText()).toMatch(/Last check \d min\. ago/);
  });

  test("ages count on between two refreshes", async () => {
    const ageS = () => Number(/updated (\d+) sec\. ago/.exec(pageText())?.[1]);
    const before = ageS();
    await vi.waitFor(() => expect(ageS()).toBeGreaterThan(before), { timeout: 3000 });
  });
});

describe("a service that does not run", () => {
  test("can be started where it is missed", async () => {
    router.post("/simulator/service", { action: "stop" });
    router.advance(5);
    await openPage("status");
    await untilPageSays("Mini-MWAN is not running");
    press("Start");
    await untilPageSays("Starting…");
    router.advance(20);
    await untilPageSays("Online through wan");
  });

  test("is not missed when the configuration switches it off", async () => {
    router.callAsRoot("uci", "set", {
      config: "mini-mwan",
      section: "global",
      values: { enabled: "0" },
    });
    router.callAsRoot("uci", "apply", { rollback: false });
    router.advance(10);
    await openPage("status");
    await untilPageSays("Mini-MWAN is switched off");
    expect(buttons("Start")).toEqual([]);
  });
});

describe("who may do what", () => {
  test("a viewer sees the status but cannot start the service", async () => {
    router.post("/simulator/service", { action: "stop" });
    router.advance(5);
    await openPage("status", "viewer");
    await untilPageSays("Mini-MWAN is not running");
    expect(buttons("Start")).toEqual([]);
  });

  test("a session that the router forgot leads to the log-in, with a word why", async () => {
    await openPage("status");
    await untilPageSays("Online through wan");
    router.advance(4000);
    refresh();
    await untilPageSays("Your session has ended. Log in again.");
  });

  test("nobody sees anything before the log-in", async () => {
    await openPage("status", null);
    expect(pageText()).toContain("Use an account of the router.");
    const name = root.querySelector<HTMLInputElement>("#mm-username")!;
    name.value = "mallory";
    name.dispatchEvent(new Event("input", { bubbles: true }));
    press("Log in");
    await untilPageSays("Wrong username or password.");
    name.value = "viewer";
    name.dispatchEvent(new Event("input", { bubbles: true }));
    press("Log in");
    await untilPageSays("Online through wan");
  });
});
