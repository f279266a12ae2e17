/** What the view Status makes of replies that the simulated router has no occasion to give. */
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StatusReply, UplinkStatusReply } from "../../../../shared/contract.ts";
import { createAnsweringHost } from "../../../testing/answering-host.ts";
import { path, status, uplink } from "../../../testing/replies.ts";
import { createRouterApi } from "../../api/router-api.ts";
import { OrdersModel } from "../../models/orders-model.ts";
import { StatusModel } from "../../models/status-model.ts";
import { StatusView } from "./StatusView.tsx";

const root = document.createElement("div");

beforeEach(() => {
  vi.useFakeTimers();
  document.documentElement.lang = "en-GB";
});
afterEach(() => {
  render(null, root);
  vi.useRealTimers();
});

async function show(reply: StatusReply): Promise<void> {
  const history = { now: reply.now, span: "recent", written: null, paths: [] };
  const host = createAnsweringHost({ status: () => reply, history: () => history });
  const router = createRouterApi(host);
  const model = new StatusModel(router, host);
  const orders = new OrdersModel(router, host, model);
  await host.turn();
  render(null, root);
  render(<StatusView {...{ model, orders }} mayWrite configAddress="#config" />, root);
}

test("without any connection there is the way to Configuration, and no empty picture", async () => {
  await show(status([]));
  const links = [...root.querySelectorAll("a")];
  expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
    ["Configuration", "#config"],
  ]);
  expect(root.querySelector(".mm-map, .mm-spans")).toBeNull();
});

/** Text of the card of an uplink called wan. */
async function cardOf(story: Partial<UplinkStatusReply>): Promise<string> {
  await show(status([uplink("wan", 10, story)]));
  return (root.querySelector("article")?.textContent ?? "").replaceAll(/\s+/g, " ");
}

function badges(): string[] {
  const found = [...root.querySelectorAll("article .mm-badge")];
  return found.map((badge) => `${badge.textContent} ${badge.className.split(" ").at(-1)}`);
}

describe("a state has a word and a colour", () => {
  test.each([
    ["up", "online", "UP mm-good"],
    ["up", "degraded", "Degraded mm-degraded"],
    ["up", "unknown", "UP mm-good"],
    ["down", "offline", "DOWN mm-bad"],
    ["interface_down", "offline", "No link mm-bad"],
    ["disabled", "unknown", "Disabled mm-neutral"],
    ["unknown", "unknown", "Unknown mm-neutral"],
  ] as const)("%s and %s: %s", async (word, health, badge) => {
    expect(await cardOf({ status: word, health, reason: "30 % loss" })).toContain("30% loss");
    expect(badges()).toEqual([badge]);
  });

  test("metered stands beside it", async () => {
    await cardOf({ metered: true });
    expect(badges()).toEqual(["Metered mm-plain", "UP mm-good"]);
  });
});

describe("its part of new connections", () => {
  test.each([
    [0, ""],
    [33.333, "Carries 33.3% of new connections"],
    [100, "Carries the traffic"],
  ])("%s of 100: %s", async (share, words) => {
    await cardOf({ active: share > 0, share_pct: share });
    expect(root.querySelector(".mm-in-use")?.textContent).toBe(words);
  });
});

describe("an order of a person is shown with its end", () => {
  const at = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const end = at.format(new Date(5400 * 1000));

  test.each([
    ["force", true, "In use by order"],
    ["force", false, "To be used by order, but it does not work"],
    ["drain", false, "Gets no new connections by order"],
    ["drain", true, "To get no new connections by order, but nothing else works"],
    ["disable", false, "Not used by order"],
  ] as const)("%s, active %s: %s", async (kind, active, words) => {
    const ending = await cardOf({ active, override: { kind, until: 5400 } });
    expect(ending).toContain(`${words} until ${end}Undo`);
    const lasting = await cardOf({ active, override: { kind, until: null } });
    expect(lasting).toContain(`${words}Undo`);
    expect(lasting).not.toContain("until");
  });

  test("none is not mentioned", async () => {
    expect(await cardOf({})).not.toContain("order");
  });
});

test("a line that comes and goes counts down until it is trusted again", async () => {
  const card = await cardOf({ suppressed_until: 3850 });
  expect(card).toContain("Comes and goes; trusted again in 4 mins");
  await vi.advanceTimersByTimeAsync(220_000);
  expect(root.textContent).toContain("trusted again in 30 secs");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(root.textContent).not.toContain("trusted again");
});

describe("what it is for", () => {
  const roles = () =>
    [...root.querySelectorAll("article h3 + .mm-muted")].map((one) => one.textContent);
  const both = [uplink("wwan", 20, { weight: 3 }), uplink("wan", 10)];

  test("follows the metric in mode failover", async () => {
    await show(status(both));
    expect(roles()).toEqual(["First choice", "Backup uplink"]);
  });

  test("is its weight where uplinks share", async () => {
    await show(status(both, { mode: "multi-uplink" }));
    expect(roles()).toEqual(["Weight 1", "Weight 3"]);
  });

  test("is nothing where the score decides, and for one that is not used", async () => {
    await show(status(both, { mode: "quality" }));
    expect(roles()).toEqual(["", ""]);
    await show(status([uplink("wan", 10, { status: "disabled" })]));
    expect(roles()).toEqual([""]);
  });
});

describe("the IPv6 side", () => {
  test("has state, reason, figures, course and countdown of its own", async () => {
    const ipv6 = path({
      status: "down",
      health: "offline",
      latency_ms: 31.24,
      loss_pct: 100,
      reason: "no reply from 2606:4700:4700::1111",
      suppressed_until: 3720,
    });
    const card = await cardOf({ active: true, ipv6 });
    expect(card).toMatch(
      /IPv6 ?DOWN ?no reply from 2606:4700:4700::1111 .*trusted again in 2 mins.*31\.2 ms.*100%/
    );
    expect(badges()).toEqual(["UP mm-good", "DOWN mm-bad"]);
    expect(root.querySelectorAll("article input[type=range]")).toHaveLength(2);
  });

  test("that carries while IPv4 does not is said in the picture", async () => {
    await cardOf({ ipv6: path({ active: true }) });
    expect(root.querySelector(".mm-map li")?.textContent).toBe("wan IPv6");
    expect(root.querySelector(".mm-in-use")?.textContent).toBe("");
  });

  test("is left out where there is none", async () => {
    expect(await cardOf({})).not.toContain("IPv6");
  });
});

test("each target is told with its state, those of both families", async () => {
  const target = (name: string, state: "answers" | "silent" | "blamed" | "unknown") => ({
    target: name,
    state,
    latency_ms: 12.34,
    loss_pct: null,
  });
  const ipv6 = path({ targets: [target("2606:4700:4700::1111", "unknown")] });
  const targets = [
    target("1.1.1.1", "answers"),
    target("8.8.8.8", "silent"),
    target("9.9.9.9", "blamed"),
  ];
  await cardOf({ targets, ipv6 });
  expect([...root.querySelectorAll(".mm-targets .mm-sign")].map((one) => one.textContent)).toEqual([
    "1.1.1.1 answers in 12.3 ms",
    "8.8.8.8 is silent",
    "9.9.9.9 is silent everywhere and does not count",
    "2606:4700:4700::1111 was not asked yet",
  ]);
});

test("the score is a whole number, or a dash", async () => {
  expect(await cardOf({ score: 80.59 })).toContain("Score81");
  expect(await cardOf({ score: null })).toContain("Score–");
});

test("what does not work as configured is a warning on top", async () => {
  const notice = "nft is missing; connections are not shared";
  await show(status([uplink("wan", 10)], { notice }));
  expect(root.querySelector(".alert-message.warning")?.textContent).toBe(notice);
  await show(status([uplink("wan", 10)]));
  expect(root.querySelector(".alert-message")).toBeNull();
});

test("each warning is a line of a list with a name, and there is no empty list", async () => {
  const code = "config_problem";
  const warnings = [
    { section: null, code, message: "the configuration has problems (3): look there" },
    { section: "wan", code: "of_a_newer_router", message: "<b>mend it</b>" },
  ];
  await show(status([uplink("wan", 10)], { warnings }));
  const list = root.querySelector("ul[aria-label=Warnings]");
  expect([...(list?.children ?? [])].map((one) => one.textContent)).toEqual(
    warnings.map(({ message }) => message)
  );
  await show(status([uplink("wan", 10)]));
  expect(root.querySelector("ul[aria-label=Warnings]")).toBeNull();
});

test("a backup through which the house would be offline is not called ready, and its card says why", async () => {
  const message =
    "wwan is in no firewall zone: the house would be offline through it; add 'wwan' to zone 'wan' under Network > Firewall";
  const uplinks = [uplink("wan", 10, { active: true }), uplink("wwan", 20)];
  const sentence = () => root.querySelector(".mm-sentence")?.textContent;
  await show(status(uplinks));
  expect(sentence()).toContain("wwan is ready as backup");
  await show(status(uplinks, { warnings: [{ section: "wwan", code: "no_zone", message }] }));
  expect(sentence()).toContain("no backup is ready");
  const cards = [...root.querySelectorAll("article")].map((one) => one.textContent);
  expect(cards.map((text) => text?.includes(message))).toEqual([false, true]);
});

test("the mode has a name", async () => {
  await show(status([uplink("wan", 10)], { mode: "quality" }));
  expect(root.textContent).toContain("Mode: Quality");
});

test("words from the router are shown as text", async () => {
  const hostile = "<img src=x onerror=alert(1)>";
  const targets = [
    { target: hostile, state: "answers", latency_ms: null, loss_pct: null },
  ] as const;
  const story = { reason: hostile, targets: [...targets], ipv6: path({ reason: hostile }) };
  const event = { id: 1, time: 0, kind: "state", section: hostile, family: null, from: null };
  const events = [{ ...event, to: hostile, reason: hostile }];
  await show(status([uplink("wan", 10, story)], { notice: hostile, events, last_event: 1 }));
  expect(root.querySelector("img")).toBeNull();
  expect(root.textContent?.split(hostile).length).toBe(8);
});
