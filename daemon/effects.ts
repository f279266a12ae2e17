/** Carries out what the engine asks for. */
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import type { Family, Traffic, Transition } from "../shared/domain.ts";
import { clearRoutes } from "./clear.ts";
import { clockText, createWallOffset, monotonicMs } from "./clock.ts";
import { createComplaint } from "./complaint.ts";
import type { Effect, Event } from "./engine/event.ts";
import type { RoutePlan } from "./engine/plan.ts";
import { snapshotOf } from "./engine/snapshot.ts";
import type { PacketCounters } from "./engine/stall.ts";
import type { State } from "./engine/state.ts";
import { isWarning, orderText, transitionText } from "./engine/transition.ts";
import { applyPlan } from "./kernel/apply.ts";
import type { Outcome } from "./kernel/apply.ts";
import { createMarker, gatherMs } from "./kernel/marking.ts";
import { createPacer } from "./pacer.ts";
import { createProber } from "./probe/prober.ts";
import type { Refusal } from "./probe/request.ts";
import { createTrafficWatch, packetCountersOf, readTraffic } from "./status/counters.ts";
import { writeLog } from "./status/log.ts";
import { saveOverrides } from "./status/overrides.ts";
import { createReaderWatch, publish } from "./status/publish.ts";
import { createWarningLog } from "./status/warning-log.ts";

type EffectOf<Kind extends Effect["kind"]> = Extract<Effect, { kind: Kind }>;

/** Who else is told of what happens. */
interface Audience {
  onTransition(transition: Transition): void;
  /** A path's round has been judged. */
  onSample(state: State, section: string, family: Family): void;
  /** These sections are configured now. */
  onSections(sections: string[]): void;
}

/** Probes that leave later than this after their time have to be told of. */
const tardyMs = 20;

interface Effects {
  /** Carries it out; what it leads to is an event, at once or later. */
  perform(effect: Effect): void;
  /** Sends what should have left by this time. */
  catchUp(nowMs: number): void;
  /** Hands over the replies that have arrived, as events. */
  collect(): void;
  /** Closes what belongs to other sections than these. */
  keepOnly(sections: string[]): void;
  /** Takes away every rule, route and mark of ours, and calls back then. */
  withdraw(onDone: () => void): void;
}

/** Bytes through the devices of all uplinks. */
function trafficOf(state: State): { [device: string]: Traffic | null } {
  const traffic: { [device: string]: Traffic | null } = {};
  for (let section in state.uplinks) {
    const paths = state.uplinks[section]?.paths;
    for (let family in paths) {
      const device = paths[family as Family]?.facts?.device;
      if (device != null && !exists(traffic, device)) {
        traffic[device] = readTraffic(device);
      }
    }
  }
  return traffic;
}

/** The transition with the words of the order behind it, and its end by the wall clock. */
function withOrder(transition: Transition, wallOffsetMs: number): Transition {
  const order = transition.order;
  if (order == null) {
    return transition;
  }
  const end = order.untilMs == null ? null : clockText(order.untilMs + wallOffsetMs);
  return { ...transition, reason: orderText(order.kind, end) };
}

/** Whether the engine still waits for the probes: their path may have gone since they were asked for. */
function isAwaited(state: State, probes: EffectOf<"sendProbes">): boolean {
  const path = state.uplinks[probes.section]?.paths?.[probes.family];
  const inFlight = path?.inFlight ?? [];
  // Those that leave later come last.
  for (let i = length(inFlight) - 1; i >= 0; i--) {
    if (inFlight[i]?.sequence == probes.sequence) {
      return true;
    }
  }
  return false;
}

/** Tells the engine of probes that have left much later than they were to. */
function tellTardy(effect: EffectOf<"sendProbes">, dispatch: (event: Event) => void): void {
  const nowMs = monotonicMs();
  if (nowMs > effect.atMs + tardyMs) {
    const count = length(effect.targets);
    const path = { section: effect.section, family: effect.family };
    dispatch({ kind: "sent", nowMs, ...path, sequence: effect.sequence, count });
  }
}

/** What can go wrong for longer, each told once. */
function createComplaints() {
  return {
    ipv4: createComplaint(),
    ipv6: createComplaint(),
    marking: createComplaint(),
    status: createComplaint(),
    overrides: createComplaint(),
    probes: createComplaint(),
  };
}

function appliedEvent(family: Family, outcome: Outcome): Event {
  const failedTables = outcome.failedTables;
  const changeCount = outcome.changeCount;
  return { kind: "applied", nowMs: monotonicMs(), family, failedTables, changeCount };
}

/** The uplinks' probes and packet counters, as events. */
function createSenses(dispatch: (event: Event) => void) {
  const prober = createProber(
    (section, family, replies) =>
      dispatch({ kind: "replies", nowMs: monotonicMs(), section, family, replies }),
    (section, family, sequence, reason) =>
      dispatch({ kind: "probeFailed", nowMs: monotonicMs(), section, family, sequence, reason })
  );
  const onCounters = (section: string, readings: PacketCounters[]): void =>
    dispatch({ kind: "counters", nowMs: monotonicMs(), section, readings });
  const traffic = createTrafficWatch(onCounters);
  const count = (section: string, device: string): void => {
    const counters = packetCountersOf(device);
    onCounters(section, counters == null ? [] : [counters]);
  };
  const wakeTimer = timer(-1, () => {
    traffic.look();
    dispatch({ kind: "tick", nowMs: monotonicMs() });
  }) as Timer;
  return { prober, traffic, count, wakeTimer };
}

/**
 * Everything the engine can ask for. Events go to `dispatch`, which keeps them in order; `state` gives
 * the engine's.
 */
function createEffects(
  dispatch: (event: Event) => void,
  state: () => State,
  audience: Audience
): Effects {
  const wallOffset = createWallOffset();
  const complainOf = createComplaints();
  const logWarnings = createWarningLog();
  const senses = createSenses(dispatch);
  const isRead = createReaderWatch(monotonicMs);

  function sendNow(effect: EffectOf<"sendProbes">): void {
    const section = effect.section;
    const family = effect.family;
    const refusals = senses.prober.send(effect);
    tellTardy(effect, dispatch);
    const first = refusals[0]?.reason;
    complainOf.probes(first == null ? "" : `${section}: probe not sent: ${first}`);
    for (let i = 0; i < length(refusals); i++) {
      const refusal = refusals[i] as Refusal;
      dispatch({ kind: "probeFailed", nowMs: monotonicMs(), section, family, ...refusal });
    }
  }

  const pacer = createPacer((effect) => isAwaited(state(), effect), sendNow);

  function carryOut(plan: RoutePlan): void {
    const outcome = applyPlan(plan);
    complainOf[plan.family](join("; ", outcome.errors));
    dispatch(appliedEvent(plan.family, outcome));
  }

  const marker = createMarker((outcome) => {
    complainOf.marking(outcome.failure ?? "");
    dispatch({ kind: "marked", nowMs: monotonicMs(), failure: outcome.failure });
  }, gatherMs);

  function show(): void {
    const snapshot = snapshotOf(state(), monotonicMs(), wallOffset(), trafficOf(state()));
    if (snapshot != null) {
      logWarnings(snapshot.warnings);
      complainOf.status(publish(snapshot) ?? "");
    }
  }

  function tell(told: Transition): void {
    const transition = withOrder(told, wallOffset());
    writeLog(isWarning(transition) ? "warning" : "notice", transitionText(transition));
    audience.onTransition(transition);
  }

  function perform(effect: Effect): void {
    switch (effect.kind) {
      case "sendProbes":
        return effect.atMs > monotonicMs() ? pacer.later(effect) : sendNow(effect);
      case "readCounters":
        return senses.count(effect.section, effect.device);
      case "applyPlan":
        return carryOut(effect.plan);
      case "applyMarking":
        return marker.apply(effect.plan);
      case "transition":
        return tell(effect.transition);
      case "saveOverrides":
        return complainOf.overrides(saveOverrides(effect.overrides) ?? "");
      case "sample":
        return audience.onSample(state(), effect.section, effect.family);
      case "publish":
        if (!effect.onlyForReaders || isRead()) {
          show();
        }
        return;
      case "watchTraffic":
        return senses.traffic.watch(effect.devices);
      case "wakeAt":
        // The loop may be up to a millisecond early.
        senses.wakeTimer.set(max(0, effect.atMs - monotonicMs() + 1));
    }
  }

  function keepOnly(sections: string[]): void {
    senses.prober.keepOnly(sections);
    audience.onSections(sections);
  }

  function withdraw(onDone: () => void): void {
    senses.traffic.watch({});
    senses.wakeTimer.cancel();
    pacer.forget();
    senses.prober.keepOnly([]);
    complainOf.ipv4(clearRoutes("ipv4"));
    complainOf.ipv6(clearRoutes("ipv6"));
    marker.withdraw((refusal) => {
      complainOf.marking(refusal ?? "");
      onDone();
    });
  }

  return { perform, catchUp: pacer.catchUp, collect: senses.prober.collect, keepOnly, withdraw };
}

export { createEffects };
export type { Audience };
