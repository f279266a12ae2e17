import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Health } from "../../shared/domain.ts";
import { formatHistory, parseHistory } from "../../shared/router/history-file.ts";
import type { PathHistory } from "../../shared/router/history-file.ts";
import type { HistorySample } from "../../shared/router/history-ring.ts";
import { createHistory, dayOf, recentOf, ringsOf, withSample } from "./history.ts";
import type { History } from "./history.ts";

const ranks: Health[] = ["unknown", "online", "degraded", "offline"];

function textOf(paths: readonly PathHistory[]): string {
  const pieces: string[] = [];
  formatHistory(paths, (piece) => pieces.push(piece));
  return pieces.join("");
}

/** When these stories begin, in the middle of a minute; seconds since 1970. */
const start = 1_795_261_137;

const tenths = (largest: number) =>
  fc.option(fc.integer({ min: 0, max: largest * 10 }).map((value) => value / 10));

const measurement = fc.record({
  latencyMs: tenths(3849),
  jitterMs: tenths(3849),
  lossPct: fc.option(fc.integer({ min: 0, max: 100 })),
  health: fc.constantFrom(...ranks),
});

/** Seconds since the sample before: rounds, gaps, outages of the daemon, and a clock that is set. */
const pause = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 400 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 200_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -4000, max: 0 }) }
);

function samplesFrom(steps: readonly (Omit<HistorySample, "time"> & { pauseS: number })[]) {
  let time = start;
  return steps.map(({ pauseS, ...rest }): HistorySample => ({ time: (time += pauseS), ...rest }));
}

const samples = (count: { minLength?: number; maxLength: number }) =>
  fc
    .array(
      fc.tuple(measurement, pause).map(([values, pauseS]) => ({ ...values, pauseS })),
      { ...count, size: "max" }
    )
    .map(samplesFrom);

function historyOf(taken: readonly HistorySample[]): History {
  return taken.reduce(withSample, createHistory(null));
}

/** Samples of one second or minute, one after the other. */
interface Run {
  time: number;
  samples: HistorySample[];
}

/**
 * What a list of all samples would give: runs that no clock set back has undone, within the span of
 * the youngest. Those that were once out of the span, before the clock was set back, may be gone.
 */
function naive(taken: readonly HistorySample[], unitS: number, spanS: number) {
  const runs: Run[] = [];
  for (const sample of taken) {
    const time = sample.time - (sample.time % unitS);
    if (runs.at(-1)?.time === time) runs.at(-1)!.samples.push(sample);
    else runs.push({ time, samples: [sample] });
  }
  const newest = runs.at(-1)?.time ?? 0;
  const possible = runs.filter(
    ({ time }, at) =>
      time > newest - spanS && runs.slice(at + 1).every((later) => later.time > time)
  );
  const certain = possible.filter(({ time }) => {
    const since = runs.slice(runs.map((run) => run.time).lastIndexOf(time));
    return since.every((later) => later.time < time + spanS);
  });
  return { possible, certain };
}

function mean(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Kept in steps: a mean may be half a step away. */
function expectMean(kept: HistorySample, of: readonly HistorySample[]): void {
  const steps = { latencyMs: 0.1, jitterMs: 0.1, lossPct: 1 };
  for (const key of ["latencyMs", "jitterMs", "lossPct"] as const) {
    const wanted = mean(of.map((sample) => sample[key]));
    if (wanted === null) expect(kept[key]).toBeNull();
    else expect(Math.abs(kept[key]! - wanted)).toBeLessThanOrEqual(steps[key] / 2 + 1e-6);
  }
  expect(ranks.indexOf(kept.health)).toBe(
    Math.max(...of.map((sample) => ranks.indexOf(sample.health)))
  );
}

/** Finds each kept sample among the possible runs, in order, and each certain run among the kept. */
function compare(
  kept: readonly HistorySample[],
  { possible, certain }: ReturnType<typeof naive>,
  check: (sample: HistorySample, run: Run) => void
): void {
  const times = kept.map(({ time }) => time);
  expect(times).toEqual(possible.map(({ time }) => time).filter((time) => times.includes(time)));
  expect(certain.filter(({ time }) => !times.includes(time))).toEqual([]);
  for (const sample of kept)
    check(
      sample,
      possible.find(({ time }) => time === sample.time)!
    );
}

test("the last ten minutes are what a list of all samples would give", () => {
  fc.assert(
    fc.property(samples({ maxLength: 300 }), (taken) => {
      compare(recentOf(historyOf(taken)), naive(taken, 1, 600), (sample, run) =>
        expect(sample).toEqual(run.samples.at(-1))
      );
    })
  );
});

test("the last day is what the means of a list by minute would give", () => {
  fc.assert(
    fc.property(samples({ maxLength: 300 }), (taken) => {
      compare(dayOf(historyOf(taken)), naive(taken, 60, 86_400), (sample, run) =>
        expectMean(sample, run.samples)
      );
    })
  );
});

test("a restart in the middle loses nothing of what was over", () => {
  const file = (history: History) =>
    textOf([{ section: "fibre", family: "ipv4", ...ringsOf(history) }]);
  fc.assert(
    fc.property(samples({ minLength: 1, maxLength: 100 }), (taken) => {
      const before = historyOf(taken);
      const [path] = parseHistory(file(before), taken.at(-1)!.time);
      const after = createHistory(path!);
      expect(recentOf(after)).toEqual(recentOf(before));
      expect(dayOf(after)).toEqual(dayOf(before));
    })
  );
});

test("two days of a sample a second take no more room than one", () => {
  let history = createHistory(null);
  const sizes: number[] = [];
  for (let i = 0; i < 2 * 86_400; i++) {
    const values = { latencyMs: i % 4000, jitterMs: 0.5, lossPct: i % 101 };
    history = withSample(history, { time: start + i, ...values, health: "online" });
    if (i % 86_400 === 86_399) sizes.push(JSON.stringify(ringsOf(history)).length);
  }
  expect(sizes[1]).toBeLessThanOrEqual(sizes[0]! + 500);
  expect(sizes[0]).toBeLessThan(16_000);
  expect(recentOf(history)).toHaveLength(600);
  expect(dayOf(history)).toHaveLength(1440);
});

test("what is beyond the scale is kept as its end, and unknown stays unknown", () => {
  const taken = [
    { time: start, latencyMs: 60_000, jitterMs: 0.04, lossPct: 99.6, health: "offline" as const },
    { time: start + 1, latencyMs: null, jitterMs: null, lossPct: null, health: "unknown" as const },
  ];
  expect(recentOf(historyOf(taken))).toEqual([
    { time: start, latencyMs: 3849.8, jitterMs: 0, lossPct: 100, health: "offline" },
    taken[1],
  ]);
});
