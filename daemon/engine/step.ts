/**
 * The engine: a pure state machine. Same state and event, same new state and effects; time comes in
 * with the event. Effects are to be carried out in order; `applyPlan` is answered by `applied`.
 */
import type { Config } from "../../shared/domain.ts";
import { choose } from "./decide.ts";
import { turnOf } from "./event.ts";
import type { Effect, Event, Turn } from "./event.ts";
import { isUsable, statusOf } from "./health.ts";
import { leadsProbes, planOf, routableFacts } from "./plan.ts";
import { probeTable } from "../../shared/router/mark.ts";
import { advance, dueAtMs, withoutLost, withReply } from "./round.ts";
import { withCounters, worthwhileIntervalMs } from "./stall.ts";
import type { Slots } from "./slots.ts";
import type { Choice, PathState, State, UplinkState } from "./state.ts";
import { uplinksOf, uplinksWithFacts } from "./uplinks.ts";

/** Shown at least this often, so that counters move and an old file means a dead daemon. */
const publishEveryMs = 5000;

/** Verdicts that come together are shown together. */
const gatherMs = 200;

/** After the kernel refused something: it may have been a device on its way out. */
const retryAfterMs = 1000;

interface Step {
  state: State;
  effects: Effect[];
}

/** The state with one path replaced. */
function withPath(state: State, section: string, path: PathState): State {
  const uplink = state.uplinks[section] as UplinkState;
  if (uplink.paths.ipv4 == path) {
    return state;
  }
  const changed = { ...uplink, paths: { ...uplink.paths, ipv4: path } };
  return { ...state, uplinks: { ...state.uplinks, [section]: changed } };
}

function withConfig(state: State, config: Config, slots: Slots, nowMs: number): State {
  const planned = uplinksOf(config, state.uplinks, slots, nowMs);
  const uplinks = state.facts == null ? planned : uplinksWithFacts(planned, state.facts, nowMs);
  return { ...state, config, uplinks, applied: false };
}

/** The state after the event itself; what follows from it is for `settle`. */
function accept(state: State, event: Event, turn: Turn): State {
  switch (event.kind) {
    case "config":
      turn.changed = true;
      turn.decisive = true;
      turn.sweeping = true;
      return withConfig(state, event.config, event.slots, event.nowMs);
    case "facts": {
      turn.decisive = true;
      turn.sweeping = true;
      const uplinks = uplinksWithFacts(state.uplinks, event.facts, event.nowMs);
      return { ...state, facts: event.facts, uplinks };
    }
    case "reply": {
      turn.section = event.section;
      const uplink = state.uplinks[event.section];
      const path = uplink?.paths?.[event.family];
      return uplink == null || path == null
        ? state
        : withPath(
            state,
            event.section,
            withReply(path, uplink, event.sequence, event.rttUs, turn)
          );
    }
    case "sendFailed": {
      turn.section = event.section;
      const uplink = state.uplinks[event.section];
      const path = uplink?.paths?.[event.family];
      return uplink == null || path == null
        ? state
        : withPath(state, event.section, withoutLost(path, uplink, event.nowMs, event.sequence));
    }
    case "counters": {
      turn.section = event.section;
      const path = state.uplinks[event.section]?.paths?.[event.family];
      return path == null
        ? state
        : withPath(state, event.section, withCounters(path, event, event.nowMs));
    }
    case "applied": {
      turn.sweeping = true;
      turn.decisive = length(event.failedTables) > 0;
      const refused = length(event.failedTables) > 0;
      const retryAtMs = refused ? event.nowMs + retryAfterMs : null;
      return { ...state, applied: true, failedTables: event.failedTables, retryAtMs };
    }
    case "kernelChanged":
      return { ...state, applied: false };
    case "tick":
      return state;
  }
}

/** Facts to probe by, or null while the probe table does not lead through the uplink. */
function probingFacts(state: State, uplink: UplinkState, path: PathState) {
  const facts = uplink.config.enabled && isUsable(path) ? routableFacts(path) : null;
  const led =
    facts != null &&
    state.applied &&
    leadsProbes(state.plan, uplink.slot, facts) &&
    index(state.failedTables, probeTable(uplink.slot)) < 0;
  return led ? facts : null;
}

/** Records a change of the published state, and says so. */
function withStatus(path: PathState, uplink: UplinkState, turn: Turn): PathState {
  const status = statusOf(uplink, path);
  if (status == path.status && path.sinceMs != null) {
    return path;
  }
  turn.changed = true;
  const name = uplink.config.interface;
  const before = path.sinceMs == null ? "" : ` (was ${path.status})`;
  const level = status == "down" || status == "interface_down" ? "warning" : "notice";
  if (status != path.status) {
    push(turn.effects, { kind: "log", level, text: `${name}: ${status}${before}: ${path.reason}` });
  }
  return { ...path, status, sinceMs: turn.nowMs };
}

function isConcerned(section: string, path: PathState, turn: Turn): boolean {
  const due = path.dueAtMs != null && turn.nowMs >= path.dueAtMs;
  return turn.sweeping || turn.section == section || due;
}

/** Moves the paths on to now that the event concerns or that are due: the others stay as they are. */
function withAdvance(state: State, turn: Turn): State {
  const intervalMs = (state.config?.global?.checkIntervalS ?? 1) * 1000;
  let next = state;
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const path = uplink.paths.ipv4 as PathState;
    if (!isConcerned(section, path, turn)) {
      continue;
    }
    const facts = probingFacts(state, uplink, path);
    const moved = advance(path, uplink, "ipv4", facts, intervalMs, turn);
    const dueMs = dueAtMs(moved, uplink, facts != null, turn.nowMs);
    next = withPath(next, section, { ...withStatus(moved, uplink, turn), dueAtMs: dueMs });
  }
  return next;
}

function choiceText(state: State, choice: Choice): string {
  const uplink = choice.section == null ? null : state.uplinks[choice.section];
  return uplink == null
    ? `new connections follow the system's own routes: ${choice.reason}`
    : `new connections use ${uplink.config.interface}: ${choice.reason}`;
}

function withChoice(state: State, turn: Turn): State {
  const choice = choose(state, "ipv4");
  const before = state.choice;
  if (choice.kind == before.kind && choice.section == before.section) {
    return choice.reason == before.reason ? state : { ...state, choice };
  }
  turn.changed = true;
  push(turn.effects, { kind: "log", level: "notice", text: choiceText(state, choice) });
  return { ...state, choice };
}

/** Plans anew, and asks for it to be carried out when it differs or was undone. */
function withPlan(state: State, turn: Turn): State {
  const retrying = state.retryAtMs != null && turn.nowMs >= state.retryAtMs;
  if (!turn.decisive && state.applied && !retrying) {
    return state;
  }
  const plan = planOf(state, "ipv4");
  const same = state.plan != null && sprintf("%J", plan) == sprintf("%J", state.plan);
  if (same && state.applied && !retrying) {
    return state;
  }
  push(turn.effects, { kind: "applyPlan", plan });
  return { ...state, plan, applied: false, retryAtMs: null };
}

/** Watches the traffic of the uplink in use, where rounds are rare enough for that to help. */
function withTrafficWatch(state: State, turn: Turn): State {
  const intervalMs = (state.config?.global?.checkIntervalS ?? 1) * 1000;
  const section = intervalMs > worthwhileIntervalMs ? state.choice.section : null;
  const device = section == null ? null : state.uplinks[section]?.paths?.ipv4?.facts?.device;
  if ((device ?? null) == state.watchedDevice) {
    return state;
  }
  push(turn.effects, { kind: "watchTraffic", section, family: "ipv4", device: device ?? null });
  return { ...state, watchedDevice: device ?? null };
}

/** Publishes a change at once, measurements soon, and everything now and then. */
function withPublication(state: State, turn: Turn): State {
  if (turn.changed || turn.nowMs >= state.publishAtMs) {
    push(turn.effects, { kind: "publish" });
    return { ...state, publishAtMs: turn.nowMs + publishEveryMs };
  }
  return turn.measured
    ? { ...state, publishAtMs: min(state.publishAtMs, turn.nowMs + gatherMs) }
    : state;
}

function wakeAtMs(state: State): number {
  let dueMs = state.publishAtMs;
  if (state.retryAtMs != null) {
    dueMs = min(dueMs, state.retryAtMs);
  }
  for (let section in state.uplinks) {
    const pathDueMs = state.uplinks[section]?.paths?.ipv4?.dueAtMs;
    dueMs = pathDueMs == null ? dueMs : min(dueMs, pathDueMs);
  }
  return dueMs;
}

/** The state after an event, and what is to be done about it. */
function step(state: State, event: Event): Step {
  const turn = turnOf(state, event.nowMs);
  const accepted = accept(state, event, turn);
  if (accepted.config == null) {
    return { state: accepted, effects: turn.effects };
  }
  const moved = withAdvance(accepted, turn);
  const chosen = turn.decisive ? withTrafficWatch(withChoice(moved, turn), turn) : moved;
  const planned = withPlan(chosen, turn);
  const published = withPublication(planned, turn);
  const next = { ...published, lastSequence: turn.lastSequence, lastRound: turn.lastRound };
  push(turn.effects, { kind: "wakeAt", atMs: wakeAtMs(next) });
  return { state: next, effects: turn.effects };
}

export { step };
export type { Step };
