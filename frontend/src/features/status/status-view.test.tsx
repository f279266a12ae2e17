/** What the view Status makes of replies that the simulated router has no occasion to give. */
import { signal } from "@preact/signals";
import { render } from "preact";
import { afterEach, describe, expect, test } from "vitest";
import type { StatusReply, UplinkStatusReply } from "../../../../shared/contract.ts";
import { path, status, uplink } from "../../../testing/replies.ts";
import type { StatusModel } from "../../models/status-model.ts";
import { StatusView } from "./StatusView.tsx";

const root = document.createElement("div");
const nowS = signal(3600);

afterEach(() => {
  render(null, root);
  nowS.value = 3600;
});

function modelOf(reply: StatusReply) {
  return {
    status: signal(reply),
    ageS: signal(0),
    routerNowS: nowS,
    failure: signal(null),
    isEnabled: signal(true),
    starting: signal(false),
    start: () => Promise.resolve(),
  } as StatusModel;
}

function show(reply: StatusReply): void {
  render(<StatusView model={modelOf(reply)} mayWrite />, root);
}

/** Text of the card of an uplink called wan. */
function cardOf(story: Partial<UplinkStatusReply>): string {
  show(status([uplink("wan", 10, story)]));
  return (root.querySelector("article")?.textContent ?? "").replaceAll(/\s+/g, " ");
}

function badges(): string[] {
  const found = [...root.querySelectorAll("article .mm-badge")];
  return found.map((badge) => `${badge.textContent} ${badge.className.split(" ").at(-1)}`);
}

describe("a state has a word and a colour", () => {
  test.each([
    ["up", "online", "UP success"],
    ["up", "degraded", "Degraded warning"],
    ["up", "unknown", "UP success"],
    ["down", "offline", "DOWN danger"],
    ["interface_down", "offline", "No link warning"],
    ["disabled", "unknown", "Disabled plain"],
    ["unknown", "unknown", "Unknown plain"],
  ] as const)("%s and %s: %s", (word, health, badge) => {
    expect(cardOf({ status: word, health, reason: "30 % loss" })).toContain("30 % loss");
    expect(badges()).toEqual([badge]);
  });

  test("metered stands beside it", () => {
    cardOf({ metered: true });
    expect(badges()).toEqual(["Metered plain", "UP success"]);
  });
});

describe("its part of new connections", () => {
  test.each([
    [0, ""],
    [33.333, "Carries 33.3 % of new connections"],
    [100, "Carries the traffic"],
  ])("%s of 100: %s", (share, words) => {
    cardOf({ active: share > 0, share_pct: share });
    expect(root.querySelector(".mm-in-use")?.textContent).toBe(words);
  });
});

describe("an order of a person is shown with its end", () => {
  const at = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
  const end = at.format(new Date(5400 * 1000));

  test.each([
    ["force", true, "In use by order"],
    ["force", false, "To be used by order, but it does not work"],
    ["drain", false, "Gets no new connections by order"],
    ["drain", true, "To get no new connections by order, but nothing else works"],
    ["disable", false, "Not used by order"],
  ] as const)("%s, active %s: %s", (kind, active, words) => {
    expect(cardOf({ active, override: { kind, until: 5400 } })).toContain(`${words} until ${end}`);
    const lasting = cardOf({ active, override: { kind, until: null } });
    expect(lasting).toContain(words);
    expect(lasting).not.toContain("until");
  });

  test("none is not mentioned", () => {
    expect(cardOf({})).not.toContain("order");
  });
});

test("a line that comes and goes counts down until it is trusted again", async () => {
  expect(cardOf({ suppressed_until: 3850 })).toContain("Comes and goes; trusted again in 4 min");
  nowS.value = 3820;
  await Promise.resolve();
  expect(root.textContent).toContain("trusted again in 30 s");
});

describe("the IPv6 side", () => {
  test("is one line with state, figures and reason", () => {
    const ipv6 = path({
      status: "down",
      health: "offline",
      latency_ms: 31.24,
      loss_pct: 100,
      reason: "no reply from 2606:4700:4700::1111",
      suppressed_until: 3720,
    });
    expect(cardOf({ active: true, ipv6 })).toContain(
      "IPv6DOWN 31.2 ms · 100 % loss · no reply from 2606:4700:4700::1111 · Comes and goes; trusted again in 2 min"
    );
    expect(badges()).toEqual(["UP success", "DOWN danger"]);
  });

  test("says when it carries, which another uplink may do for IPv4", () => {
    const card = cardOf({ ipv6: path({ active: true, health: "degraded" }) });
    expect(card).toContain("IPv6Degraded – · – loss · Carries the traffic");
    expect(root.querySelector(".mm-in-use")?.textContent).toBe("");
  });

  test("is left out where there is none", () => {
    expect(cardOf({})).not.toContain("IPv6");
  });
});

test("each target is told with its state, those of both families", () => {
  const target = (name: string, state: "answers" | "silent" | "blamed" | "unknown") => ({
    target: name,
    state,
    latency_ms: null,
    loss_pct: null,
  });
  const ipv6 = path({ targets: [target("2606:4700:4700::1111", "unknown")] });
  const targets = [
    target("1.1.1.1", "answers"),
    target("8.8.8.8", "silent"),
    target("9.9.9.9", "blamed"),
  ];
  expect(cardOf({ targets, ipv6 })).toContain(
    "Ping targets1.1.1.1 answers, 8.8.8.8 is silent, 9.9.9.9 is silent everywhere and does not count, 2606:4700:4700::1111 was not asked yet"
  );
});

test("the score is a whole number, or a dash", () => {
  expect(cardOf({ score: 80.59 })).toContain("Score81");
  expect(cardOf({ score: null })).toContain("Score–");
});

test("what does not work as configured is a warning on top", () => {
  const notice = "nft is missing; connections are not shared";
  show(status([uplink("wan", 10)], { notice }));
  expect(root.querySelector(".alert-message.warning")?.textContent).toBe(notice);
  show(status([uplink("wan", 10)]));
  expect(root.querySelector(".alert-message")).toBeNull();
});

test("the mode has a name", () => {
  show(status([uplink("wan", 10)], { mode: "quality" }));
  expect(root.textContent).toContain("Mode: Quality");
});

test("words from the router are shown as text", () => {
  const hostile = "<img src=x onerror=alert(1)>";
  const targets = [
    { target: hostile, state: "answers", latency_ms: null, loss_pct: null },
  ] as const;
  const story = { reason: hostile, targets: [...targets], ipv6: path({ reason: hostile }) };
  show(status([uplink("wan", 10, story)], { notice: hostile }));
  expect(root.querySelector("img")).toBeNull();
  expect(root.textContent?.split(hostile).length).toBe(5);
});
