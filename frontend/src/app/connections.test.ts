import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  buttons,
  closePage,
  field,
  openPage,
  pageText,
  press,
  root,
  type,
  untilPageSays,
} from "../../testing/page.ts";
import { bootRouter, server } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";

let router: SimulatedRouter;

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
beforeEach(() => {
  router = bootRouter();
});
afterEach(() => closePage());

async function openForm(): Promise<void> {
  await closePage();
  await openPage("config");
  await untilPageSays("General");
}

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

/** What is stored for everybody: options by section, in the order of the file. */
function stored(): Record<string, Record<string, unknown>> {
  const { values } = router.callAsRoot("uci", "get", { config: "mini-mwan" }) as {
    values: Record<string, Record<string, unknown>>;
  };
  const place = (name: string) => Number(values[name]?.[".index"]);
  const names = Object.keys(values).sort((a, b) => place(a) - place(b));
  return Object.fromEntries(names.map((name) => [name, values[name]!]));
}

/** Somebody else at another desk. */
function elsewhere(method: string, args: object): void {
  router.callAsRoot("uci", method, { config: "mini-mwan", ...args });
  router.callAsRoot("uci", "apply", { rollback: false });
}

function headings(): string[] {
  return [...root.querySelectorAll("h4")].map((heading) => heading.textContent ?? "");
}

async function choose(name: string, value: string, position = 0): Promise<void> {
  const select = field(name, position);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await Promise.resolve();
}

describe("connections", () => {
  beforeEach(() => openForm());

  test("are added last, with an interface that netifd knows or any other", async () => {
    press("Add connection");
    await untilPageSays("3. New connection");
    expect(document.activeElement).toBe(field("Interface"));
    press("Save & Apply");
    await untilPageSays("Name a network interface of this router");
    const choices = [...field("Interface").querySelectorAll("option")].map(
      (one) => one.textContent
    );
    expect(choices).toEqual([
      "wan (dhcp, eth1, 192.0.2.2), used already",
      "wwan (dhcp, wwan0, 198.51.100.2), used already",
      "lan (static, br-lan, 192.168.1.1)",
      "Choose one",
      "Another name…",
    ]);
    await choose("Interface", "?");
    await vi.waitFor(() => expect(field("Interface").tagName).toBe("INPUT"));
    await type("Interface", "dsl");
    await saveAndApply();
    expect(stored()["dsl"]).toMatchObject({ name: "dsl", metric: "30" });
  });

  test("take each interface once", async () => {
    press("Add connection");
    await untilPageSays("3. New connection");
    await choose("Interface", "wan");
    press("Save & Apply");
    await untilPageSays("wan is used by connection 1 already");
  });

  test("change places, which is read out, and the daemon follows", async () => {
    press("Move wwan up");
    await vi.waitFor(() => expect(headings()).toEqual(["1. wwan", "2. wan"]));
    expect(document.activeElement).toBe(buttons("Move wwan down")[0]);
    expect(pageText()).toContain("wwan is number 1 of 2 now.");
    await saveAndApply();
    expect(Object.entries(stored()).map(([name, { metric }]) => [name, metric])).toEqual([
      ["global", undefined],
      ["lte", "10"],
      ["fibre", "20"],
    ]);
    router.advance(10);
    const status = router.callAsRoot("mini-mwan", "status", {});
    expect(status).toMatchObject({ uplinks: [{ interface: "wwan", active: true }, {}] });
  });

  test("stand in the order of their metrics, whatever the file's is", async () => {
    elsewhere("set", { section: "lte", values: { metric: "5" } });
    await openForm();
    expect(headings()).toEqual(["1. wwan", "2. wan"]);
  });

  test("are removed", async () => {
    press("Remove wwan");
    await vi.waitFor(() => expect(headings()).toEqual(["1. wan"]));
    expect(document.activeElement).toBe(buttons("Add connection")[0]);
    await saveAndApply();
    expect(Object.keys(stored())).toEqual(["global", "fibre"]);
  });

  test("are watched as fast as the preset says, and tell what that costs", async () => {
    const presets = root.querySelectorAll<HTMLInputElement>("[type=radio]");
    expect([...presets].map((one) => one.checked)).toEqual([false, true, false]);
    expect(pageText()).toContain(
      "Fast Notices an outage in about 1 sec; its checks take 56 MB a day."
    );
    presets[0]!.click();
    await untilPageSays("192.0.2.2Notices an outage in about 1 sec");
    await saveAndApply();
    expect(stored()).toMatchObject({
      global: { check_interval: "1" },
      fibre: { ping_timeout: "1" },
      lte: { ping_timeout: "1" },
    });
  });
});

test("without netifd's answer an interface can be named all the same", async () => {
  server.events.removeAllListeners();
  const { http, HttpResponse } = await import("msw");
  server.use(
    http.post("*/ubus", async ({ request }) => {
      const { params } = (await request.clone().json()) as { params: string[] };
      return params[2] === "interfaces"
        ? HttpResponse.json({ jsonrpc: "2.0", id: 1, result: [7, { message: "timeout" }] })
        : undefined;
    })
  );
  await openForm();
  await edit("wan");
  expect(field("Interface").tagName).toBe("INPUT");
  expect(field("Interface").value).toBe("wan");
  server.resetHandlers();
});

describe("rules", () => {
  beforeEach(() => openForm());

  test("are added, read as sentences, and stored", async () => {
    press("Add rule");
    await untilPageSays("1. All traffic uses wwan; if that is down: the connection in use.");
    expect(document.activeElement).toBe(field("From"));
    await type("From", "192.168.1.500");
    await untilPageSays("Use an IPv4 or IPv6 address, alone or with a prefix length.");
    await type("From", "192.168.1.50");
    await choose("When that is down", "nothing");
    await untilPageSays(
      "Traffic from 192.168.1.50 uses wwan; if that is down: nothing, it is refused."
    );
    await saveAndApply();
    expect(stored()["rule"]).toMatchObject({
      ".type": "rule",
      src_ip: "192.168.1.50",
      use: "lte",
      otherwise: "nothing",
    });
  });

  test("are tried in the order of the list", async () => {
    const add = (name: string, values: object) => elsewhere("add", { type: "rule", name, values });
    add("first", { src_ip: "192.168.1.1", use: "lte" });
    add("second", { src_ip: "192.168.1.2", use: "fibre" });
    await openForm();
    press("Move Traffic from 192.168.1.2 uses wan; if that is down: the connection in use. up");
    await saveAndApply();
    expect(Object.keys(stored())).toEqual(["global", "fibre", "lte", "second", "first"]);
  });

  test("ask for another connection when theirs is removed", async () => {
    elsewhere("add", { type: "rule", name: "phone", values: { use: "lte" } });
    await openForm();
    press("Remove wwan");
    press("Save & Apply");
    await untilPageSays("Name one of the connections.");
    expect(stored()).toHaveProperty("lte");
  });

  test("show what the router finds wrong in them", async () => {
    elsewhere("add", {
      type: "rule",
      name: "phone",
      values: { use: "lte", proto: "all", dest_port: "25" },
    });
    await openForm();
    const remark = root.querySelector(".mm-item .mm-remark, .mm-item .alert-message");
    expect(remark?.textContent).toMatch(/tcp/);
  });
});

describe("two people", () => {
  beforeEach(() => openForm());

  test("who change different things keep both", async () => {
    await edit("wwan");
    await type("Weight", "3");
    elsewhere("set", { section: "fibre", values: { weight: "7" } });
    await saveAndApply();
    expect(pageText()).toContain("Somebody else changed settings meanwhile");
    expect(pageText()).toContain("wan, Weight: 7 instead of the default. Both are kept.");
    expect(stored()).toMatchObject({ fibre: { weight: "7" }, lte: { weight: "3" } });
  });

  test("who change the same are asked before one of them loses", async () => {
    await edit("wwan");
    await type("Weight", "3");
    elsewhere("set", { section: "lte", values: { weight: "7" } });
    press("Save & Apply");
    await untilPageSays("wwan, Weight: 7 instead of the default. You changed it, too.");
    expect(stored()).toMatchObject({ lte: { weight: "7" } });
    expect(field("Weight").value).toBe("3");
    await saveAndApply();
    expect(stored()).toMatchObject({ lte: { weight: "3" } });
  });

  test("or take what the other one made of it", async () => {
    await edit("wwan");
    await type("Weight", "3");
    elsewhere("set", { section: "lte", values: { weight: "7" } });
    press("Save");
    await untilPageSays("You changed it, too.");
    press("Reset");
    await vi.waitFor(() => expect(field("Weight").value).toBe("7"));
    expect(pageText()).not.toContain("Somebody else");
  });
});

describe("the first run", () => {
  const empty = (): void => {
    for (const section of ["global", "fibre", "lte"]) elsewhere("delete", { section });
  };

  test("finds the ways to the Internet, and they work after two clicks", async () => {
    empty();
    await openForm();
    expect(pageText()).toContain("Ways to the Internet found: 2");
    expect(pageText()).toContain("wan dhcp, eth1, 192.0.2.2");
    press("Use wan first and wwan as backup");
    await saveAndApply();
    expect(stored()).toMatchObject({
      global: { enabled: "1" },
      wan: { name: "wan", metric: "10" },
      wwan: { name: "wwan", metric: "20" },
    });
    router.advance(30);
    expect(router.callAsRoot("mini-mwan", "status", {})).toMatchObject({
      service: "running",
      uplinks: [{ interface: "wan", active: true }, { interface: "wwan" }],
    });
  });

  test("offers nothing to a viewer", async () => {
    empty();
    await closePage();
    await openPage("config", "viewer");
    await untilPageSays("There are no connections yet.");
    expect(root.querySelectorAll(".cbi-button-positive")).toHaveLength(0);
  });
});
