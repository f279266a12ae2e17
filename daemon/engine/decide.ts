/** Chooses the uplink for new connections. */
import type { Family, GlobalConfig } from "../../shared/domain.ts";
import { probeTable } from "../../shared/router/mark.ts";
import { suppressedUntilMs } from "./flap.ts";
import { sooner } from "./due.ts";
import { lastResortOf } from "./last-resort.ts";
import { nextEndMs } from "./override.ts";
import { isUnheard, isUsable, isWorking } from "./path.ts";
import { rankOf, ranks } from "./rank.ts";
import type { Rank } from "./rank.ts";
import { averageScore } from "./score.ts";
import type { Choice, PathState, State, UplinkState } from "./state.ts";

/** An uplink that could be used. */
interface Candidate {
  uplink: UplinkState;
  path: PathState;
  rank: Rank;
  /** Lower is better among the same rank: metric or score. */
  value: number;
}

interface Decision {
  choice: Choice;
  /** When time alone may change it, or null. */
  reviewAtMs: number | null;
}

/** Whether its first verdict is still to come; not of one whose probes the kernel keeps from leaving. */
function isAwaited(state: State, uplink: UplinkState, family: Family): boolean {
  const path = uplink.paths[family];
  if (path == null || !uplink.config.enabled || path.health != "unknown") {
    return false;
  }
  const probed = index(state.routing[family].failedTables, probeTable(uplink.slot)) < 0;
  return probed && (isUnheard(path) || isUsable(path));
}

function candidatesOf(state: State, family: Family, nowMs: number): Candidate[] {
  const byScore = state.config?.global?.mode == "quality";
  const candidates: Candidate[] = [];
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const rank = rankOf(state, uplink, family, nowMs);
    const path = uplink.paths[family];
    if (rank != null && path != null) {
      const value = byScore ? averageScore(path) : null;
      push(candidates, { uplink, path, rank, value: value ?? uplink.config.metric });
    }
  }
  return candidates;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.rank < b.rank || (a.rank == b.rank && a.value < b.value);
}

function bestOf(candidates: readonly Candidate[]): Candidate | null {
  let best: Candidate | null = null;
  for (let i = 0; i < length(candidates); i++) {
    const candidate = candidates[i] as Candidate;
    best = best == null || isBetter(candidate, best) ? candidate : best;
  }
  return best;
}

function candidateIn(candidates: readonly Candidate[], section: string | null): Candidate | null {
  return filter(candidates, (one) => one.uplink.config.section == section)[0] ?? null;
}

/** Of uplinks that are switched on. */
const obstacleWords: { [word: string]: string } = {
  interface_down: "without a link",
  disabled: "disabled by order",
};

/**
 * The uplink to reach another line's peers by: the one in use, or the best that works, but no tunnel. Null
 * when there is none.
 */
function bestLineOf(state: State, family: Family, nowMs: number): UplinkState | null {
  const lines = filter(
    candidatesOf(state, family, nowMs),
    (one) => isWorking(one.path) && one.path.facts?.isTunnel != true
  );
  const current = candidateIn(lines, state.choices[family].section);
  return (current ?? bestOf(lines))?.uplink ?? null;
}

/** What keeps each enabled uplink that would come first, in words; empty when there is none. */
function obstaclesBefore(state: State, family: Family, best: Candidate, nowMs: number): string {
  const obstacles: string[] = [];
  for (let section in state.uplinks) {
    const other = state.uplinks[section] as UplinkState;
    const path = other.paths[family];
    const first = other.config.metric < best.uplink.config.metric;
    if (path?.facts != null && other.config.enabled && first) {
      const flaps = isWorking(path) && suppressedUntilMs(path, nowMs) != null;
      const word = obstacleWords[path.word] ?? path.word;
      push(obstacles, `${other.config.label} is ${flaps ? "suppressed" : word}`);
    }
  }
  return join(", ", obstacles);
}

function reasonFor(state: State, family: Family, best: Candidate, nowMs: number): string {
  const name = best.uplink.config.label;
  switch (best.rank) {
    case ranks.forced:
      return `${name} is to be used by order`;
    case ranks.degraded:
      return `${name} is degraded, and nothing better is online`;
    case ranks.suppressed:
      return `${name} flaps, and nothing better is online`;
    case ranks.drained:
      return `${name} is to get nothing new, but nothing else is online`;
    case ranks.returning:
      return `${name} answers again and nothing else does`;
    case ranks.untried:
      return `${name} has not been heard yet, but nothing else is online`;
    default:
      break;
  }
  if (state.config?.global?.mode == "quality") {
    return sprintf("%s has the best score, %.0f", name, best.value);
  }
  const obstacles = obstaclesBefore(state, family, best, nowMs);
  return obstacles == ""
    ? `${name} has the lowest metric of those online`
    : `${name} is online, ${obstacles}`;
}

/**
 * When the better candidate may take over from one that works; null when it may not at all. `sinceMs`
 * is when the current one was taken into use: two such switches are never closer than the delay.
 */
function takeoverAtMs(
  best: Candidate,
  current: Candidate,
  sinceMs: number | null,
  settings: GlobalConfig
): number | null {
  if (best.rank < current.rank) {
    return 0;
  }
  if (settings.mode == "quality" && best.value + settings.hysteresis >= current.value) {
    return null;
  }
  return max(best.path.onlineSinceMs ?? 0, sinceMs ?? 0) + settings.failbackDelayS * 1000;
}

/** When a suppressed path is trusted again or an order ends. */
function nextReleaseMs(state: State, family: Family, nowMs: number): number | null {
  let reviewMs = nextEndMs(state.overrides);
  for (let section in state.uplinks) {
    const path = state.uplinks[section]?.paths?.[family];
    reviewMs = path == null ? reviewMs : sooner(reviewMs, suppressedUntilMs(path, nowMs));
  }
  return reviewMs;
}

/** Why nothing is chosen, and what becomes of new connections. */
function noChoice(state: State, family: Family, nowMs: number): string {
  if (length(filter(values(state.uplinks), (uplink) => uplink.config.enabled)) == 0) {
    return "no uplink is configured and enabled";
  }
  const resort = lastResortOf(state, family, nowMs);
  if (resort.refuses) {
    return "no uplink that may be used is online; nothing leaves";
  }
  return resort.tried == null
    ? "no uplink is online"
    : `no uplink is online; ${resort.tried.config.label} is tried`;
}

/** Whether a verdict still to come could be preferred to the best known now. */
function isUnsettled(state: State, family: Family, best: Candidate | null): boolean {
  const byScore = state.config?.global?.mode == "quality";
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const before =
      best == null ||
      best.rank >= ranks.returning ||
      byScore ||
      uplink.config.metric < best.uplink.config.metric;
    if (before && best?.rank != ranks.forced && isAwaited(state, uplink, family)) {
      return true;
    }
  }
  return false;
}

/**
 * The choice for a family. It stays `undecided` until the first round of every uplink that could be
 * preferred has been judged: a start then never moves traffic twice. One that works is left for a
 * better one of the same rank only after `failback_delay` and, by score, beyond `hysteresis`.
 */
function choose(state: State, family: Family, nowMs: number): Decision {
  const before = state.choices[family];
  const settings = state.config?.global as GlobalConfig;
  const candidates = candidatesOf(state, family, nowMs);
  const best = bestOf(candidates);
  const releaseMs = nextReleaseMs(state, family, nowMs);
  if (before.kind == "undecided" && isUnsettled(state, family, best)) {
    return { choice: before, reviewAtMs: releaseMs };
  }
  if (best == null) {
    const choice: Choice = {
      ...before,
      kind: "none",
      section: null,
      reason: noChoice(state, family, nowMs),
    };
    return { choice, reviewAtMs: releaseMs };
  }
  const current = candidateIn(candidates, before.section) ?? best;
  const fromMs = current == best ? 0 : takeoverAtMs(best, current, before.sinceMs, settings);
  const waits = fromMs == null || nowMs < fromMs;
  const used = waits ? current : best;
  const section = used.uplink.config.section;
  const reason =
    waits && fromMs != null
      ? `${used.uplink.config.label} is kept until ${best.uplink.config.label} has been online for ${settings.failbackDelayS} s`
      : reasonFor(state, family, used, nowMs);
  const sinceMs = section == before.section ? before.sinceMs : nowMs;
  const choice: Choice = { kind: "use", section, reason, sinceMs };
  return { choice, reviewAtMs: waits ? sooner(releaseMs, fromMs) : releaseMs };
}

export { bestLineOf, choose };
export type { Decision };
