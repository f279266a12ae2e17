/** Rounds of probes: when to send, what came back, and what a round says. */
import type { Family, InterfaceFacts } from "../../shared/domain.ts";
import type { Turn } from "./event.ts";
import { withVerdict } from "./health.ts";
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
  return { ...withVerdict(path, verdict, uplink.config), round, lastCheckMs: turn.nowMs };
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
    ...path,
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
  let window = path.window;
  for (let i = 0; i < length(path.inFlight); i++) {
    const probe = path.inFlight[i] as Probe;
    if (probe.sequence == failedSequence || nowMs >= probe.sentAtMs + timeoutMs) {
      window = resultOf({ ...path, window }, uplink, probe, null);
    } else {
      push(waiting, probe);
    }
  }
  return length(waiting) == length(path.inFlight) ? path : { ...path, window, inFlight: waiting };
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

function sendOne(
  uplink: UplinkState,
  family: Family,
  facts: InterfaceFacts,
  target: string,
  turn: Turn
): void {
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
}

/** Sends what is due of the round: one probe to every target at a time. */
function withSends(
  path: PathState,
  uplink: UplinkState,
  family: Family,
  facts: InterfaceFacts,
  turn: Turn
): PathState {
  let round = path.round;
  const inFlight = [...path.inFlight];
  while (
    round != null &&
    round.sentCount < uplink.config.pingCount &&
    turn.nowMs >= round.startedAtMs + round.sentCount * probeSpacingMs
  ) {
    for (let i = 0; i < length(uplink.config.targets); i++) {
      const target = uplink.config.targets[i] as string;
      sendOne(uplink, family, facts, target, turn);
      push(inFlight, {
        target,
        sequence: turn.lastSequence,
        sentAtMs: turn.nowMs,
        round: round.number,
      });
    }
    round = { ...round, sentCount: round.sentCount + 1 };
  }
  return round == path.round ? path : { ...path, round, inFlight };
}

function withNewRound(path: PathState, intervalMs: number, turn: Turn): PathState {
  const free = path.round == null || path.round.judged;
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

/**
 * The path at `turn.nowMs`: lost probes given up, a silent round judged, due probes sent. `facts` is
 * null while probes must not leave.
 */
function advance(
  path: PathState,
  uplink: UplinkState,
  family: Family,
  facts: InterfaceFacts | null,
  intervalMs: number,
  turn: Turn
): PathState {
  const settled = withSilence(withoutLost(path, uplink, turn.nowMs, null), uplink, turn);
  if (facts == null) {
    return settled;
  }
  return withSends(withNewRound(settled, intervalMs, turn), uplink, family, facts, turn);
}

/** When something of the path is due next; `probing` says whether it may send. */
function dueAtMs(path: PathState, uplink: UplinkState, probing: boolean): number | null {
  let dueMs: number | null = null;
  const round = path.round;
  for (let i = 0; i < length(path.inFlight); i++) {
    const endsMs = (path.inFlight[i]?.sentAtMs as number) + uplink.config.pingTimeoutS * 1000;
    dueMs = dueMs == null ? endsMs : min(dueMs, endsMs);
  }
  if (!probing) {
    return dueMs;
  }
  if (round != null && round.sentCount < uplink.config.pingCount) {
    const sendMs = round.startedAtMs + round.sentCount * probeSpacingMs;
    return dueMs == null ? sendMs : min(dueMs, sendMs);
  }
  if (round == null || round.judged) {
    return dueMs == null ? path.nextRoundAtMs : min(dueMs, path.nextRoundAtMs);
  }
  return dueMs;
}

export { advance, withReply, withoutLost, dueAtMs };
