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

/** A probe to every target, to leave `delayMs` from now; gives them as probes in flight. */
function sendToAll(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  delayMs: number,
  turn: Turn
): Probe[] {
  const config = uplink.config;
  const targets = targetsOf(uplink, path);
  const probes: Probe[] = [];
  for (let i = 0; i < length(targets); i++) {
    const target = targets[i] as string;
    const sequence = turn.lastSequence >= maxSequence ? 1 : turn.lastSequence + 1;
    turn.lastSequence = sequence;
    push(turn.effects, {
      kind: "sendProbe",
      delayMs,
      section: config.section,
      family: path.family,
      method: config.probeMethod,
      device: facts.device as string,
      address: facts.address as string,
      target,
      port: config.probePort,
      httpHost: config.httpHost,
      httpPath: config.httpPath,
      sequence,
      mark,
      timeoutMs: config.pingTimeoutS * 1000,
    });
    const round = path.round?.number as number;
    push(probes, { target, sequence, sentAtMs: turn.nowMs + delayMs, round });
  }
  return probes;
}

/** All probes of a round. */
function roundOf(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  turn: Turn
): Probe[] {
  const probes: Probe[] = [];
  for (let i = 0; i < probesPerTarget(uplink); i++) {
    push(probes, ...sendToAll(path, uplink, facts, mark, i * probeSpacingMs, turn));
  }
  return probes;
}

/** Sends the next probes of a suspected path, once its round is out. */
function withBurst(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  turn: Turn
): PathState {
  const silence = path.silence;
  if (path.round == null || silence == null || turn.nowMs < silence.nextBurstAtMs) {
    return path;
  }
  return {
    ...path,
    inFlight: [...path.inFlight, ...sendToAll(path, uplink, facts, mark, 0, turn)],
    silence: { ...silence, nextBurstAtMs: turn.nowMs + burstEveryMs },
  };
}

/** Begins a round when one is due; a metered line that traffic has proven is spared it. */
function withNewRound(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
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
    answeredBy: [],
    judged: false,
  };
  const begun = { ...counted, round, window: withRoundBegun(path.window) };
  const probes = roundOf(begun, uplink, facts, mark, turn);
  return { ...begun, inFlight: [...path.inFlight, ...probes] };
}

export { probeSpacingMs, withBurst, withNewRound };
