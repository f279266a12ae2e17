/** Sends what is due on a path: rounds, and bursts while it is suspected. */
import type { InterfaceFacts } from "../../shared/domain.ts";
import type { Turn } from "./event.ts";
import { isWorking } from "./path.ts";
import { lateMs } from "./patience.ts";
import { burstEveryMs } from "./silence.ts";
import { isProvenByTraffic, stallCountedAnew } from "./stall.ts";
import type { PathState, Probe, UplinkState } from "./state.ts";
import { probesPerTarget, targetsOf } from "./target.ts";
import { withRoundBegun } from "./window.ts";

/** Between two probes to the same target in a round: a short burst of loss hits only one. */
const probeSpacingMs = 100;

/** ICMP's sequence number has 16 bits; 0 stays unused. */
const maxSequence = 65535;

/** A probe of this round to every target, to leave `delayMs` from now; gives them as probes in flight. */
function sendToAll(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  round: number,
  delayMs: number,
  turn: Turn
): Probe[] {
  const config = uplink.config;
  const targets = targetsOf(uplink, path);
  const count = length(targets);
  const sequence = turn.lastSequence + count > maxSequence ? 1 : turn.lastSequence + 1;
  turn.lastSequence = sequence + count - 1;
  const sentAtMs = turn.nowMs + delayMs;
  push(turn.effects, {
    kind: "sendProbes",
    atMs: sentAtMs,
    section: config.section,
    family: path.family,
    method: config.probeMethod,
    device: facts.device as string,
    address: facts.address as string,
    targets,
    port: config.probePort,
    httpHost: config.httpHost,
    httpPath: config.httpPath,
    sequence,
    mark,
    timeoutMs: config.pingTimeoutS * 1000 + lateMs,
  });
  const probes: Probe[] = [];
  for (let i = 0; i < count; i++) {
    push(probes, { target: targets[i] as string, sequence: sequence + i, sentAtMs, round });
  }
  return probes;
}

/** All probes of a round. */
function roundOf(
  path: PathState,
  uplink: UplinkState,
  facts: InterfaceFacts,
  mark: number,
  round: number,
  turn: Turn
): Probe[] {
  const probes: Probe[] = [];
  const count = probesPerTarget(uplink);
  for (let i = 0; i < count; i++) {
    push(probes, ...sendToAll(path, uplink, facts, mark, round, i * probeSpacingMs, turn));
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
  const round = path.round?.number;
  if (round == null || silence == null || turn.nowMs < silence.nextBurstAtMs) {
    return path;
  }
  return {
    ...path,
    inFlight: [...path.inFlight, ...sendToAll(path, uplink, facts, mark, round, 0, turn)],
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
  const nextRoundAtMs = turn.nowMs + intervalMs;
  const stall = stallCountedAnew(path.stall);
  if (uplink.config.metered && isWorking(path) && isProvenByTraffic(path)) {
    turn.measured = true;
    return { ...path, nextRoundAtMs, stall, lastCheckMs: turn.nowMs };
  }
  turn.lastRound++;
  const number = turn.lastRound;
  return {
    ...path,
    nextRoundAtMs,
    stall,
    round: { number, startedAtMs: turn.nowMs, answeredBy: [], judged: false },
    window: withRoundBegun(path.window),
    inFlight: [...path.inFlight, ...roundOf(path, uplink, facts, mark, number, turn)],
  };
}

export { probeSpacingMs, withBurst, withNewRound };
