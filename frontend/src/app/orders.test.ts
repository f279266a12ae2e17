import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  buttons,
  card,
  cardNode,
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

async function open(user = "root"): Promise<void> {
  await openPage("status", user);
  await untilPageSays("Online through wan since");
}

/** Arguments of the calls of a method so far. */
function asked(method: string): unknown[] {
  return router.requests.filter((request) => request.method === method).map(({ args }) => args);
}

/** Presses what an uplink's card offers, and lets the router's time pass until it is done. */
async function order(name: string, topic: string, duration: string): Promise<void> {
  press(topic, cardNode(name));
  await vi.waitFor(() => press(duration, cardNode(name)));
  await vi.waitFor(() => expect(buttons(duration)).toEqual([]));
  router.advance(2);
  refresh();
}

describe("use this one", () => {
  beforeEach(() => open());

  test("says what it will do, and does nothing before that", async () => {
    press("Use…", cardNode("wwan"));
    await untilPageSays("New connections go through wwan as long as it works");
    expect(asked("use")).toEqual([]);
    press("Cancel");
    await vi.waitFor(() => expect(pageText()).not.toContain("as long as it works"));
    expect(document.activeElement?.textContent).toBe("Use…");
  });

  test("for a quarter of an hour, then take it back with one press", async () => {
    await order("wwan", "Use…", "For 15 min");
    expect(asked("use")).toEqual([{ section: "lte", action: "force", for: 900 }]);
    await untilPageSays("Online through wwan");
    expect(card("wwan")).toMatch(/In use by order until \d+:\d+/);
    expect(document.activeElement?.id).toBe("mm-force-lte");
    press("Undo", cardNode("wwan"));
    await vi.waitFor(() => expect(asked("use")).toHaveLength(2));
    expect(asked("use")[1]).toEqual({ section: "lte", action: "auto" });
    router.advance(20);
    refresh();
    await untilPageSays("Online through wan since");
    expect(buttons("Undo")).toEqual([]);
  });

  test("until told otherwise", async () => {
    await order("wwan", "Use…", "Until I change it");
    expect(asked("use")).toEqual([{ section: "lte", action: "force" }]);
    await untilPageSays("In use by orderUndo");
  });

  test.each([
    ["Drain…", "Gets no new connections by order until", "drain"],
    ["Disable…", "Not used by order until", "disable"],
  ])("%s moves the traffic away", async (topic, words, action) => {
    await order("wan", topic, "For 1 hr");
    expect(asked("use")).toEqual([{ section: "fibre", action, for: 3600 }]);
    await untilPageSays("Online through wwan");
    expect(card("wan")).toContain(words);
  });

  test("one explanation at a time; Escape closes it and gives the focus back", async () => {
    press("Drain…", cardNode("wan"));
    await untilPageSays("wan gets no new connections");
    press("Disable…", cardNode("wwan"));
    await untilPageSays("wwan is not used at all");
    expect(pageText()).not.toContain("wan gets no new connections");
    const [button] = buttons("For 1 hr");
    button?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await vi.waitFor(() => expect(buttons("For 1 hr")).toEqual([]));
    expect(document.activeElement?.id).toBe("mm-disable-lte");
  });

  test("a refusal is told once, in the router's words", async () => {
    press("Use…", cardNode("wwan"));
    router.post("/simulator/service", { action: "stop" });
    router.advance(3);
    await vi.waitFor(() => press("For 1 hr"));
    await untilPageSays(/The router refused: the service is not running/);
    expect(pageText().split("The router refused").length).toBe(2);
  });
});

describe("asking about one", () => {
  beforeEach(() => open());

  test("what if it fails is answered by the running service", async () => {
    press("What if it fails?", cardNode("wan"));
    await vi.waitFor(() => expect(asked("what_if")).toEqual([{ down: ["fibre"] }]));
    await vi.waitFor(() => expect(card("wan")).toMatch(/wwan[^.]*\. ?Close/));
    press("Close");
    await vi.waitFor(() => expect(buttons("Close")).toEqual([]));
  });

  test("an answer that does not come leaves no empty promise", async () => {
    router.cutNetwork();
    press("What if it fails?", cardNode("wan"));
    await untilPageSays("The router does not answer.");
    expect(buttons("Close")).toEqual([]);
  });

  test("check now asks its targets at once", async () => {
    press("Check now: asks all targets of this uplink at once", cardNode("wan"));
    await vi.waitFor(() => expect(asked("probe")).toEqual([{ section: "fibre" }]));
  });
});

describe("what stays as it is while the page is refreshed", () => {
  test("the focus, what is open, and the nodes themselves", async () => {
    await open();
    press("Drain…", cardNode("wan"));
    await untilPageSays("wan gets no new connections");
    const [button] = buttons("For 1 hr");
    button?.focus();
    const details = root.querySelector("details")!;
    details.open = true;
    router.post("/simulator/link", { device: "wwan0", carrier: false });
    router.advance(10);
    refresh();
    await untilPageSays("no backup is ready");
    expect(document.activeElement).toBe(button);
    expect(root.contains(button!)).toBe(true);
    expect(root.querySelector("details")?.open).toBe(true);
  });
});

test("a viewer may ask, but not order", async () => {
  await open("viewer");
  expect(buttons("What if it fails?")).toHaveLength(2);
  for (const name of ["Use…", "Drain…", "Disable…", "Undo"]) expect(buttons(name)).toEqual([]);
  expect(pageText()).not.toContain("Check now");
});
