/** Sends what is due on a path: rounds, and bursts while it is suspected. */
import type { InterfaceFacts } from "../../shared/domain.ts";
import type { Turn } from "./event.ts";
import { isWorking } from "./path.ts";
import { burstEveryMs } from "./silence.ts";
import { isProvenByTraffic, withTrafficCounted } from "./stall.ts";
import type { PathState, Probe, UplinkState } from "./state.ts";
import { probesPerTarget, targetsOf } from "./target.ts";
import { withRoundBegun } from "./window.ts";

/** Between two probes to the same target in a round: a short burst of loss hits only one. */
const probeSpacingMs = 100;

/** ICMP's sequence number has 16 bits; 0 stays unused. */
const maxSequence = 65535;

/** One probe to every target; gives them as probes in flight. */
function sendToAll(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  turn: Turn
): Probe[] {
  const config = uplink.config;
  return map(targetsOf(uplink, path), (target) => {
    turn.lastSequence = turn.lastSequence >= maxSequence ? 1 : turn.lastSequence + 1;
    push(turn.effects, {
      kind: "sendProbe",
      section: config.section,
      family: path.family,
      method: config.probeMethod,
      device: facts.device as string,
      address: facts.address as string,
      target,
      port: config.probePort,
      httpHost: config.httpHost,
      httpPath: config.httpPath,
      sequence: turn.lastSequence,
      mark,
      timeoutMs: config.pingTimeoutS * 1000,
    });
    const sequence = turn.lastSequence;
    return { target, sequence, sentAtMs: turn.nowMs, round: path.round?.number as number };
  });
}

/** Sends what is due of the round. */
function withSends(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  turn: Turn
): PathState {
  let next = path;
  let round = path.round;
  while (
    round != null &&
    round.sentCount < probesPerTarget(uplink) &&
    turn.nowMs >= round.startedAtMs + round.sentCount * probeSpacingMs
  ) {
    const inFlight = [...next.inFlight, ...sendToAll(next, uplink, facts, mark, turn)];
    round = { ...round, sentCount: round.sentCount + 1 };
    next = { ...next, inFlight, round };
  }
  return next;
}

/** Sends the next probes of a suspected path, once its round is out. */
function withBurst(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  turn: Turn
): PathState {
  const round = path.round;
  const silence = path.silence;
  if (
    round == null ||
    silence == null ||
    round.sentCount < probesPerTarget(uplink) ||
    turn.nowMs < silence.nextBurstAtMs
  ) {
    return path;
  }
  return {
    ...path,
    inFlight: [...path.inFlight, ...sendToAll(path, uplink, facts, mark, turn)],
    silence: { ...silence, nextBurstAtMs: turn.nowMs + burstEveryMs },
  };
}

/** Begins a round when one is due; a metered line that traffic has proven is spared it. */
function withNewRound(
  path: PathState,
  uplink: UplinkState,
  intervalMs: number,
  turn: Turn
): PathState {
  // A suspected path is probed in bursts already.
  const free = path.silence == null && (path.round == null || path.round.judged);
  if (!free || turn.nowMs < path.nextRoundAtMs) {
    return path;
  }
  const counted = withTrafficCounted({ ...path, nextRoundAtMs: turn.nowMs + intervalMs });
  if (uplink.config.metered && isWorking(path) && isProvenByTraffic(path)) {
    turn.measured = true;
    return { ...counted, lastCheckMs: turn.nowMs };
  }
  turn.lastRound++;
  const round = {
    number: turn.lastRound,
    startedAtMs: turn.nowMs,
    sentCount: 0,
    answeredBy: [],
    judged: false,
  };
  return { ...counted, round, window: withRoundBegun(path.window) };
}

export { probeSpacingMs, withBurst, withNewRound, withSends };
