/** Rounds of probes: when to send, what came back, and what a round says. */
import type { Family, InterfaceFacts } from "../../shared/domain.ts";
import type { Turn } from "./event.ts";
import { withVerdict } from "./health.ts";
import {
  burstEveryMs,
  silenceDueAtMs,
  withHeard,
  withLostProbe,
  withSilenceJudged,
  withSuspicion,
} from "./silence.ts";
import type { PathState, Probe, Round, UplinkState } from "./state.ts";
import { withResult } from "./window.ts";

/** Between two probes to the same target in a round: a short burst of loss hits only one. */
const probeSpacingMs = 100;

/** ICMP's sequence number has 16 bits; 0 stays unused. */
const maxSequence = 65535;

function resultOf(path: PathState, uplink: UplinkState, probe: Probe, rttUs: number | null) {
  const perRound = uplink.config.pingCount * length(uplink.config.targets);
  const result = { target: probe.target, sentAtMs: probe.sentAtMs, rttUs };
  return withResult(path.window, result, perRound);
}

/** The path after a round's verdict; the round stays for its last probes. */
function judged(
  path: PathState,
  uplink: UplinkState,
  verdict: "good" | "bad",
  turn: Turn
): PathState {
  turn.measured = true;
  turn.decisive = true;
  const round = { ...(path.round as Round), judged: true };
  const next = withVerdict(path, verdict, uplink.config);
  const returned = path.health == "offline" && next.health == "online";
  // What was lost in an outage says nothing of the line that came back.
  const window = returned ? [] : path.window;
  return { ...next, round, window, lastCheckMs: turn.nowMs };
}

/** The path after a reply; one that no probe waits for changes nothing. */
function withReply(
  path: PathState,
  uplink: UplinkState,
  sequence: number,
  rttUs: number,
  turn: Turn
): PathState {
  const found = filter(path.inFlight, (probe) => probe.sequence == sequence);
  const probe = found[0];
  if (probe == null) {
    return path;
  }
  const next = {
    ...withHeard(path, probe, rttUs),
    inFlight: filter(path.inFlight, (other) => other.sequence != sequence),
    window: resultOf(path, uplink, probe, rttUs),
  };
  const decides = path.round?.number == probe.round && !path.round.judged;
  return decides ? judged(next, uplink, "good", turn) : next;
}

/** Gives up probes that are older than `timeoutMs` or, when given, the one with this sequence. */
function withoutLost(
  path: PathState,
  uplink: UplinkState,
  nowMs: number,
  failedSequence: number | null
): PathState {
  const timeoutMs = uplink.config.pingTimeoutS * 1000;
  const waiting: Probe[] = [];
  let next = path;
  for (let i = 0; i < length(path.inFlight); i++) {
    const probe = path.inFlight[i] as Probe;
    if (probe.sequence == failedSequence || nowMs >= probe.sentAtMs + timeoutMs) {
      next = withLostProbe(next, probe, uplink.config, nowMs);
      next = { ...next, window: resultOf(next, uplink, probe, null) };
    } else {
      push(waiting, probe);
    }
  }
  return length(waiting) == length(path.inFlight) ? path : { ...next, inFlight: waiting };
}

function isAwaited(path: PathState, round: Round): boolean {
  for (let i = 0; i < length(path.inFlight); i++) {
    if (path.inFlight[i]?.round == round.number) {
      return true;
    }
  }
  return false;
}

/** Ends a round in which every probe was sent and none was answered. */
function withSilence(path: PathState, uplink: UplinkState, turn: Turn): PathState {
  const round = path.round;
  const over =
    round != null &&
    !round.judged &&
    round.sentCount >= uplink.config.pingCount &&
    !isAwaited(path, round);
  return over ? judged(path, uplink, "bad", turn) : path;
}

/** One probe to every target; gives them as probes in flight. */
function sendToAll(
  uplink: UplinkState,
  family: Family,
  facts: InterfaceFacts,
  round: Round,
  turn: Turn
): Probe[] {
  return map(uplink.config.targets, (target) => {
    turn.lastSequence = turn.lastSequence >= maxSequence ? 1 : turn.lastSequence + 1;
    push(turn.effects, {
      kind: "sendProbe",
      section: uplink.config.section,
      family,
      device: facts.device as string,
      address: facts.address as string,
      target,
      sequence: turn.lastSequence,
    });
    const sequence = turn.lastSequence;
    return { target, sequence, sentAtMs: turn.nowMs, round: round.number };
  });
}

/** Sends what is due of the round. */
function withSends(
  path: PathState,
  uplink: UplinkState,
  family: Family,
  facts: InterfaceFacts,
  turn: Turn
): PathState {
  let round = path.round;
  let inFlight = path.inFlight;
  while (
    round != null &&
    round.sentCount < uplink.config.pingCount &&
    turn.nowMs >= round.startedAtMs + round.sentCount * probeSpacingMs
  ) {
    inFlight = [...inFlight, ...sendToAll(uplink, family, facts, round, turn)];
    round = { ...round, sentCount: round.sentCount + 1 };
  }
  return round == path.round ? path : { ...path, round, inFlight };
}

/** Sends the next probes of a suspected uplink, once its round is out. */
function withBurst(
  path: PathState,
  uplink: UplinkState,
  family: Family,
  facts: InterfaceFacts,
  turn: Turn
): PathState {
  const round = path.round;
  const silence = path.silence;
  if (
    round == null ||
    silence == null ||
    round.sentCount < uplink.config.pingCount ||
    turn.nowMs < silence.nextBurstAtMs
  ) {
    return path;
  }
  return {
    ...path,
    inFlight: [...path.inFlight, ...sendToAll(uplink, family, facts, round, turn)],
    silence: { ...silence, nextBurstAtMs: turn.nowMs + burstEveryMs },
  };
}

function withNewRound(path: PathState, intervalMs: number, turn: Turn): PathState {
  // A suspected uplink is probed in bursts already.
  const free = path.silence == null && (path.round == null || path.round.judged);
  if (!free || turn.nowMs < path.nextRoundAtMs) {
    return path;
  }
  turn.lastRound++;
  const round = {
    number: turn.lastRound,
    startedAtMs: turn.nowMs,
    sentCount: 0,
    judged: false,
  };
  return { ...path, round, nextRoundAtMs: turn.nowMs + intervalMs };
}

/** Judges a silence; the verdict counts at once. */
function withSilenceWatched(path: PathState, uplink: UplinkState, turn: Turn): PathState {
  const suspected = withSuspicion(path, uplink.config, turn.nowMs);
  const judgedPath = withSilenceJudged(suspected, uplink.config, turn.nowMs);
  if (judgedPath.health != path.health) {
    turn.decisive = true;
    turn.changed = true;
  }
  const silence = judgedPath.silence;
  const round = path.round;
  if (silence == null || path.silence != null || round == null) {
    return judgedPath;
  }
  // The burst follows the round that is still going out.
  const roundEndMs = round.startedAtMs + uplink.config.pingCount * probeSpacingMs;
  const nextBurstAtMs = max(silence.nextBurstAtMs, roundEndMs);
  return { ...judgedPath, silence: { ...silence, nextBurstAtMs } };
}

/**
 * The path at `turn.nowMs`: lost probes given up, silence and silent rounds judged, due probes sent.
 * `facts` is null while probes must not leave.
 */
function advance(
  path: PathState,
  uplink: UplinkState,
  family: Family,
  facts: InterfaceFacts | null,
  intervalMs: number,
  turn: Turn
): PathState {
  const current = withoutLost(path, uplink, turn.nowMs, null);
  const settled = withSilenceWatched(withSilence(current, uplink, turn), uplink, turn);
  if (facts == null) {
    return settled;
  }
  const sent = withSends(withNewRound(settled, intervalMs, turn), uplink, family, facts, turn);
  return withBurst(sent, uplink, family, facts, turn);
}

function sooner(a: number | null, b: number | null): number | null {
  return a == null || b == null ? (a ?? b) : min(a, b);
}

/** When something of the path is due next; `probing` says whether it may send. */
function dueAtMs(
  path: PathState,
  uplink: UplinkState,
  probing: boolean,
  nowMs: number
): number | null {
  let dueMs = silenceDueAtMs(path, uplink.config, nowMs);
  const round = path.round;
  for (let i = 0; i < length(path.inFlight); i++) {
    const sentMs = path.inFlight[i]?.sentAtMs as number;
    dueMs = sooner(dueMs, sentMs + uplink.config.pingTimeoutS * 1000);
  }
  if (!probing) {
    return dueMs;
  }
  if (round != null && round.sentCount < uplink.config.pingCount) {
    return sooner(dueMs, round.startedAtMs + round.sentCount * probeSpacingMs);
  }
  const free = path.silence == null && (round == null || round.judged);
  return free ? sooner(dueMs, path.nextRoundAtMs) : dueMs;
}

export { advance, withReply, withoutLost, dueAtMs };
