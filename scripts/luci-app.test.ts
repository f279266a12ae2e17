/** The files of luci-app-mini-mwan that name what is defined elsewhere. */
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { methods, objectName } from "../shared/contract.ts";
import { packageName } from "../shared/options.ts";
import { version } from "../shared/version.ts";

const files = new URL("../openwrt-package/luci-app-mini-mwan/files/", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, files), "utf8");
}

/** Names of the object's methods that only read, or that do not. */
function methodNames(isReading: boolean): string[] {
  return Object.entries(methods)
    .filter(([, { reads }]) => reads === isReading)
    .map(([name]) => name);
}

describe("the access lists", () => {
  const acl = JSON.parse(read("usr/share/rpcd/acl.d/luci-app-mini-mwan.json"));
  const { read: reading, write: writing } = acl["luci-app-mini-mwan"];

  test("a reader may call exactly the methods that read", () => {
    expect(reading.ubus).toEqual({
      [objectName]: methodNames(true),
      uci: ["changes", "get"],
    });
  });

  test("whoever writes may call the others as well", () => {
    expect(writing.ubus).toEqual({
      [objectName]: methodNames(false),
      uci: ["add", "apply", "confirm", "delete", "order", "revert", "set"],
    });
  });

  test("neither reaches another configuration", () => {
    expect([reading.uci, writing.uci]).toEqual([[packageName], [packageName]]);
  });

  test("nothing else is granted", () => {
    expect(Object.keys(acl)).toEqual(["luci-app-mini-mwan"]);
    expect([Object.keys(reading), Object.keys(writing)]).toEqual([
      ["ubus", "uci"],
      ["ubus", "uci"],
    ]);
  });
});

interface MenuEntry {
  order: number;
  action: { type: string; path?: string };
  depends?: { acl: string[] };
}

describe("the menu", () => {
  const menu = JSON.parse(read("usr/share/luci/menu.d/luci-app-mini-mwan.json"));
  const entries = Object.values<MenuEntry>(menu);

  test("orders are whole numbers: LuCI drops others without a word", () => {
    expect(entries.every(({ order }) => Number.isInteger(order))).toBe(true);
  });

  test("is there for whom the access lists are", () => {
    expect(menu["admin/network/mini-mwan"].depends).toEqual({ acl: ["luci-app-mini-mwan"] });
  });

  test("leads to views that exist", () => {
    const paths = entries.flatMap(({ action }) => (action.path === undefined ? [] : action.path));
    expect(paths).toEqual(["mini-mwan/status", "mini-mwan/config"]);
    for (const path of paths)
      expect(existsSync(new URL(`www/luci-static/resources/view/${path}.js`, files))).toBe(true);
  });
});

const resources = "www/luci-static/resources";

/** Runs a module as LuCI does: as a function's body, with what it requires as arguments. */
function runModule(path: string, required: Record<string, unknown>): unknown {
  const source = read(`${resources}/${path}`);
  return new Function(...Object.keys(required), source)(...Object.values(required));
}

/** LuCI's `E`, as far as an empty node goes. */
const E = (tag: string) => ({ tag, className: "", textContent: "" });

const baseclass = { extend: <Members>(members: Members): Members => members };

test.each(["view/mini-mwan/status", "view/mini-mwan/config", "mini-mwan/loader"])(
  "%s is what LuCI takes: no module, and it does not end in a comment",
  (name) => {
    const source = read(`${resources}/${name}.js`);
    expect(source).not.toMatch(/^(import|export)\b/m);
    expect(source.trimEnd().split("\n").at(-1)).not.toContain("//");
  }
);

interface Loaded {
  mount?: (...args: unknown[]) => unknown;
  error?: unknown;
}

interface Loader {
  load(): Promise<Loaded>;
  show(loaded: Loaded, view: string): { node: ReturnType<typeof E>; page: unknown };
}

/** The loader in front of a router that answers so; `window` is what the browser can do. */
function createLoader(answer: (address: string) => Promise<Response>, window: object = globalThis) {
  const L = { resource: (path: string) => `/luci-static/resources/${path}` };
  const luci = { rpc: "rpc", poll: "poll", ui: "ui", _: String };
  // luci.js has another thing of that name around its modules.
  const surroundings = { window, fetch: answer, Response: null, L, E, baseclass, ...luci };
  return { luci: { L, ...luci }, loader: runModule("mini-mwan/loader.js", surroundings) as Loader };
}

function answerWith(bytes: Uint8Array): () => Promise<Response> {
  return () => Promise.resolve(new Response(Uint8Array.from(bytes)));
}

describe("the loader of the views", () => {
  const module = gzipSync("return { mount: (...given) => given };");

  test("asks for the file of this version, which a browser's cache cannot confuse", async () => {
    const asked: string[] = [];
    const { loader } = createLoader((address) => {
      asked.push(address);
      return answerWith(module)();
    });
    await loader.load();
    expect(asked).toEqual([`/luci-static/resources/mini-mwan/app.js.gz?v=${version}`]);
  });

  test("unpacks the file and gives it LuCI's parts and the view's name", async () => {
    const { loader, luci } = createLoader(answerWith(module));
    const { node, page } = loader.show(await loader.load(), "config");
    expect(page).toEqual([node, luci, "config"]);
  });

  test.each([
    [
      "a router without the file",
      () => Promise.resolve(new Response("", { status: 404 })),
      "HTTP 404",
    ],
    ["silence", () => Promise.reject(new TypeError("Failed to fetch")), "Failed to fetch"],
    ["half of the file", answerWith(module.subarray(0, 20)), "Error"],
    ["a page instead of the file", answerWith(Buffer.from("<h1>Log in</h1>")), "Error"],
    ["a file that fails", answerWith(gzipSync('throw new Error("no luck")')), "no luck"],
  ])("says of %s that the page could not be started, and why", async (_what, answer, why) => {
    const { loader } = createLoader(answer);
    const { node, page } = loader.show(await loader.load(), "status");
    expect(node.className).toBe("alert-message danger");
    expect(node.textContent).toContain("This page could not be started; reload it.");
    expect(node.textContent).toContain(why);
    expect(page).toBeNull();
  });

  test("says what the browser lacks", async () => {
    const { loader } = createLoader(answerWith(module), {});
    const { node } = loader.show(await loader.load(), "status");
    expect(node.textContent).toContain("DecompressionStream");
  });
});

interface View {
  load(): Promise<Loaded>;
  render(loaded: Loaded): unknown;
  handleSave: (() => Promise<boolean>) | null;
  handleSaveApply: ((event: unknown, mode: string) => Promise<void>) | null;
  handleReset: (() => void) | null;
}

/** A view over a page whose calls are noted. */
async function createView(name: string, loaded: Loaded, saves = true) {
  const calls: string[] = [];
  const page = {
    save: () => Promise.resolve(calls.push("save") > 0 && saves),
    reset: () => calls.push("reset"),
  };
  const { loader } = createLoader(() => Promise.reject(new Error("unused")));
  const ui = { changes: { apply: (checked: boolean) => calls.push(`apply ${checked}`) } };
  const mount = loaded.error ? {} : { mount: () => page };
  const mini = { ...loader, load: () => Promise.resolve({ ...loaded, ...mount }) };
  const surroundings = { L: {}, E, view: baseclass, ui, loader: mini };
  const view = runModule(`view/mini-mwan/${name}.js`, surroundings) as View;
  const node = view.render(await view.load());
  return { view, node, calls };
}

describe("the view Configuration", () => {
  test("saves, applies with roll-back or without, and resets by LuCI's buttons", async () => {
    const { view, calls } = await createView("config", {});
    await view.handleSave?.();
    await view.handleSaveApply?.(null, "0");
    await view.handleSaveApply?.(null, "1");
    view.handleReset?.();
    expect(calls).toEqual(["save", "save", "apply true", "save", "apply false", "reset"]);
  });

  test("applies nothing that was not saved", async () => {
    const { view, calls } = await createView("config", {}, false);
    await view.handleSaveApply?.(null, "0");
    expect(calls).toEqual(["save"]);
  });

  test("does nothing where the page could not be loaded", async () => {
    const { view, node, calls } = await createView("config", { error: new Error("no route") });
    expect(node).toMatchObject({ textContent: expect.stringContaining("no route") });
    await view.handleSaveApply?.(null, "0");
    view.handleReset?.();
    expect(calls).toEqual([]);
  });
});

test("the view Status has no buttons of LuCI's", async () => {
  const { view, node } = await createView("status", {});
  expect(node).toMatchObject({ tag: "div", textContent: "" });
  expect([view.handleSave, view.handleSaveApply, view.handleReset]).toEqual([null, null, null]);
});
