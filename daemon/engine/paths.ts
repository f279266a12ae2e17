/** Moves the paths on to now, and says what changed about them. */
import type { Config, Family, InterfaceFacts } from "../../shared/domain.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import type { Turn } from "./event.ts";
import { withFlap } from "./flap.ts";
import { statusOf } from "./health.ts";
import { overrideOf } from "./override.ts";
import { isUsable, isWorking } from "./path.ts";
import { leadsProbes } from "./plan.ts";
import { advance, dueAtMs } from "./round.ts";
import type { Measuring } from "./round.ts";
import { families } from "./state.ts";
import type { PathState, State, UplinkState } from "./state.ts";
import { blamedTargets, withBlamed } from "./target.ts";
import { tellPath } from "./transition.ts";

/** Rounds of a metered uplink are this many times rarer. */
const meteredFactor = 12;

/** What is judged so soon after the start says little: a router that boots is busy, and its modems are not ready. */
const settleMs = 15000;

/** The state with one path replaced. */
function withPath(state: State, section: string, path: PathState): State {
  const uplink = state.uplinks[section] as UplinkState;
  if (uplink.paths[path.family] == path) {
    return state;
  }
  const changed = { ...uplink, paths: { ...uplink.paths, [path.family]: path } };
  return { ...state, uplinks: { ...state.uplinks, [section]: changed } };
}

/** Facts to probe by, or null while the probe table does not lead through the uplink. */
function probingFacts(state: State, uplink: UplinkState, path: PathState): InterfaceFacts | null {
  const facts = path.facts;
  const routing = state.routing[path.family];
  if (facts == null || !uplink.config.enabled || routing.stage != "tried" || !isUsable(path)) {
    return null;
  }
  // What is known already is not looked up again.
  return path.led || leadsProbes(routing, uplink.slot, facts) ? facts : null;
}

/** The path with its fall or return counted, if it fell or returned. */
function withFlapCounted(path: PathState, damped: boolean, nowMs: number): PathState {
  const working = isWorking(path);
  if (working == (path.onlineSinceMs != null)) {
    return path;
  }
  const onlineSinceMs = working ? nowMs : null;
  const settled = nowMs >= path.bornAtMs + settleMs;
  // The first time it works is no return: it has not fallen yet.
  const flapped = damped && settled && (!working || path.penalty.value > 0);
  return { ...(flapped ? withFlap(path, nowMs) : path), onlineSinceMs };
}

/** Records a change of the published state. */
function withStatus(
  path: PathState,
  uplink: UplinkState,
  stopped: boolean,
  nowMs: number
): PathState {
  const status = statusOf(uplink, path, stopped);
  const word = status == "up" && path.health == "degraded" ? "degraded" : status;
  if (status == path.status && path.sinceMs != null) {
    return word == path.word ? path : { ...path, word };
  }
  return { ...path, status, word, sinceMs: nowMs };
}

/**
 * Whether the path has to be looked at. One that is due waits for a tick: before that, what has arrived
 * for it is handed over.
 */
function isConcerned(section: string, path: PathState, turn: Turn): boolean {
  if (turn.sweeping) {
    return true;
  }
  return turn.ticking
    ? path.dueAtMs != null && turn.nowMs >= path.dueAtMs
    : turn.section == section && (turn.family == null || turn.family == path.family);
}

/** Whether another uplink of the family works: a metered one then can be spared. */
function isSpare(state: State, section: string, family: Family): boolean {
  for (let other in state.uplinks) {
    const path = state.uplinks[other]?.paths?.[family];
    if (other != section && path != null && isWorking(path)) {
      return true;
    }
  }
  return false;
}

/** The uplink's path for the other family. */
function siblingOf(uplink: UplinkState, path: PathState): PathState | undefined {
  return path.family == "ipv4" ? uplink.paths.ipv6 : uplink.paths.ipv4;
}

/** From a round that begins now to the next one. */
function intervalMsOf(
  state: State,
  config: Config,
  uplink: UplinkState,
  path: PathState,
  nowMs: number
): number {
  const intervalMs = config.global.checkIntervalS * 1000;
  const spared = isWorking(path) || isSpare(state, uplink.config.section, path.family);
  if (!uplink.config.metered || !spared) {
    return intervalMs;
  }
  const rareMs = intervalMs * meteredFactor;
  const sibling = siblingOf(uplink, path);
  if (sibling == null || !isWorking(path) || !isWorking(sibling)) {
    return rareMs;
  }
  // They take turns, so that two families cost no more than one: each goes between two of the other.
  return (sibling.nextRoundAtMs - nowMs) * 2 > rareMs * 3 ? rareMs : rareMs * 2;
}

/** The state with the family that waits for its turn probed at once: the line they share is suspected. */
function withSiblingDue(state: State, section: string, path: PathState, nowMs: number): State {
  const sibling = siblingOf(state.uplinks[section] as UplinkState, path);
  return sibling == null || !isWorking(sibling)
    ? state
    : withPath(state, section, { ...sibling, nextRoundAtMs: nowMs, dueAtMs: nowMs });
}

function withPathAdvanced(
  state: State,
  config: Config,
  section: string,
  path: PathState,
  mark: number,
  turn: Turn
): State {
  const uplink = state.uplinks[section] as UplinkState;
  const facts = probingFacts(state, uplink, path);
  const intervalMs = intervalMsOf(state, config, uplink, path, turn.nowMs);
  const measuring: Measuring = { settings: config.global, mark, intervalMs };
  const known = facts == null || path.led ? path : { ...path, led: true };
  const moved = advance(known, uplink, facts, measuring, turn);
  const counted = withFlapCounted(moved, config.global.flapDamping, turn.nowMs);
  const order = overrideOf(state.overrides, section, turn.nowMs);
  const shown = withStatus(counted, uplink, order?.kind == "disable", turn.nowMs);
  const dueMs = dueAtMs(shown, uplink, facts != null, turn.nowMs);
  const next = shown.dueAtMs == dueMs ? shown : { ...shown, dueAtMs: dueMs };
  turn.changed = turn.changed || next.word != path.word || next.sinceMs != path.sinceMs;
  tellPath(path, next, uplink, order, turn);
  const changed = withPath(state, section, next);
  const suspected = uplink.config.metered && path.silence == null && next.silence != null;
  return suspected ? withSiblingDue(changed, section, path, turn.nowMs) : changed;
}

/** The state with the targets that are at fault themselves found out. */
function withBlame(state: State, turn: Turn): State {
  let next = state;
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    const blamed = blamedTargets(state, family);
    for (let section in state.uplinks) {
      const uplink = state.uplinks[section] as UplinkState;
      const path = uplink.paths[family];
      const judged = path == null ? null : withBlamed(path, uplink, blamed);
      if (judged != null && judged != path) {
        turn.changed = true;
        next = withPath(next, section, judged);
      }
    }
  }
  return next;
}

/** The state with every path that the event concerns, or that is due, moved on to now. */
function withPathsAdvanced(state: State, config: Config, turn: Turn): State {
  const mark = (state.marks as MarkLayout).probeMark;
  let next = state;
  for (let section in state.uplinks) {
    const paths = state.uplinks[section]?.paths;
    for (let family in paths) {
      const path = paths[family as Family] as PathState;
      if (isConcerned(section, path, turn)) {
        next = withPathAdvanced(next, config, section, path, mark, turn);
      }
    }
  }
  return turn.targetsChanged ? withBlame(next, turn) : next;
}

export { withPath, withPathsAdvanced };
