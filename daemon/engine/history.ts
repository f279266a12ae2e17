/** The history of a path: what its rings hold, and the minute that is not over yet. */
import type { Health } from "../../shared/domain.ts";
import { quotient, ratio } from "../../shared/router/number.ts";
import {
  dayOf as dayOfRings,
  daySpan,
  healthByRank,
  recentOf as recentOfRings,
  recentSpan,
  ringBefore,
  ringWith,
} from "../../shared/router/history-ring.ts";
import type { HistorySample, PathRings, Ring } from "../../shared/router/history-ring.ts";

/** What the samples of a minute come to. */
interface Minute {
  /** When it began; seconds since 1970. */
  time: number;
  latencySum: number;
  latencyCount: number;
  jitterSum: number;
  jitterCount: number;
  lossSum: number;
  lossCount: number;
  worst: Health;
}

interface History {
  recent: Ring;
  /** Minutes that are over. */
  day: Ring;
  /** The minute of the youngest sample; null before the first. */
  minute: Minute | null;
}

/** A history that goes on from what a predecessor left, or an empty one. */
function createHistory(rings: PathRings | null): History {
  const empty = { blocks: [], texts: [] };
  return { recent: rings?.recent ?? empty, day: rings?.day ?? empty, minute: null };
}

function worseOf(a: Health, b: Health): Health {
  return index(healthByRank, a) < index(healthByRank, b) ? b : a;
}

/** The minute with one more sample; a new one when the sample is not of this minute. */
function minuteWith(minute: Minute | null, sample: HistorySample, time: number): Minute {
  const same = minute?.time == time ? minute : null;
  return {
    time,
    latencySum: (same?.latencySum ?? 0) + (sample.latencyMs ?? 0),
    latencyCount: (same?.latencyCount ?? 0) + (sample.latencyMs == null ? 0 : 1),
    jitterSum: (same?.jitterSum ?? 0) + (sample.jitterMs ?? 0),
    jitterCount: (same?.jitterCount ?? 0) + (sample.jitterMs == null ? 0 : 1),
    lossSum: (same?.lossSum ?? 0) + (sample.lossPct ?? 0),
    lossCount: (same?.lossCount ?? 0) + (sample.lossPct == null ? 0 : 1),
    worst: worseOf(same?.worst ?? "unknown", sample.health),
  };
}

function meanOf(sum: number, count: number): number | null {
  return count == 0 ? null : ratio(sum, count);
}

function dayWith(day: Ring, minute: Minute): Ring {
  const mean = {
    time: minute.time,
    latencyMs: meanOf(minute.latencySum, minute.latencyCount),
    jitterMs: meanOf(minute.jitterSum, minute.jitterCount),
    lossPct: meanOf(minute.lossSum, minute.lossCount),
    health: minute.worst,
  };
  return ringWith(day, mean, daySpan);
}

/**
 * The history with one more sample. A second sample of the same second replaces the first in the last
 * ten minutes; the minute's means have both. When the clock was set back, what is younger goes.
 */
function withSample(history: History, sample: HistorySample): History {
  const time = quotient(sample.time, 60) * 60;
  const before = history.minute;
  const isOver = before != null && before.time < time;
  const wasSet = before != null && before.time > time;
  let day = isOver ? dayWith(history.day, before) : history.day;
  day = wasSet ? ringBefore(day, time, daySpan) : day;
  return {
    recent: ringWith(history.recent, sample, recentSpan),
    day,
    minute: minuteWith(before, sample, time),
  };
}

/** Both rings, with the minute that is not over yet as the day's last. */
function ringsOf(history: History): PathRings {
  const minute = history.minute;
  const day = minute == null ? history.day : dayWith(history.day, minute);
  return { recent: history.recent, day };
}

/** The last ten minutes, oldest first, at most one sample a second. */
function recentOf(history: History): HistorySample[] {
  return recentOfRings({ recent: history.recent, day: history.day });
}

/** The last day, oldest first: a sample for each minute that has any, with the time it began. */
function dayOf(history: History): HistorySample[] {
  return dayOfRings(ringsOf(history));
}

export { createHistory, withSample, ringsOf, recentOf, dayOf };
export type { History };
