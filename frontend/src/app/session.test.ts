import { describe, expect, test, vi } from "vitest";
import { edit, openForm, saveAndApply, storedIn } from "../../testing/form.ts";
import { buttons, closePage, field, openPage, pageText, press, root } from "../../testing/page.ts";
import { refresh, type, untilPageSays } from "../../testing/page.ts";
import { routerForEachTest } from "../../testing/simulated-router.ts";
import type { SimulatedRouter } from "../../testing/simulated-router.ts";

let router: SimulatedRouter;

routerForEachTest((booted) => (router = booted), closePage);

/** Nobody called for more than an hour, and then somebody does. */
async function sessionEnds(ask: () => void = refresh): Promise<void> {
  router.advance(4000);
  ask();
  await untilPageSays("Your session has ended. Log in again.");
}

async function logInAgain(user: string): Promise<void> {
  await type("Username", user);
  press("Log in");
  await vi.waitFor(() => expect(root.querySelector(".mm-login")).toBeNull());
}

describe("a session that ends while somebody edits", () => {
  test("is renewed, and everything is as it was left", async () => {
    await openForm();
    await edit("wwan");
    await type("Weight", "3");
    await sessionEnds();
    expect(root.querySelector(".mm-bar")?.closest("[hidden]")).not.toBeNull();
    expect(field("Username").value).toBe("root");
    await logInAgain("root");
    expect(field("Weight").value).toBe("3");
    expect(buttons("Edit wwan")[0]?.getAttribute("aria-expanded")).toBe("true");
    expect(pageText()).toContain("There are unsaved edits.");
    await saveAndApply();
    expect(storedIn(router)).toMatchObject({ lte: { weight: "3" } });
  });

  test("and saves: nothing is saved, nothing is lost, and it is said once", async () => {
    await openForm();
    await edit("wwan");
    await type("Weight", "3");
    await sessionEnds(() => press("Save"));
    expect(pageText().match(/Your session has ended/g)).toHaveLength(1);
    await logInAgain("root");
    await saveAndApply();
    expect(storedIn(router)).toMatchObject({ lte: { weight: "3" } });
  });

  test("leaves nothing to somebody else who logs in", async () => {
    await openForm();
    await edit("wwan");
    await type("Weight", "3");
    await sessionEnds();
    await logInAgain("viewer");
    await untilPageSays("You may look at these settings but not change them.");
    expect(pageText()).not.toContain("There are unsaved edits.");
    press("Details of wwan");
    await vi.waitFor(() => expect(field("Weight").value).toBe(""));
  });

  test("asks the router nothing until somebody has logged in", async () => {
    await openPage("status");
    await untilPageSays("Online through wan");
    await sessionEnds();
    const before = router.requests.length;
    refresh();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(router.requests).toHaveLength(before);
    await logInAgain("root");
    await vi.waitFor(() => expect(router.requests.length).toBeGreaterThan(before + 1));
    await vi.waitFor(() => expect(pageText()).not.toContain("Your session has ended"));
  });

  test("before the form was read: it is read after the log-in", async () => {
    await openPage("status");
    await untilPageSays("Online through wan");
    await sessionEnds(() => {
      location.hash = "#config";
      dispatchEvent(new Event("hashchange"));
    });
    await logInAgain("root");
    await untilPageSays("General");
  });
});
