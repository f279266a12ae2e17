import * as fc from "fast-check";
import { expect, test } from "vitest";
import { eachPathOf, formatHistory, parseHistory } from "./history-file.ts";
import type { PathHistory } from "./history-file.ts";
import { daySpan, dayOf, recentOf, recentSpan, ringWith } from "./history-ring.ts";
import type { HistorySample, Ring } from "./history-ring.ts";

const now = 1_795_261_137;

function textOf(paths: readonly PathHistory[]): string {
  const pieces: string[] = [];
  formatHistory(paths, (piece) => pieces.push(piece));
  return pieces.join("");
}

function sampleAt(time: number): HistorySample {
  return { time, latencyMs: 12.3, jitterMs: 0.4, lossPct: 1, health: "online" };
}

const empty: Ring = { blocks: [], texts: [] };
const path = {
  section: "fibre",
  family: "ipv4" as const,
  recent: [now - 100, now - 1, now, now + 5].reduce(
    (ring, time) => ringWith(ring, sampleAt(time), recentSpan),
    empty
  ),
  day: [now - 7200, now - 60].reduce(
    (ring, time) => ringWith(ring, sampleAt(time), daySpan),
    empty
  ),
};

test("what is written is read back", () => {
  const paths = [path, { ...path, family: "ipv6" as const }];
  expect(parseHistory(textOf(paths), now + 5)).toEqual(paths);
  expect(parseHistory(textOf([]), now)).toEqual([]);
});

/** What is read line by line, as a file's `read` gives lines. */
function readByLines(text: string): PathHistory[] {
  const lines = text.split(/(?<=\n)/);
  const paths: PathHistory[] = [];
  eachPathOf(
    () => lines.shift() ?? null,
    now + 5,
    (one) => paths.push(one)
  );
  return paths;
}

test("line by line it is the same", () => {
  const paths = [path, { ...path, family: "ipv6" as const }, { ...path, section: "lte" }];
  expect(readByLines(textOf(paths))).toEqual(paths);
  expect(readByLines(textOf([]))).toEqual([]);
  expect(readByLines("")).toEqual([]);
});

test("line by line, a file that was cut keeps its whole paths; another program's gives nothing", () => {
  const text = textOf([path, { ...path, section: "lte" }]);
  expect(readByLines(text.slice(0, -20))).toEqual([path]);
  expect(readByLines(text.replace('"version":1', '"version":2'))).toEqual([]);
});

test("samples from after now were taken before the clock was set, and are left out", () => {
  const times = (nowS: number) => {
    const [found] = parseHistory(textOf([path]), nowS);
    return recentOf(found!).map(({ time }) => time - now);
  };
  expect(times(now + 5)).toEqual([-100, -1, 0, 5]);
  expect(times(now)).toEqual([-100, -1, 0]);
  expect(times(now - 100)).toEqual([-100]);
  expect(times(1000)).toEqual([]);
});

test("a file cut anywhere gives nothing and no error", () => {
  const whole = textOf([path]).trimEnd();
  for (let end = 0; end < whole.length; end++) {
    expect(parseHistory(whole.slice(0, end), now), `cut at ${end}`).toEqual([]);
  }
});

test("junk in a well-formed file never throws, and what is left is a list of samples in order", () => {
  const junk = fc.jsonValue();
  const ring = fc.oneof(
    junk,
    fc.record({
      blocks: fc.array(fc.oneof(fc.integer(), junk), { maxLength: 4 }),
      texts: fc.array(fc.oneof(fc.string(), fc.constantFrom(...path.recent.texts), junk)),
    })
  );
  const record = fc.record({
    section: fc.oneof(fc.constant("fibre"), junk),
    family: fc.constantFrom("ipv4", "ipv6", "ipx", null),
    recent: ring,
    day: ring,
  });
  const file = fc.oneof(
    junk,
    fc.record({ version: fc.constantFrom(1, 2), paths: fc.oneof(junk, fc.array(record)) })
  );
  fc.assert(
    fc.property(file, (value) => {
      for (const found of parseHistory(JSON.stringify(value), now)) {
        for (const samples of [recentOf(found), dayOf(found)]) {
          const times = samples.map(({ time }) => time);
          expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
          expect(times.every((time) => time < now + 60)).toBe(true);
        }
      }
    })
  );
});
