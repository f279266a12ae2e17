/**
 * A path that comes and goes is used last until it has calmed down: each fall and each return adds to
 * a penalty that halves with time, as in BGP's route flap damping (RFC 2439).
 */
import { ratio } from "../../shared/router/number.ts";
import type { PathState, Penalty } from "./state.ts";

/** For each fall and each return. */
const penaltyPerFlap = 1000;

const halfLifeMs = 300000;

/** From here on it is used last … */
const suppressFrom = 2500;

/** … until the penalty is down here again. */
const reuseAt = 1000;

/** Three half-lives above the reuse limit: nobody is kept waiting longer than 15 minutes. */
const maxPenalty = 8000;

/** 2^(-1/2), 2^(-1/4) and so on: ucode has no power function without its math module. */
// oxlint-disable-next-line oxc/approx-constant -- ucode has no Math
const roots = [0.7071, 0.8409, 0.917, 0.9576, 0.9786, 0.9892];

/** The finest share of a half-life that `roots` can tell. */
const finestShare = 0.015625;

const noPenalty: Penalty = { value: 0, atMs: 0, releaseAtMs: null };

/** The figure after this many half-lives. */
function decayed(value: number, halfLives: number): number {
  let rest = value;
  let left = halfLives;
  while (left >= 1 && rest > 1) {
    rest = rest * 0.5;
    left = left - 1;
  }
  let share = 0.5;
  for (let i = 0; i < length(roots); i++) {
    if (left >= share) {
      rest = rest * (roots[i] as number);
      left = left - share;
    }
    share = share * 0.5;
  }
  return rest;
}

/** Half-lives, rounded up, until `value` has come down to `limit`. */
function halfLivesUntil(value: number, limit: number): number {
  let rest = value;
  let count = 0.0;
  while (rest * 0.5 >= limit) {
    rest = rest * 0.5;
    count = count + 1;
  }
  let share = 0.5;
  for (let i = 0; i < length(roots); i++) {
    if (rest * (roots[i] as number) >= limit) {
      rest = rest * (roots[i] as number);
      count = count + share;
    }
    share = share * 0.5;
  }
  return rest > limit ? count + finestShare : count;
}

/** The penalty at a time. */
function penaltyAt(penalty: Penalty, nowMs: number): number {
  return decayed(penalty.value, ratio(nowMs - penalty.atMs, halfLifeMs));
}

/** Until when the path is used last; null when it is not. */
function suppressedUntilMs(path: PathState, nowMs: number): number | null {
  const releaseMs = path.penalty.releaseAtMs;
  return releaseMs != null && nowMs < releaseMs ? releaseMs : null;
}

/** The path after one more fall or return. */
function withFlap(path: PathState, nowMs: number): PathState {
  const value = min(maxPenalty, penaltyAt(path.penalty, nowMs) + penaltyPerFlap);
  const suppressed = value >= suppressFrom || suppressedUntilMs(path, nowMs) != null;
  const waitMs = int(halfLivesUntil(value, reuseAt) * halfLifeMs);
  const releaseAtMs = suppressed ? nowMs + waitMs : null;
  return { ...path, penalty: { value, atMs: nowMs, releaseAtMs } };
}

export { noPenalty, suppressedUntilMs, withFlap };
