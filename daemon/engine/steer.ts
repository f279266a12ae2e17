/** From verdicts to what the kernel is asked for: choices, routes, marks, and whose traffic to watch. */
import type { Family } from "../../shared/domain.ts";
import { isSharing, markingOf } from "./balance.ts";
import { choose } from "./decide.ts";
import { sooner } from "./due.ts";
import type { Turn } from "./event.ts";
import { leadAwayUntilMs } from "./leaving.ts";
import { isWorking } from "./path.ts";
import { planOf } from "./plan.ts";
import { families } from "./state.ts";
import type { Choice, Routing, State, UplinkState } from "./state.ts";
import { worthwhileIntervalMs } from "./stall.ts";
import { tellSwitch } from "./transition.ts";

function withChoice(state: State, family: Family, choice: Choice, turn: Turn): State {
  const before = state.choices[family];
  const moved = choice.kind != before.kind || choice.section != before.section;
  if (!moved && choice.reason == before.reason) {
    return state;
  }
  if (moved) {
    turn.changed = true;
    // A family nobody has is nothing to speak of.
    const silent = before.section == null && choice.section == null && family == "ipv6";
    if (!silent) {
      tellSwitch(state, family, before, choice, turn);
    }
  }
  return { ...state, choices: { ...state.choices, [family]: choice } };
}

/** Chooses anew for every family. */
function withChoices(state: State, turn: Turn): State {
  let next = state;
  let reviewAtMs: number | null = null;
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    const decision = choose(next, family, turn.nowMs);
    next = withChoice(next, family, decision.choice, turn);
    const ledAwayUntilMs = leadAwayUntilMs(next, family, turn.nowMs);
    reviewAtMs = sooner(sooner(reviewAtMs, decision.reviewAtMs), ledAwayUntilMs);
  }
  return next.reviewAtMs == reviewAtMs ? next : { ...next, reviewAtMs };
}

function withPlan(state: State, family: Family, turn: Turn): State {
  const routing = state.routing[family];
  const retrying = routing.retryAtMs != null && turn.nowMs >= routing.retryAtMs;
  if (!turn.decisive && routing.stage != "due" && !retrying) {
    return state;
  }
  const plan = planOf(state, family, turn.nowMs);
  const same = routing.plan != null && sprintf("%J", plan) == sprintf("%J", routing.plan);
  if (same && routing.stage != "due" && !retrying) {
    return state;
  }
  push(turn.effects, { kind: "applyPlan", plan });
  const asked: Routing = {
    plan,
    stage: "asked",
    failedTables: routing.failedTables,
    retryAtMs: null,
    isRepair: same,
  };
  return { ...state, routing: { ...state.routing, [family]: asked } };
}

/** Whether nothing but time has passed since a plan was asked for. */
function isInForce(routing: Routing): boolean {
  return routing.stage != "due" && routing.retryAtMs == null;
}

/** Plans anew, and asks for it to be carried out where it differs or was undone. */
function withPlans(state: State, turn: Turn): State {
  if (!turn.decisive && isInForce(state.routing.ipv4) && isInForce(state.routing.ipv6)) {
    return state;
  }
  let next = state;
  for (let i = 0; i < length(families); i++) {
    next = withPlan(next, families[i] as Family, turn);
  }
  return next;
}

/** Asks for the marks when they differ or are to be tried again; not before it is known where flows go. */
function withMarking(state: State, turn: Turn): State {
  const settled = state.choices.ipv4.kind != "undecided" || state.choices.ipv6.kind == "use";
  const retryAtMs = state.markingCare.retryAtMs;
  const retrying = retryAtMs != null && turn.nowMs >= retryAtMs;
  if (!settled || !(turn.decisive || retrying)) {
    return state;
  }
  const marking = markingOf(state, turn.nowMs);
  if (!retrying && sprintf("%J", marking) == sprintf("%J", state.marking)) {
    return state;
  }
  push(turn.effects, { kind: "applyMarking", plan: marking });
  return { ...state, marking, markingCare: { ...state.markingCare, retryAtMs: null } };
}

/** The device whose traffic tells of the uplink, or null when it need not be watched. */
function watchedDevice(state: State, uplink: UplinkState): string | null {
  const rare = (state.config?.global?.checkIntervalS ?? 1) * 1000 > worthwhileIntervalMs;
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    const path = uplink.paths[family];
    const used = isSharing(state) || state.choices[family].section == uplink.config.section;
    if (path != null && isWorking(path) && (uplink.config.metered || (used && rare))) {
      return path.facts?.device ?? null;
    }
  }
  return null;
}

/** Watches the traffic of the uplinks in use, where rounds are rare enough for that to help. */
function withTrafficWatch(state: State, turn: Turn): State {
  const devices: State["watched"] = {};
  for (let section in state.uplinks) {
    const device = watchedDevice(state, state.uplinks[section] as UplinkState);
    if (device != null) {
      devices[section] = device;
    }
  }
  if (sprintf("%J", devices) == sprintf("%J", state.watched)) {
    return state;
  }
  push(turn.effects, { kind: "watchTraffic", devices });
  return { ...state, watched: devices };
}

export { withChoices, withPlans, withMarking, withTrafficWatch };
