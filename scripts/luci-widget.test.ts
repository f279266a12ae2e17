/** The widget on LuCI's Status, Overview: what it makes of replies, in LuCI's own way of making nodes. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { path, status, uplink } from "../frontend/testing/replies.ts";
import type { StatusReply } from "../shared/contract.ts";

const include =
  "../openwrt-package/luci-app-mini-mwan/files/www/luci-static/resources/view/status/include/";
const source = readFileSync(new URL(`${include}35_mini_mwan.js`, import.meta.url), "utf8");

interface Node {
  tag: string;
  class: string;
  children: (Node | string)[];
}

/** LuCI's `E`: children in a list become text or nodes; a single text would become HTML. */
function E(tag: string, ...rest: unknown[]): Node {
  const [attributes = {}, children] = Array.isArray(rest[0]) ? [{}, rest[0]] : rest;
  if (typeof children === "string") throw new Error(`"${children}" would be taken as HTML`);
  const list = (Array.isArray(children) ? children : [children]).filter((child) => child != null);
  return { tag, class: (attributes as { class?: string }).class ?? "", children: list };
}

/** LuCI's list of names and values by turns; those without a value are left out. */
function itemlist(node: Node, items: (string | null)[]): Node {
  const pairs = items.flatMap((name, index) =>
    index % 2 === 0 && items[index + 1] != null ? `${name}: ${items[index + 1]} ` : []
  );
  const spans = pairs.map((pair) => E("span", { class: "nowrap" }, [pair]));
  const nowrap = spans.map((span) => ({
    classList: { remove: (name: string) => (span.class = span.class.replace(name, "")) },
  }));
  return Object.assign({ ...node, children: spans }, { querySelectorAll: () => nowrap });
}

function textOf(node: Node | string | null): string {
  if (node === null) return "";
  return typeof node === "string" ? node : node.children.map(textOf).join("");
}

/** All nodes of a class, in their order. */
function ofClass(node: Node | string | null, name: string): Node[] {
  if (node === null || typeof node === "string") return [];
  const own = node.class.split(" ").includes(name) ? [node] : [];
  return [...own, ...node.children.flatMap((child) => ofClass(child, name))];
}

interface Widget {
  load(): Promise<StatusReply | null>;
  render(status: StatusReply | null | undefined): Node | null;
}

function createWidget(
  answer: () => Promise<unknown> = () => Promise.resolve(null),
  _: (text: string) => string = String
): Widget {
  const L = { url: (address: string) => `/cgi-bin/luci/${address}` };
  const baseclass = { extend: (definition: Widget) => definition };
  const rpc = { declare: () => answer };
  const make = new Function("L", "E", "_", "baseclass", "rpc", "ui", source);
  return make(L, E, _, baseclass, rpc, { itemlist }) as Widget;
}

function show(reply: StatusReply | null | undefined): Node | null {
  return createWidget().render(reply);
}

describe("an uplink is a box", () => {
  const boxes = (reply: StatusReply) => ofClass(show(reply), "ifacebox").map(textOf);

  test("with its state and figures, those in use marked", () => {
    const wan = uplink("wan", 10, { active: true, latency_ms: 12.34, loss_pct: 0 });
    const wwan = uplink("wwan", 20, { status: "down", reason: "no reply from 9.9.9.9" });
    expect(boxes(status([wan, wwan]))).toEqual([
      "wanState: UP Traffic: 100 % Latency: 12.3 ms Loss: 0 % ",
      "wwanState: DOWN Reason: no reply from 9.9.9.9 ",
    ]);
    expect(ofClass(show(status([wan, wwan])), "active").map(textOf)).toEqual(["wan"]);
  });

  test("with a reason that may take more than a line", () => {
    const reply = status([uplink("wan", 10, { status: "down", reason: "no reply from 9.9.9.9" })]);
    expect(ofClass(show(reply), "nowrap")).toEqual([]);
  });

  test("with both sides where there are two", () => {
    const ipv6 = path({ health: "degraded", reason: "20 % loss", active: true });
    expect(boxes(status([uplink("wan", 10, { ipv6 })]))).toEqual([
      "wanState (IPv4): UP State (IPv6): Degraded Reason: 20 % loss Traffic: 100 % ",
    ]);
    expect(ofClass(show(status([uplink("wan", 10, { ipv6 })])), "active")).toHaveLength(1);
  });

  test("with the daemon's reason in the user's language", () => {
    const catalogue: Record<string, string> = {
      "no reply from %s to %s probes in %s": "keine Antwort von %s auf %s Fragen in %s",
      "%s loss": "%s Verlust",
      better: "besser",
      "netifd knows no interface %s": "netifd kennt %s nicht",
    };
    const told = (reason: string) => {
      const reply = status([uplink("wan", 10, { status: "down", reason })]);
      const widget = createWidget(undefined, (text) => catalogue[text] ?? text);
      return /Reason: (.*) $/.exec(
        textOf(ofClass(widget.render(reply), "ifacebox")[0] ?? null)
      )?.[1];
    };
    expect(told("no reply from 1.1.1.1, 2606:4700::1111 to 8 probes in 0.8 s")).toBe(
      "keine Antwort von 1.1.1.1, 2606:4700::1111 auf 8 Fragen in 0.8 s"
    );
    expect(told("12 % loss, 45 ms: better")).toBe("12 % Verlust, 45 ms: besser");
    expect(told("netifd knows no interface 'dsl; x'")).toBe("netifd kennt 'dsl; x' nicht");
    expect(told("something newer: 100 times")).toBe("something newer: 100 times");
  });

  test("words from the router stay words", () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const story = { label: hostile, status: "down", reason: hostile } as const;
    expect(boxes(status([uplink("wan", 10, story)]))).toEqual([
      `${hostile}State: DOWN Reason: ${hostile} `,
    ]);
  });
});

test.each([
  ["stopped", "Mini-MWAN is not running"],
  ["stale", "Mini-MWAN has stopped reporting"],
] as const)("a service that is %s is said", (service, words) => {
  const node = show(status([], { service }));
  expect(ofClass(node, "alert-message").map(textOf)).toEqual([words]);
});

test("the first warning is said, and how many more there are", () => {
  const warn = (...messages: string[]) =>
    messages.map((message) => ({ section: null, code: "config_problem", message }));
  const said = (...messages: string[]) =>
    ofClass(show(status([uplink("wan", 10)], { warnings: warn(...messages) })), "warning").map(
      textOf
    );
  expect(said("wan2 is in no zone")).toEqual(["wan2 is in no zone"]);
  expect(said("<b>one</b>", "two", "three")).toEqual(["<b>one</b> (+2)"]);
  expect(said()).toEqual([]);
});

test("there is nothing to see where nothing is configured, allowed or known", async () => {
  expect([show(status([])), show(null), show(undefined)]).toEqual([null, null, null]);
  const refused = createWidget(() => Promise.reject(new Error("Access denied")));
  expect(await refused.load()).toBeNull();
});

test("asks once", async () => {
  let asked = 0;
  const widget = createWidget(() => {
    asked += 1;
    return Promise.resolve(status([]));
  });
  await widget.load();
  expect(asked).toBe(1);
});
