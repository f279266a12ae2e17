import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { Health } from "../../../shared/domain.ts";
import type { PackedRing } from "../../../shared/queries.ts";
import { path, status, uplink } from "../../testing/replies.ts";
import { appendStatus, historyOf } from "./history.ts";
import type { History } from "./history.ts";

interface RouterSample {
  time: number;
  latencyMs: number | null;
  jitterMs: number | null;
  lossPct: number | null;
  health: Health;
}

/** The router's own code, whose global functions clash with the browser's types. */
const installPath = "../../../simulator/ucode/install.ts";
const ringPath = "../../../shared/router/history-ring.ts";

interface RingCode {
  ringWith(ring: PackedRing, sample: RouterSample, span: object): PackedRing;
  recentOf(rings: { recent: PackedRing; day: PackedRing }): RouterSample[];
  dayOf(rings: { recent: PackedRing; day: PackedRing }): RouterSample[];
  recentSpan: object;
  daySpan: object;
}

await import(/* @vite-ignore */ installPath);
const ringCode = (await import(/* @vite-ignore */ ringPath)) as RingCode;

const startS = 1_795_262_400;

describe("what the daemon packs the page unpacks", () => {
  const known = (max: number) =>
    fc.option(fc.double({ min: 0, max, noNaN: true }), { nil: null, freq: 5 });
  const samples = fc.array(
    fc.record({
      time: fc.integer({ min: startS, max: startS + 599 }),
      latencyMs: known(5000),
      jitterMs: known(5000),
      lossPct: known(100),
      health: fc.constantFrom<Health>("unknown", "online", "degraded", "offline"),
    }),
    { minLength: 1, maxLength: 40 }
  );

  test.each([
    ["recent", 1],
    ["day", 60],
  ] as const)("of the span %s", (span, unitS) => {
    fc.assert(
      fc.property(samples, (given) => {
        const kind = span === "day" ? ringCode.daySpan : ringCode.recentSpan;
        let ring: PackedRing = { blocks: [], texts: [] };
        for (const sample of given) ring = ringCode.ringWith(ring, sample, kind);
        const rings = { recent: ring, day: ring };
        const expected = span === "day" ? ringCode.dayOf(rings) : ringCode.recentOf(rings);
        const paths = [{ section: "wan", family: "ipv4", ring } as const];
        const read = historyOf({ now: startS, span, written: null, paths })["wan ipv4"];
        expect(read).toEqual(
          expected.map(({ time, latencyMs, lossPct, health }) => ({
            time,
            latencyMs,
            lossPct,
            health,
          }))
        );
        expect(read?.every(({ time }) => time % unitS === 0)).toBe(true);
      })
    );
  });
});

describe("the page goes on with the history by itself", () => {
  let history: History;
  let nowS = startS;

  beforeEach(() => {
    history = {};
    nowS = startS;
  });

  /** A status comes so many seconds later, with a check `agoS` before. */
  function hear(laterS: number, agoS: number, ipv6 = false): void {
    nowS += laterS;
    const side = ipv6 ? path({ last_check: nowS - agoS, latency_ms: 20 }) : null;
    const wan = uplink("wan", 10, { last_check: nowS - agoS, latency_ms: 12, ipv6: side });
    history = appendStatus(history, status([wan], { now: nowS }));
  }

  const ages = (key = "wan ipv4") => history[key]?.map(({ time }) => nowS - time);

  test("with every check once, of both families", () => {
    hear(5, 1, true);
    hear(1, 2, true);
    hear(4, 1, true);
    expect(ages()).toEqual([6, 1]);
    expect(ages("wan ipv6")).toEqual([6, 1]);
    expect(history["wan ipv6"]?.[0]).toMatchObject({ latencyMs: 20, lossPct: null });
  });

  test("and keeps ten minutes", () => {
    for (let turn = 0; turn < 500; turn += 1) hear(5, 1);
    expect(ages()).toHaveLength(120);
    expect(ages()?.[0]).toBeLessThan(600);
  });

  test("and forgets what was never, when the router's clock is set back", () => {
    hear(5, 1);
    hear(5, 1);
    hear(-3600, 1);
    expect(ages()).toEqual([1]);
  });

  test("and with a change that no check has brought", () => {
    hear(5, 1);
    const fallen = uplink("wan", 10, { last_check: nowS - 1, health: "offline" });
    history = appendStatus(history, status([fallen], { now: nowS + 3 }));
    expect(history["wan ipv4"]?.map(({ time, health }) => [time - nowS, health])).toEqual([
      [-1, "online"],
      [3, "offline"],
    ]);
  });

  test("and forgets uplinks that are no more", () => {
    hear(5, 1);
    history = appendStatus(history, status([uplink("dsl", 10)], { now: nowS }));
    expect(Object.keys(history)).toEqual(["dsl ipv4"]);
  });
});
