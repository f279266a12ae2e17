/**
 * The engine: a pure state machine. Same state and event, same new state and effects; time comes in
 * with the event. Effects are to be carried out in order; `applyPlan` is answered by `applied`,
 * `applyMarking` by `marked`.
 */
import type { Config, Family } from "../../shared/domain.ts";
import { accept } from "./accept.ts";
import { sooner } from "./due.ts";
import { turnOf } from "./event.ts";
import type { Effect, Event, Turn } from "./event.ts";
import { nextEndMs, withoutEnded } from "./override.ts";
import { withPathsAdvanced } from "./paths.ts";
import { withChoices, withMarking, withPlans, withTrafficWatch } from "./steer.ts";
import { families } from "./state.ts";
import type { State } from "./state.ts";
import { tellOrders } from "./transition.ts";

/** Shown after this time when a round ends, whether somebody looks or not, and after that time anyhow. */
const showEveryMs = 12000;
/** An old file means a dead daemon: see the plugin's `status`. */
const showLatestMs = 16000;

/** Replies are handed over just before the tick behind them, whose time is a little earlier. */
const handOverMs = 50;

/** Verdicts that come together are shown together; so long at most. */
const gatherMs = 300;

interface Step {
  state: State;
  effects: Effect[];
}

/** Whether no probe is waited for. */
function isQuiet(state: State): boolean {
  for (let section in state.uplinks) {
    const paths = state.uplinks[section]?.paths;
    for (let family in paths) {
      if (length(paths[family as Family]?.inFlight ?? []) > 0) {
        return false;
      }
    }
  }
  return true;
}

/** The state with a publication due soon when there are new measurements. */
function withMeasurements(state: State, turn: Turn): State {
  const soonMs = turn.nowMs + gatherMs;
  return turn.measured && soonMs < state.publishAtMs ? { ...state, publishAtMs: soonMs } : state;
}

/**
 * Publishes a change at once, and everything now and then; measurements, when all of a round are in, for
 * those who are looking.
 */
function withPublication(measured: State, turn: Turn): State {
  const state = withMeasurements(measured, turn);
  const nowMs = turn.nowMs;
  // Replies come path by path; the tick behind them sees all.
  const timely =
    nowMs >= state.publishAtMs ||
    (state.publishAtMs <= nowMs + gatherMs + handOverMs && isQuiet(state));
  if (!turn.changed && (!timely || turn.section != null)) {
    return state;
  }
  const onlyForReaders = !turn.changed && nowMs < state.shownAtMs + showEveryMs;
  push(turn.effects, { kind: "publish", onlyForReaders });
  const shownAtMs = onlyForReaders ? state.shownAtMs : nowMs;
  return { ...state, shownAtMs, publishAtMs: shownAtMs + showLatestMs };
}

/** Ends the orders whose time is up, and looks again where time alone decides. */
function withTimePassed(state: State, turn: Turn): State {
  const endMs = nextEndMs(state.overrides);
  const reviewed = state.reviewAtMs != null && turn.nowMs >= state.reviewAtMs;
  if (!reviewed && (endMs == null || turn.nowMs < endMs)) {
    return state;
  }
  turn.decisive = true;
  turn.sweeping = true;
  const overrides = withoutEnded(state.overrides, state.uplinks, turn.nowMs);
  if (overrides != state.overrides) {
    turn.changed = true;
    push(turn.effects, { kind: "saveOverrides", overrides });
    tellOrders(state.uplinks, state.overrides, overrides, turn);
  }
  return { ...state, overrides };
}

function wakeAtMs(state: State): number {
  let dueMs = sooner(sooner(state.publishAtMs, state.reviewAtMs), state.markingCare.retryAtMs);
  for (let i = 0; i < length(families); i++) {
    dueMs = sooner(dueMs, state.routing[families[i] as Family].retryAtMs);
  }
  for (let section in state.uplinks) {
    const paths = state.uplinks[section]?.paths;
    for (let family in paths) {
      dueMs = sooner(dueMs, paths[family as Family]?.dueAtMs ?? null);
    }
  }
  return dueMs as number;
}

/** Remembers the numbers that were given out. */
function withCounts(state: State, turn: Turn): State {
  const lastSequence = turn.lastSequence;
  const lastRound = turn.lastRound;
  return lastSequence == state.lastSequence && lastRound == state.lastRound
    ? state
    : { ...state, lastSequence, lastRound };
}

/** The state after an event, and what is to be done about it. */
function step(state: State, event: Event): Step {
  const turn = turnOf(state, event.nowMs);
  const accepted = accept(state, event, turn);
  if (accepted.config == null || turn.counting) {
    return { state: withMeasurements(accepted, turn), effects: turn.effects };
  }
  const current = withTimePassed(accepted, turn);
  const moved = withPathsAdvanced(current, current.config as Config, turn);
  const steered = turn.decisive ? withTrafficWatch(withChoices(moved, turn), turn) : moved;
  const planned = withMarking(withPlans(steered, turn), turn);
  const published = withPublication(planned, turn);
  const next = withCounts(published, turn);
  push(turn.effects, { kind: "wakeAt", atMs: wakeAtMs(next) });
  return { state: next, effects: turn.effects };
}

export { step };
export type { Step };
