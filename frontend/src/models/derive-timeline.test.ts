import { describe, expect, test } from "vitest";
import type { EventReply } from "../../../shared/queries.ts";
import { uplink } from "../../testing/replies.ts";
import { deriveTimeline, mergeEvents } from "./derive-timeline.ts";

const uplinks = [uplink("fibre", 10, { label: "wan" }), uplink("lte", 20, { label: "wwan" })];

function event(id: number, story: Partial<EventReply>): EventReply {
  const nothing = { section: null, family: null, from: null, to: null, reason: "" } as const;
  return { id, time: id, kind: "state", ...nothing, ...story };
}

/** How it is told. */
function tell(story: Partial<EventReply>): string {
  const [entry] = deriveTimeline(String, [event(1, story)], uplinks);
  return `${entry?.standing ?? "switch"}: ${entry?.sentence}`;
}

describe("an event in words", () => {
  test.each([
    [{ section: "lte", from: "fibre", to: "lte" }, "switch: wwan took over from wan"],
    [{ section: "fibre", to: "fibre" }, "switch: wan carries the traffic"],
    [{ from: "fibre" }, "switch: No uplink is left"],
    [{ from: "fibre", family: "ipv6" }, "switch: IPv6: No uplink is left"],
    [
      { section: "lte", from: "fibre", to: "lte", family: "ipv6" },
      "switch: wwan (IPv6) took over from wan (IPv6)",
    ],
    [{ section: "gone", from: "lte", to: "gone" }, "switch: gone took over from wwan"],
  ] as const)("a switch %j", (story, words) => {
    expect(tell({ kind: "switch", ...story })).toBe(words);
  });

  test.each([
    ["up", "good: wan: UP"],
    ["degraded", "degraded: wan: Degraded"],
    ["down", "bad: wan: DOWN"],
    ["interface_down", "bad: wan: No link"],
    ["disabled", "neutral: wan: Disabled"],
    ["suppressed", "degraded: wan comes and goes, so it is used last"],
    ["released", "good: wan is trusted again"],
    ["override", "neutral: wan: order of a person"],
    ["newer", "neutral: wan: newer"],
  ])("a state %s", (to, words) => {
    expect(tell({ section: "fibre", family: "ipv4", to })).toBe(words);
  });

  test("the latest first, each with its reason", () => {
    const events = [event(1, { reason: "old" }), event(2, { reason: "new" })];
    expect(deriveTimeline(String, events, []).map(({ reason }) => reason)).toEqual(["new", "old"]);
  });
});

describe("what is new joins what is known", () => {
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => event(from + index, {}));
  const ids = (events: EventReply[]) => events.map(({ id }) => id);

  test("once, in its order", () => {
    expect(ids(mergeEvents(range(1, 3), range(3, 5), 5))).toEqual([1, 2, 3, 4, 5]);
    expect(ids(mergeEvents(range(1, 3), [], 3))).toEqual([1, 2, 3]);
  });

  test("a hundred at most", () => {
    expect(ids(mergeEvents(range(1, 100), range(101, 130), 130))).toEqual(ids(range(31, 130)));
  });

  test("all anew when the router has begun to count again", () => {
    expect(ids(mergeEvents(range(50, 60), range(1, 2), 2))).toEqual([1, 2]);
    expect(mergeEvents(range(50, 60), [], 0)).toEqual([]);
  });
});
