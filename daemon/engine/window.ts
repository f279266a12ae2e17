/** Statistics of the latest rounds: latency, jitter and loss. */
import type { LinkQuality } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import type { RoundTally, Tally, Window } from "./state.ts";

/** Rounds that count besides the one under way: enough to smooth, few enough to follow a change. */
const windowRounds = 10;

/** Standard errors beyond which a difference in loss is no chance, squared. */
const notByChance = 9;

function emptyTally(): Tally {
  return { answeredCount: 0, lostCount: 0, rttUs: 0, differenceUs: 0, differenceCount: 0 };
}

const emptyWindow: Window = { rounds: [], totals: {}, open: {} };

/** The sum of two tallies, or with `sign` -1 their difference. */
function combined(a: Tally, b: Tally, sign: number): Tally {
  return {
    answeredCount: a.answeredCount + sign * b.answeredCount,
    lostCount: a.lostCount + sign * b.lostCount,
    rttUs: a.rttUs + sign * b.rttUs,
    differenceUs: a.differenceUs + sign * b.differenceUs,
    differenceCount: a.differenceCount + sign * b.differenceCount,
  };
}

/** The totals with a round added, or with `sign` -1 taken away. */
function totalsWith(totals: RoundTally, round: RoundTally, sign: number): RoundTally {
  const next: RoundTally = { ...totals };
  for (let target in round) {
    const tally = round[target] as Tally;
    next[target] = combined(next[target] ?? emptyTally(), tally, sign);
  }
  return next;
}

/** The sums of all rounds, the open one included. */
function totalsOf(window: Window): RoundTally {
  return totalsWith(window.totals, window.open, 1);
}

/** The window with a new round begun, and without what no longer counts. */
function withRoundBegun(window: Window): Window {
  const rounds = [...window.rounds, window.open];
  const totals = totalsOf(window);
  return length(rounds) > windowRounds
    ? {
        rounds: slice(rounds, 1),
        totals: totalsWith(totals, rounds[0] as RoundTally, -1),
        open: {},
      }
    : { rounds, totals, open: {} };
}

function tallyWith(tally: Tally, rttUs: number | null, previousUs: number | null): Tally {
  if (rttUs == null) {
    return { ...tally, lostCount: tally.lostCount + 1 };
  }
  const known = previousUs != null;
  const differenceUs = !known ? 0 : previousUs > rttUs ? previousUs - rttUs : rttUs - previousUs;
  return {
    answeredCount: tally.answeredCount + 1,
    lostCount: tally.lostCount,
    rttUs: tally.rttUs + rttUs,
    differenceUs: tally.differenceUs + differenceUs,
    differenceCount: tally.differenceCount + (known ? 1 : 0),
  };
}

/**
 * The window with one more result, `rttUs` null for a lost probe. `previousUs` is the target's round
 * trip before, for the jitter.
 */
function withResult(
  window: Window,
  target: string,
  rttUs: number | null,
  previousUs: number | null
): Window {
  const open = window.open;
  const tally = tallyWith(open[target] ?? emptyTally(), rttUs, previousUs);
  return { rounds: window.rounds, totals: window.totals, open: { ...open, [target]: tally } };
}

/** Lost of answered and lost, 0 to 100, or null when there is neither. */
function lossPctOf(tally: Tally): number | null {
  const count = tally.answeredCount + tally.lostCount;
  return count == 0 ? null : ratio(100 * tally.lostCount, count);
}

function countOf(tally: Tally): number {
  return tally.answeredCount + tally.lostCount;
}

/** The tally of the `needed`-th best target by loss; null without any. */
function standardOf(totals: RoundTally, needed: number): Tally | null {
  const tallies = filter(values(totals), (tally) => countOf(tally) > 0);
  const sorted = sort(tallies, (a, b) => (lossPctOf(a) ?? 0) - (lossPctOf(b) ?? 0));
  return sorted[min(needed, length(sorted)) - 1] ?? null;
}

/**
 * Whether a target loses so much more than the standard that it is at fault itself, not the line that
 * leads to both: resolvers limit pings, or die. By the test for two proportions.
 */
function isAtFault(tally: Tally, standard: Tally): boolean {
  const count = countOf(tally);
  const standardCount = countOf(standard);
  if (count == 0 || tally.lostCount == 0) {
    return false;
  }
  const pooled = ratio(tally.lostCount + standard.lostCount, count + standardCount);
  const excess = ratio(tally.lostCount, count) - ratio(standard.lostCount, standardCount);
  const variance = pooled * (1 - pooled) * (ratio(1, count) + ratio(1, standardCount));
  return excess > 0 && excess * excess > notByChance * variance;
}

/** Quality of the probes to one target. */
function qualityOfTally(tally: Tally): LinkQuality {
  const answered = tally.answeredCount > 0;
  const compared = tally.differenceCount > 0;
  return {
    latencyMs: answered ? ratio(tally.rttUs, tally.answeredCount * 1000) : null,
    jitterMs: compared ? ratio(tally.differenceUs, tally.differenceCount * 1000) : null,
    lossPct: lossPctOf(tally),
  };
}

/**
 * Latency is the mean round trip (RFC 2681), loss the share of probes without a reply in time
 * (RFC 6673), jitter the mean absolute difference of consecutive round trips to a target (RFC 3393).
 * Targets at fault themselves, measured by the `needed`-th best one, are set aside.
 */
function qualityOf(totals: RoundTally, needed: number): LinkQuality {
  const standard = standardOf(totals, needed);
  const sum = emptyTally();
  for (let target in totals) {
    const tally = totals[target] as Tally;
    if (standard != null && !isAtFault(tally, standard)) {
      sum.answeredCount += tally.answeredCount;
      sum.lostCount += tally.lostCount;
      sum.rttUs += tally.rttUs;
      sum.differenceUs += tally.differenceUs;
      sum.differenceCount += tally.differenceCount;
    }
  }
  return qualityOfTally(sum);
}

/** Results that the sums are made of. */
function resultCountOf(totals: RoundTally): number {
  let count = 0;
  for (let target in totals) {
    count += countOf(totals[target] as Tally);
  }
  return count;
}

export {
  emptyWindow,
  windowRounds,
  withRoundBegun,
  withResult,
  totalsOf,
  qualityOf,
  qualityOfTally,
  resultCountOf,
};
