/** Runs the engine: takes events in order and carries out what it asks for. */
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import { families, initialState } from "./engine/state.ts";
import { emptyPlan } from "./engine/plan.ts";
import type { RoutePlan } from "./engine/plan.ts";
import type { Effect, Event } from "./engine/event.ts";
import { snapshotOf } from "./engine/snapshot.ts";
import { step } from "./engine/step.ts";
import type { State } from "./engine/state.ts";
import type { Traffic } from "../shared/domain.ts";
import { applyPlan } from "./kernel/apply.ts";
import { createProber } from "./probe/prober.ts";
import type { Prober } from "./probe/prober.ts";
import { createTrafficWatch, readTraffic } from "./status/counters.ts";
import { publish } from "./status/publish.ts";
import { writeLog } from "./status/log.ts";
import { createWallOffset, monotonicMs } from "./clock.ts";

interface Runtime {
  /** Handles the event and all that follows from it before it returns. */
  dispatch(event: Event): void;
  /** Takes away every rule and route of ours and publishes no more. */
  withdraw(): void;
}

/** Says a failure once, and again only after it was gone. */
function createComplaint() {
  let said = "";
  return (text: string): void => {
    if (text != said && text != "") {
      writeLog("warning", text);
    }
    said = text;
  };
}

function trafficOf(state: State): { [device: string]: Traffic | null } {
  const traffic: { [device: string]: Traffic | null } = {};
  for (let section in state.uplinks) {
    const device = state.uplinks[section]?.paths?.ipv4?.facts?.device;
    if (device != null) {
      traffic[device] = readTraffic(device);
    }
  }
  return traffic;
}

/** Sends the probe; the event to handle when it could not leave, else null. */
function sendProbe(
  prober: Prober,
  effect: Extract<Effect, { kind: "sendProbe" }>,
  complain: (text: string) => void
): Event | null {
  const failure = prober.send(effect);
  complain(failure == null ? "" : `${effect.section}: probe not sent: ${failure}`);
  if (failure == null) {
    return null;
  }
  const section = effect.section;
  const sequence = effect.sequence;
  return { kind: "sendFailed", nowMs: monotonicMs(), section, family: effect.family, sequence };
}

/** A runtime with the engine in its initial state; it does nothing until events come. */
function createRuntime(): Runtime {
  let state = initialState;
  let busy = false;
  let withdrawn = false;
  const queue: Event[] = [];
  // Assigned below: what it calls leads back to it.
  let dispatch: (event: Event) => void;
  const wallOffset = createWallOffset();
  const complainOfKernel = createComplaint();
  const complainOfStatus = createComplaint();
  const complainOfProbes = createComplaint();

  const prober = createProber((section, sequence, rttUs) =>
    dispatch({ kind: "reply", nowMs: monotonicMs(), section, family: "ipv4", sequence, rttUs })
  );
  const traffic = createTrafficWatch((section, counters) =>
    dispatch({ kind: "counters", nowMs: monotonicMs(), section, family: "ipv4", ...counters })
  );
  const wakeTimer = timer(-1, () => dispatch({ kind: "tick", nowMs: monotonicMs() })) as Timer;

  function carryOut(plan: RoutePlan): void {
    const outcome = applyPlan(plan);
    complainOfKernel(join("; ", outcome.errors));
    push(queue, { kind: "applied", nowMs: monotonicMs(), failedTables: outcome.failedTables });
  }

  function show(): void {
    const snapshot = snapshotOf(state, monotonicMs(), wallOffset(), trafficOf(state));
    if (snapshot != null) {
      complainOfStatus(publish(snapshot) ?? "");
    }
  }

  function perform(effect: Effect): void {
    switch (effect.kind) {
      case "sendProbe": {
        const failed = sendProbe(prober, effect, complainOfProbes);
        if (failed != null) {
          push(queue, failed);
        }
        break;
      }
      case "applyPlan":
        carryOut(effect.plan);
        break;
      case "log":
        writeLog(effect.level, effect.text);
        break;
      case "publish":
        show();
        break;
      case "watchTraffic":
        traffic.watch(effect.section, effect.device);
        break;
      case "wakeAt":
        wakeTimer.set(max(0, effect.atMs - monotonicMs()));
        break;
    }
  }

  function handle(event: Event): void {
    const result = step(state, event);
    state = result.state;
    if (event.kind == "config") {
      prober.keepOnly(keys(state.uplinks));
    }
    for (let i = 0; i < length(result.effects); i++) {
      perform(result.effects[i] as Effect);
    }
  }

  dispatch = (event) => {
    push(queue, event);
    if (busy || withdrawn) {
      return;
    }
    busy = true;
    let next = shift(queue);
    while (next != null) {
      handle(next);
      next = shift(queue);
    }
    busy = false;
  };

  function withdraw(): void {
    withdrawn = true;
    traffic.watch(null, null);
    wakeTimer.cancel();
    prober.keepOnly([]);
    for (let i = 0; i < length(families); i++) {
      complainOfKernel(join("; ", applyPlan(emptyPlan(families[i] as "ipv4")).errors));
    }
  }

  return { dispatch, withdraw };
}

export { createRuntime };
export type { Runtime };
