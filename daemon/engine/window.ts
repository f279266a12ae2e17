/** Statistics of the latest rounds: latency, jitter and loss. */
import type { LinkQuality } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import type { RoundTally, Tally, Window } from "./state.ts";

/** Rounds that count besides the one under way: enough to smooth, few enough to follow a change. */
const windowRounds = 10;

/** Standard errors beyond which a difference in loss is no chance, squared. */
const notByChance = 9;

/** Places in a tally. */
const answeredCount = 0;
const lostCount = 1;
const rttSumUs = 2;
const differenceUs = 3;
const differenceCount = 4;

function emptyTally(): Tally {
  return [0, 0, 0, 0, 0];
}

const emptyWindow: Window = { rounds: [], open: {}, totals: {} };

/** The totals with a round taken away. */
function totalsWithout(totals: RoundTally, round: RoundTally): RoundTally {
  const next: RoundTally = { ...totals };
  for (let target in round) {
    const all = totals[target] as Tally;
    const gone = round[target] as Tally;
    next[target] = [
      all[answeredCount] - gone[answeredCount],
      all[lostCount] - gone[lostCount],
      all[rttSumUs] - gone[rttSumUs],
      all[differenceUs] - gone[differenceUs],
      all[differenceCount] - gone[differenceCount],
    ];
  }
  return next;
}

/** The window with a new round begun, and without what no longer counts. */
function withRoundBegun(window: Window): Window {
  const rounds = [...window.rounds, window.open];
  if (length(rounds) <= windowRounds) {
    return { rounds, open: {}, totals: window.totals };
  }
  const oldest = shift(rounds) as RoundTally;
  return { rounds, open: {}, totals: totalsWithout(window.totals, oldest) };
}

function withLostCounted(round: RoundTally, target: string): RoundTally {
  const tally: Tally = [...(round[target] ?? emptyTally())];
  tally[lostCount]++;
  return { ...round, [target]: tally };
}

/** The window with one more probe lost. */
function withLoss(window: Window, target: string): Window {
  const open = withLostCounted(window.open, target);
  return { rounds: window.rounds, open, totals: withLostCounted(window.totals, target) };
}

function copyOf(round: RoundTally): RoundTally {
  const copy: RoundTally = {};
  for (let target in round) {
    copy[target] = [...(round[target] as Tally)];
  }
  return copy;
}

/** The same window with sums of its own, for `addAnswer` to add to. */
function withOwnSums(window: Window): Window {
  return { rounds: window.rounds, open: copyOf(window.open), totals: copyOf(window.totals) };
}

/**
 * Adds an answer to a window that `withOwnSums` gave. `previousUs` is the target's round trip before,
 * for the jitter.
 */
function addAnswer(window: Window, target: string, rttUs: number, previousUs: number | null): void {
  const open = window.open[target] ?? emptyTally();
  const total = window.totals[target] ?? emptyTally();
  open[answeredCount]++;
  open[rttSumUs] += rttUs;
  total[answeredCount]++;
  total[rttSumUs] += rttUs;
  if (previousUs != null) {
    const changeUs = rttUs > previousUs ? rttUs - previousUs : previousUs - rttUs;
    open[differenceUs] += changeUs;
    open[differenceCount]++;
    total[differenceUs] += changeUs;
    total[differenceCount]++;
  }
  window.open[target] = open;
  window.totals[target] = total;
}

/** Takes back one loss that was none, in a window that `withOwnSums` gave: no round has begun since. */
function forgiveLoss(window: Window, target: string): void {
  const open = window.open[target];
  if (open != null && open[lostCount] >= 1) {
    open[lostCount]--;
    (window.totals[target] as Tally)[lostCount]--;
  }
}

/** The window with so many more lost probes to each of the targets, or so many fewer, in its open round. */
function withGap(before: Window, targets: readonly string[], change: number): Window {
  const window = withOwnSums(before);
  for (let i = 0; i < length(targets); i++) {
    const target = targets[i] as string;
    const open = window.open[target] ?? emptyTally();
    const total = window.totals[target] ?? emptyTally();
    const added = max(change, -open[lostCount]);
    open[lostCount] += added;
    total[lostCount] += added;
    window.open[target] = open;
    window.totals[target] = total;
  }
  return window;
}

/** Lost of answered and lost, 0 to 100, or null when there is neither. */
function lossPctOf(tally: Tally): number | null {
  const count = tally[answeredCount] + tally[lostCount];
  return count == 0 ? null : ratio(100 * tally[lostCount], count);
}

function countOf(tally: Tally): number {
  return tally[answeredCount] + tally[lostCount];
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
  if (count == 0 || tally[lostCount] == 0) {
    return false;
  }
  const pooled = ratio(tally[lostCount] + standard[lostCount], count + standardCount);
  const excess = ratio(tally[lostCount], count) - ratio(standard[lostCount], standardCount);
  const variance = pooled * (1 - pooled) * (ratio(1, count) + ratio(1, standardCount));
  return excess > 0 && excess * excess > notByChance * variance;
}

/** Quality of the probes to one target. */
function qualityOfTally(tally: Tally): LinkQuality {
  const answered = tally[answeredCount] > 0;
  const compared = tally[differenceCount] > 0;
  return {
    latencyMs: answered ? ratio(tally[rttSumUs], tally[answeredCount] * 1000) : null,
    jitterMs: compared ? ratio(tally[differenceUs], tally[differenceCount] * 1000) : null,
    lossPct: lossPctOf(tally),
  };
}

/** The sum of the tallies, without those of targets at fault beside the standard, if there is one. */
function sumOf(totals: RoundTally, standard: Tally | null): Tally {
  const sum = emptyTally();
  for (let target in totals) {
    const tally = totals[target] as Tally;
    if (standard == null || !isAtFault(tally, standard)) {
      sum[answeredCount] += tally[answeredCount];
      sum[lostCount] += tally[lostCount];
      sum[rttSumUs] += tally[rttSumUs];
      sum[differenceUs] += tally[differenceUs];
      sum[differenceCount] += tally[differenceCount];
    }
  }
  return sum;
}

/**
 * Latency is the mean round trip (RFC 2681), loss the share of probes without a reply in time
 * (RFC 6673), jitter the mean absolute difference of consecutive round trips to a target (RFC 3393).
 * Targets at fault themselves, measured by the `needed`-th best one, are set aside.
 */
function qualityOf(totals: RoundTally, needed: number): LinkQuality {
  const all = sumOf(totals, null);
  // Where nothing was lost nobody is at fault.
  const standard = all[lostCount] == 0 ? null : standardOf(totals, needed);
  return qualityOfTally(standard == null ? all : sumOf(totals, standard));
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
  withLoss,
  withOwnSums,
  addAnswer,
  forgiveLoss,
  withGap,
  qualityOf,
  qualityOfTally,
  resultCountOf,
};
