import { beforeEach, describe, expect, test, vi } from "vitest";
import { changeElsewhere, edit, openForm, saveAndApply, storedIn } from "../../testing/form.ts";
import { closePage, field, openPage, pageText, press, root, type } from "../../testing/page.ts";
import { untilPageSays } from "../../testing/page.ts";
import { routerForEachTest } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";

let router: SimulatedRouter;

routerForEachTest((booted) => (router = booted), closePage);

const stored = () => storedIn(router);
const elsewhere = (method: string, args: object) => changeElsewhere(router, method, args);

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
