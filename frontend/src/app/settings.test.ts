import { beforeEach, describe, expect, test, vi } from "vitest";
import { globalOptions } from "../../../shared/global-options.ts";
import { interfaceOptions } from "../../../shared/interface-options.ts";
import { ruleOptions } from "../../../shared/rule-options.ts";
import {
  buttons,
  closePage,
  field,
  pageText,
  press,
  root,
  type,
  untilPageSays,
} from "../../testing/page.ts";
import { edit, headings, openForm } from "../../testing/form.ts";
import { routerForEachTest } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";

let router: SimulatedRouter;

routerForEachTest((booted) => (router = booted), closePage);

/** Options of a section as they are stored for everybody. */
function stored(section: string): Record<string, unknown> {
  const reply = router.callAsRoot("uci", "get", { config: "mini-mwan", section });
  return (reply as { values: Record<string, unknown> }).values;
}

/** Names of the changing UCI calls so far. */
function writes(): string[] {
  const reading = ["get", "changes"];
  return router.requests
    .filter(({ object, method }) => object === "uci" && !reading.includes(method))
    .map(({ method }) => method);
}

describe("the form", () => {
  beforeEach(() => openForm());

  test("shows what is stored, and defaults where nothing is", async () => {
    expect(field("Enabled").checked).toBe(true);
    expect(field("Mode").value).toBe("failover");
    expect(field("Check interval").value).toBe("5");
    expect(headings()).toEqual(["1. wan", "2. wwan"]);
    expect(pageText()).toContain("dhcp, eth1, 192.0.2.2Notices an outage in about 2 sec");
    await edit("wan");
    expect(field("Ping targets").value).toBe("1.1.1.1 8.8.8.8");
    expect(field("Pings per check").value).toBe("");
    expect(field("Pings per check").placeholder).toBe("3");
  });

  test("has a field for every option of the tables, the rarer ones behind Advanced", async () => {
    await edit("wan");
    press("Add rule");
    await untilPageSays("1. All traffic");
    const labelsIn = (part: Element) =>
      [...part.querySelectorAll("label")].map((label) => label.textContent);
    const labels = (table: object) => Object.values(table).map(({ label }) => label);
    const [wan, general, rule] = [...root.querySelectorAll("details")].map(labelsIn);
    const all = [globalOptions, interfaceOptions, ruleOptions].flatMap(labels);
    const fields = [...root.querySelectorAll(".cbi-value > label[for]")].map(
      (one) => one.textContent
    );
    expect(fields).toHaveLength(all.length);
    expect(new Set(fields)).toEqual(new Set(all));
    const rules = ["Enabled", "Source", "Destination", "Connection", "When that is down"];
    expect(labels(ruleOptions).filter((label) => !rule?.includes(label))).toEqual(rules);
    const common = ["Enabled", "Mode", "Check interval"];
    expect(labels(globalOptions).filter((label) => !general?.includes(label))).toEqual(common);
    expect(labels(interfaceOptions).filter((label) => !wan?.includes(label))).toEqual([
      "Enabled",
      "Interface",
      "Label",
      "Metered",
    ]);
    expect([...root.querySelectorAll("details")].every((details) => !details.open)).toBe(true);
  });

  test("names choices and units for people", async () => {
    await edit("wan");
    const choices = (name: string) => [...field(name).children].map((one) => one.textContent);
    expect(choices("Mode")).toEqual(["Failover", "Multi-uplink", "Quality"]);
    expect(choices("Balance by")).toEqual(["Client and site", "Client", "Flow"]);
    expect(choices("IP versions")).toEqual(["IPv4 and IPv6", "IPv4", "IPv6"]);
    const unit = (name: string) => field(name).nextElementSibling?.textContent ?? null;
    expect(
      ["Ping timeout", "Latency: degraded from", "Hard loss limit", "Weight"].map(unit)
    ).toEqual(["seconds", "ms", "%", null]);
  });

  test("a mask and an address are refused in words, and stored when they are right", async () => {
    await edit("wan");
    await type("Mark mask", "0x3f01");
    await untilPageSays("Use a run of at least four bits such as 0x3f00.");
    await type("Mark mask", "0xff0000");
    await type("HTTP address", "https://a.example/");
    await untilPageSays("Use an address such as http://host/path.");
    await type("HTTP address", "http://a.example/204");
    await type("Ping targets", "9.9.9.9, 2620:fe::fe");
    press("Save & Apply");
    await untilPageSays("The settings are in effect.");
    expect(stored("global")).toMatchObject({ mark_mask: "0xff0000" });
    expect(stored("fibre")).toMatchObject({
      http_url: "http://a.example/204",
      ping_target: ["9.9.9.9", "2620:fe::fe"],
    });
  });

  test("Save & Apply changes one option and touches nothing else", async () => {
    router.callAsRoot("uci", "set", {
      config: "mini-mwan",
      section: "fibre",
      values: { colour: "blue" },
    });
    router.callAsRoot("uci", "apply", { rollback: false });
    await type("Check interval", "7");
    press("Save & Apply");
    await untilPageSays("The settings are in effect.");
    expect(writes()).toEqual(["set", "apply", "confirm"]);
    expect(stored("global")).toMatchObject({ enabled: "1", check_interval: "7" });
    expect(stored("fibre")).toMatchObject({ colour: "blue", ping_target: ["1.1.1.1", "8.8.8.8"] });
    router.advance(100);
    expect(stored("global")).toMatchObject({ check_interval: "7" });
  });

  test("a number out of range is refused with the range, before anything is stored", async () => {
    await type("Check interval", "0");
    await untilPageSays("Use a whole number from 1 to 3600.");
    expect(field("Check interval").getAttribute("aria-invalid")).toBe("true");
    press("Save & Apply");
    await untilPageSays("Nothing was saved: mend the marked fields first.");
    expect(document.activeElement).toBe(field("Check interval"));
    expect(writes()).toEqual([]);
  });

  test("what is saved waits until it is applied, and can be discarded", async () => {
    await type("Check interval", "9");
    press("Save");
    await untilPageSays("Saved settings are waiting");
    expect(stored("global")).toMatchObject({ check_interval: "5" });
    press("Discard");
    await vi.waitFor(() => expect(field("Check interval").value).toBe("5"));
    expect(pageText()).not.toContain("Saved settings are waiting");
  });

  test("Reset brings back what is stored", async () => {
    await type("Check interval", "9");
    await untilPageSays("There are unsaved edits.");
    press("Remove wan");
    press("Reset");
    await vi.waitFor(() => expect(field("Check interval").value).toBe("5"));
    expect(headings()).toEqual(["1. wan", "2. wwan"]);
  });

  test("leaving with unsaved edits asks first", async () => {
    const leave = (): boolean => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(leave()).toBe(false);
    await type("Check interval", "9");
    expect(leave()).toBe(true);
    await type("Check interval", "5");
    expect(leave()).toBe(false);
  });
});

describe("what others wrote into the file", () => {
  test("is shown as text, with the router's remark at its field", async () => {
    const hostile = `<img src=x onerror=alert(1)>"'&${"x".repeat(300)}`;
    const set = (section: string, values: object) =>
      router.callAsRoot("uci", "set", { config: "mini-mwan", section, values });
    set("fibre", { metric: hostile });
    set("lte", { name: hostile, label: hostile });
    router.callAsRoot("uci", "apply", { rollback: false });
    await openForm();
    expect(headings()[0]).toBe(`1. ${hostile}`);
    expect(field("Interface").value).toBe(hostile);
    expect(field("Metric", 1).value).toBe(hostile);
    expect(root.querySelector("img")).toBeNull();
    expect(pageText()).toMatch(/is not a whole number from 1 to 9999; 100 is used instead/);
    const open = [...root.querySelectorAll("details")].map((details) => details.open);
    expect(open).toEqual([false, true, false]);
  });
});

describe("a viewer", () => {
  test("reads the settings and finds nothing to press", async () => {
    await openForm("viewer");
    expect(pageText()).toContain("You may look at these settings but not change them.");
    expect(field("Check interval").value).toBe("5");
    press("Details of wan");
    await untilPageSays("Name of the network interface");
    expect([...root.querySelectorAll("fieldset")].every((one) => one.disabled)).toBe(true);
    expect(
      [...root.querySelectorAll<HTMLInputElement>("[type=radio]")].every((one) => one.disabled)
    ).toBe(true);
    for (const name of ["Save & Apply", "Save", "Add connection", "Remove wan", "Move wan down"])
      expect(buttons(name)).toEqual([]);
  });
});
