import { describe, expect, test } from "vitest";
import { deriveChart } from "./derive-chart.ts";
import type { Sample } from "./history.ts";

/** Divisible by every step. */
const nowS = 1_795_262_400;

/** A path's course told by second: what is said from `agoS` on, every five seconds. */
function course(...parts: [agoS: number, latencyMs: number | null, lossPct?: number][]): Sample[] {
  return parts.flatMap(([fromS, latencyMs, lossPct = 0], index) => {
    const untilS = parts[index + 1]?.[0] ?? 0;
    const count = Math.ceil((fromS - untilS) / 5);
    return Array.from({ length: count }, (_, step) => ({
      time: nowS - fromS + 5 * step,
      latencyMs,
      lossPct,
      health: lossPct === 100 ? ("offline" as const) : ("online" as const),
    }));
  });
}

function chart(samples: Sample[], checkS: number | null = 5) {
  return deriveChart(samples, "recent", nowS, checkS);
}

describe("the last ten minutes", () => {
  test("are 120 steps that end now", () => {
    const { points, fromS, stepS } = chart(course([600, 12]));
    expect([points.length, stepS, fromS + 120 * stepS]).toEqual([120, 5, nowS + 5]);
    expect(points.slice(0, -1).every((point) => point?.latencyMs === 12)).toBe(true);
  });

  test("move to the side and keep their shape", () => {
    const samples = course([600, 12], [300, 40], [200, 12]);
    const before = deriveChart(samples, "recent", nowS, 5);
    const after = deriveChart(samples, "recent", nowS + 4, 5);
    expect(after).toEqual(before);
    expect(deriveChart(samples, "recent", nowS + 5, 5).points.slice(0, 118)).toEqual(
      before.points.slice(1, 119)
    );
  });

  test("know their range", () => {
    expect(chart(course([600, 12], [300, 40]))).toMatchObject({ lowestMs: 12, highestMs: 40 });
    expect(chart([])).toMatchObject({ lowestMs: null, highestMs: null, outages: [] });
  });

  test("show the worst of a step", () => {
    const one = (seconds: number, latencyMs: number, lossPct: number): Sample => ({
      time: nowS - 100 + seconds,
      latencyMs,
      lossPct,
      health: lossPct === 100 ? "offline" : "online",
    });
    const worst = (...samples: Sample[]) => chart(samples).points[99];
    expect(worst(one(0, 10, 0), one(1, 30, 0), one(2, 20, 0))?.latencyMs).toBe(30);
    expect(worst(one(0, 30, 100), one(1, 50, 0))?.lossPct).toBe(100);
    expect(worst(one(0, 50, 0), one(1, 30, 100))?.lossPct).toBe(100);
  });
});

describe("outages", () => {
  test("are told with their beginning and end", () => {
    const { outages } = chart(course([600, 12], [300, null, 100], [200, 12], [100, null, 100]));
    expect(outages.map(({ fromS, toS }) => [nowS - fromS, nowS - toS])).toEqual([
      [300, 200],
      [100, -5],
    ]);
  });

  test("are not what merely was not measured", () => {
    expect(chart(course([600, 12]).slice(0, 40)).outages).toEqual([]);
  });
});

describe("between two checks", () => {
  const lastAt = (agoS: number, checkS: number | null) =>
    chart(course([agoS + 5, 12]).slice(0, 1), checkS)
      .points.map(Boolean)
      .lastIndexOf(true);

  test("the last one goes on, also over the minute that the daemon has not put down yet", () => {
    expect(lastAt(300, 5)).toBe(119 - 61 + 13);
    expect(lastAt(300, null)).toBe(119 - 61 + 13);
  });

  test("as long as the next one may take where checks are rare", () => {
    expect(lastAt(500, 120)).toBe(119 - 101 + 60);
  });
});

test("the last day has steps of ten minutes", () => {
  const samples = Array.from({ length: 1440 }, (_, minute) => ({
    time: nowS - 86_400 + 60 * minute,
    latencyMs: 12,
    lossPct: minute === 720 ? 100 : 0,
    health: "online" as const,
  }));
  const { points, stepS, outages } = deriveChart(samples, "day", nowS, 5);
  expect([points.length, stepS]).toEqual([144, 600]);
  expect(outages).toEqual([{ fromS: nowS - 43_200, toS: nowS - 42_600 }]);
});
