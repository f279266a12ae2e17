/** The files of luci-app-mini-mwan that name what is defined elsewhere. */
import { existsSync, readFileSync } from "node:fs";
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

describe.each(["status", "config"])("the view %s", (view) => {
  const source = read(`www/luci-static/resources/view/mini-mwan/${view}.js`);

  test("asks for the module of this version, which a browser's cache cannot confuse", () => {
    expect(source).toContain(`?v=${version}\``);
  });

  test("is what LuCI's loader takes: a function's body that does not end in a comment", () => {
    const names = ["L", "E", "_", "view", "rpc", "poll", "ui"];
    const view = { extend: (definition: object) => definition };
    const definition = new Function(...names, source)({}, {}, {}, view, {}, {}, {});
    expect(definition).toMatchObject({ load: expect.any(Function), render: expect.any(Function) });
    expect(source.trimEnd().split("\n").at(-1)).not.toContain("//");
  });
});
