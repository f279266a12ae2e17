/** Takes an event into the state; what follows from it is for `step`. */
import type { Config, Family, GlobalConfig } from "../../shared/domain.ts";
import { markLayoutOf } from "../../shared/router/mark.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import type { Event, Turn } from "./event.ts";
import { withInflow } from "./inflow.ts";
import { withOverride, withoutEnded } from "./override.ts";
import { withPath } from "./paths.ts";
import { leadsProbes } from "./plan.ts";
import { isContested, withRepair, withRepairsDue } from "./repair.ts";
import { withReplies, withoutLost } from "./round.ts";
import type { Slots } from "./slots.ts";
import { withCounters } from "./stall.ts";
import { initialState } from "./state.ts";
import type { PathState, Routing, State, UplinkState } from "./state.ts";
import { uplinksOf, uplinksWithFacts } from "./uplinks.ts";
import { tellOrders } from "./transition.ts";

/** After the kernel refused something: it may have been a device on its way out. */
const retryAfterMs = 1000;

/** From a failure of nft, or the loss of the table, to the next try; doubled each time. */
const firstWaitMs = 250;
const longestWaitMs = 60000;

/** A table that was there for so long and is gone is loaded again at once. */
const lastingMs = 10000;

type EventOf<Kind extends Event["kind"]> = Extract<Event, { kind: Kind }>;

function withRouting(state: State, family: Family, routing: Routing): State {
  return { ...state, routing: { ...state.routing, [family]: routing } };
}

/** Both families' plans have to be carried out again. */
function withPlansDue(state: State): State {
  const routing = state.routing;
  return {
    ...state,
    routing: {
      ipv4: { ...routing.ipv4, stage: "due" },
      ipv6: { ...routing.ipv6, stage: "due" },
    },
  };
}

function withConfig(state: State, config: Config, slots: Slots, nowMs: number): State {
  const marks = markLayoutOf(config.global.markMask) as MarkLayout;
  const planned = uplinksOf(config, state.uplinks, slots, marks.maxSlot, nowMs);
  const uplinks = state.facts == null ? planned : uplinksWithFacts(planned, state.facts, nowMs);
  const overrides = withoutEnded(state.overrides, uplinks, nowMs);
  // What failed before may have been mended meanwhile.
  const asked = {
    ...state,
    config,
    marks,
    uplinks,
    overrides,
    marking: null,
    markingFailure: null,
    markingCare: initialState.markingCare,
  };
  const kept = { ...asked, marking: state.marking, markingCare: state.markingCare };
  return withPlansDue(state.markingFailure == null ? kept : asked);
}

function afterProbe(state: State, event: EventOf<"replies" | "probeFailed">, turn: Turn): State {
  const uplink = state.uplinks[event.section];
  const path = uplink?.paths?.[event.family];
  if (uplink == null || path == null) {
    return state;
  }
  turn.section = event.section;
  turn.family = event.family;
  const settings = state.config?.global as GlobalConfig;
  const next =
    event.kind == "replies"
      ? withReplies(path, uplink, event.replies, settings, turn)
      : { ...withoutLost(path, uplink, turn, event.sequence), complaint: event.reason };
  return withPath(state, event.section, next);
}

function afterCounters(state: State, event: EventOf<"counters">, turn: Turn): State {
  turn.section = event.section;
  const latest = event.readings[length(event.readings) - 1] ?? null;
  const paths = state.uplinks[event.section]?.paths;
  let next = state;
  for (let family in paths) {
    const path = paths[family as Family] as PathState;
    const known =
      path.silence == null
        ? withCounters(path, event.readings, event.nowMs)
        : withInflow(path, latest, event.nowMs);
    next = withPath(next, event.section, known);
  }
  return next;
}

/** The state with the true time of probes that left late: they cannot be missed before that. */
function afterSent(state: State, event: EventOf<"sent">, turn: Turn): State {
  const path = state.uplinks[event.section]?.paths?.[event.family];
  turn.counting = true;
  if (path == null) {
    return state;
  }
  const inFlight = map(path.inFlight, (probe) => {
    const place = probe.sequence - event.sequence;
    return place >= 0 && place < event.count ? { ...probe, sentAtMs: event.nowMs } : probe;
  });
  return withPath(state, event.section, { ...path, inFlight });
}

/** The state with a round due now on the paths of this section, or of all. */
function afterCheck(state: State, event: EventOf<"check">): State {
  let next = state;
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    for (let family in uplink.paths) {
      const path = uplink.paths[family as Family] as PathState;
      if (event.section == null || event.section == section) {
        next = withPath(next, section, { ...path, nextRoundAtMs: event.nowMs });
      }
    }
  }
  return next;
}

function afterOverride(state: State, event: EventOf<"override">, turn: Turn): State {
  if (state.uplinks[event.section] == null) {
    return state;
  }
  const untilMs = event.forMs == null ? null : event.nowMs + event.forMs;
  const overrides = withOverride(state.overrides, event.section, event.action, untilMs);
  push(turn.effects, { kind: "saveOverrides", overrides });
  tellOrders(state.uplinks, state.overrides, overrides, turn);
  turn.changed = true;
  return { ...state, overrides };
}

/** The state with what is known of where the probe tables of a family lead. */
function withLed(state: State, family: Family): State {
  const routing = state.routing[family];
  let next = state;
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const path = uplink.paths[family];
    const facts = path?.facts;
    const led = facts != null && leadsProbes(routing, uplink.slot, facts);
    if (path != null && path.led != led) {
      next = withPath(next, section, { ...path, led });
    }
  }
  return next;
}

function afterApplied(state: State, event: EventOf<"applied">, turn: Turn): State {
  const refused = length(event.failedTables) > 0;
  turn.decisive = refused;
  const routing: Routing = {
    ...state.routing[event.family],
    stage: "tried",
    failedTables: event.failedTables,
    retryAtMs: refused ? event.nowMs + retryAfterMs : null,
  };
  const led = withLed(withRouting(state, event.family, routing), event.family);
  if (!routing.isRepair || event.changeCount == 0) {
    return led;
  }
  const repaired = withRepair(led, event.nowMs);
  turn.changed = isContested(repaired, event.nowMs) != isContested(led, event.nowMs);
  return repaired;
}

/** The marking is in force, or is asked for again: sooner when it lasted, later and later when it does not. */
function afterMarked(state: State, event: EventOf<"marked">, turn: Turn): State {
  turn.decisive = event.failure != state.markingFailure;
  turn.changed = turn.decisive;
  const care = state.markingCare;
  const sinceMs = care.sinceMs;
  const lasted = sinceMs != null && event.nowMs - sinceMs >= lastingMs;
  const nextMs = lasted ? 0 : min(max(care.waitMs * 2, firstWaitMs), longestWaitMs);
  const markingCare =
    event.failure == null
      ? { sinceMs: event.nowMs, retryAtMs: null, waitMs: care.waitMs }
      : { sinceMs: null, retryAtMs: event.nowMs + nextMs, waitMs: nextMs };
  return { ...state, markingFailure: event.failure, markingCare };
}

function afterNeighbours(state: State, event: EventOf<"neighbours">, turn: Turn): State {
  const before = state.neighbours[event.family];
  const seen = { ...before, ...event.seen };
  if (sprintf("%J", seen) == sprintf("%J", before)) {
    return state;
  }
  turn.changed = true;
  turn.decisive = true;
  return { ...state, neighbours: { ...state.neighbours, [event.family]: seen } };
}

/** The state after the event itself. */
function accept(state: State, event: Event, turn: Turn): State {
  switch (event.kind) {
    case "replies":
    case "probeFailed":
      return afterProbe(state, event, turn);
    case "sent":
      return afterSent(state, event, turn);
    case "counters":
      return afterCounters(state, event, turn);
    case "tick":
      turn.ticking = true;
      return state;
    case "kernelChanged":
      return withRepairsDue(state, event.nowMs);
    case "found":
      turn.changed = true;
      turn.decisive = event.translatesIpv6 != state.translatesIpv6;
      return { ...state, found: event.warnings, translatesIpv6: event.translatesIpv6 };
    default:
      break;
  }
  turn.sweeping = true;
  switch (event.kind) {
    case "config":
      turn.changed = true;
      turn.decisive = true;
      return withConfig(state, event.config, event.slots, event.nowMs);
    case "facts":
      turn.decisive = true;
      return {
        ...state,
        facts: event.facts,
        uplinks: uplinksWithFacts(state.uplinks, event.facts, event.nowMs),
      };
    case "neighbours":
      return afterNeighbours(state, event, turn);
    case "overrides":
      turn.decisive = true;
      return { ...state, overrides: event.overrides };
    case "override":
      turn.decisive = true;
      return afterOverride(state, event, turn);
    case "check":
      return afterCheck(state, event);
    case "applied":
      return afterApplied(state, event, turn);
    case "marked":
      return afterMarked(state, event, turn);
    default:
      return state;
  }
}

export { accept };
