import { beforeEach, describe, expect, test, vi } from "vitest";
import { http, HttpResponse } from "msw";
import { changeElsewhere, choose, edit, headings, openForm } from "../../testing/form.ts";
import { saveAndApply, storedIn } from "../../testing/form.ts";
import { buttons, closePage, field, pageText, press, root, type } from "../../testing/page.ts";
import { untilPageSays } from "../../testing/page.ts";
import { routerForEachTest, server } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";

let router: SimulatedRouter;

routerForEachTest((booted) => (router = booted), closePage);

const stored = () => storedIn(router);
const elsewhere = (method: string, args: object) => changeElsewhere(router, method, args);

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
    expect([...presets].map((one) => one.checked)).toEqual([false, true, false, false]);
    expect(pageText()).toContain(
      "Fast Notices an outage in about 1 sec; its checks take 84 MB a day."
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
    expect(document.activeElement).toBe(field("Source"));
    await type("Source", "192.168.1.500");
    await untilPageSays("Use an IPv4 or IPv6 address, alone or with a prefix length.");
    await type("Source", "192.168.1.50");
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
