/** Rounds of probes: when to send, what came back, and what a round says. */
import type { GlobalConfig, InterfaceFacts } from "../../shared/domain.ts";
import type { Turn } from "./event.ts";
import { withQualityJudged, withVerdict } from "./health.ts";
import type { Verdict } from "./health.ts";
import { isWorking } from "./path.ts";
import { withScore } from "./score.ts";
import {
  roundTripWith,
  silenceDueAtMs,
  withLostProbe,
  withSilenceJudged,
  withSuspicion,
} from "./silence.ts";
import { probeSpacingMs, withBurst, withNewRound } from "./send.ts";
import type { PathState, Probe, Round, UplinkState } from "./state.ts";
import { isSilent, neededTargets, probesPerTarget, withTargetLost } from "./target.ts";
import { emptyWindow, qualityOf, totalsOf, withResult } from "./window.ts";

/** How the paths of a turn are measured. */
interface Measuring {
  settings: GlobalConfig;
  mark: number;
  intervalMs: number;
}

/** The path after a round's verdict; the round stays for its last probes. */
function judged(
  path: PathState,
  uplink: UplinkState,
  verdict: Verdict,
  settings: GlobalConfig,
  turn: Turn
): PathState {
  const round = { ...(path.round as Round), judged: true };
  const voted = withVerdict(path, verdict, uplink);
  const returned = path.health == "offline" && voted.health == "online";
  // What was lost in an outage says nothing of the line that came back.
  const window = returned ? emptyWindow : path.window;
  const quality = qualityOf(totalsOf(window), neededTargets(uplink, path));
  const measured = withScore({ ...voted, window }, quality, settings, uplink.config.bias);
  const next = withQualityJudged(measured, uplink, quality);
  turn.measured = true;
  turn.decisive =
    turn.decisive ||
    settings.mode == "quality" ||
    next.health != path.health ||
    next.hopeless != path.hopeless ||
    (!isWorking(next) && next.streak > 0 != path.streak > 0);
  push(turn.effects, { kind: "sample", section: uplink.config.section, family: path.family });
  return { ...next, round, lastCheckMs: turn.nowMs };
}

/** The probe with this sequence, or null. */
function probeIn(inFlight: readonly Probe[], sequence: number): Probe | null {
  for (let i = 0; i < length(inFlight); i++) {
    if (inFlight[i]?.sequence == sequence) {
      return inFlight[i] as Probe;
    }
  }
  return null;
}

/** The path with what a reply says, before it is judged. */
function withAnswer(path: PathState, probe: Probe, rttUs: number): PathState {
  const target = probe.target;
  const roundTrip = roundTripWith(path, rttUs);
  const heardMs = path.heardSentAtMs;
  const news = heardMs == null || probe.sentAtMs > heardMs;
  const round = path.round;
  const first = round != null && round.number == probe.round && index(round.answeredBy, target) < 0;
  return {
    ...path,
    srttUs: roundTrip.srttUs,
    rttvarUs: roundTrip.rttvarUs,
    heardSentAtMs: news ? probe.sentAtMs : heardMs,
    silence: news ? null : path.silence,
    targets: { ...path.targets, [target]: { lastRttUs: rttUs, lostInRow: 0 } },
    inFlight: filter(path.inFlight, (other) => other != probe),
    window: withResult(path.window, target, rttUs, path.targets[target]?.lastRttUs ?? null),
    round: first ? { ...round, answeredBy: [...round.answeredBy, target] } : round,
  };
}

/**
 * The path after a reply; one that no probe waits for changes nothing. Most only add to the window:
 * then `turn.counting` stays and nothing else has to be looked at.
 */
function withReply(
  path: PathState,
  uplink: UplinkState,
  sequence: number,
  rttUs: number,
  settings: GlobalConfig,
  turn: Turn
): PathState {
  const probe = probeIn(path.inFlight, sequence);
  if (probe == null) {
    return path;
  }
  const silent = isSilent(uplink, path, probe.target);
  const next = withAnswer(path, probe, rttUs);
  const round = next.round;
  const enough = round != null && length(round.answeredBy) >= neededTargets(uplink, path);
  const decides = enough && !round.judged && round.number == probe.round;
  turn.targetsChanged = turn.targetsChanged || silent;
  turn.counting = !silent && !decides && path.silence == null;
  if (decides) {
    return judged(next, uplink, "good", settings, turn);
  }
  const idle = turn.counting && round != null && round.judged && length(next.inFlight) == 0;
  turn.idle = idle;
  return turn.idle ? { ...next, dueAtMs: next.nextRoundAtMs } : next;
}

/** The path after one probe was lost. */
function withoutAnswer(path: PathState, uplink: UplinkState, probe: Probe, turn: Turn): PathState {
  const wasSilent = isSilent(uplink, path, probe.target);
  const next = withTargetLost(withLostProbe(path, probe, uplink, turn.nowMs), probe.target);
  turn.targetsChanged = turn.targetsChanged || wasSilent != isSilent(uplink, next, probe.target);
  return { ...next, window: withResult(next.window, probe.target, null, null) };
}

/** Gives up probes that are too old and, when given, the one with this sequence. */
function withoutLost(
  path: PathState,
  uplink: UplinkState,
  turn: Turn,
  failedSequence: number | null
): PathState {
  const timeoutMs = uplink.config.pingTimeoutS * 1000;
  const first = path.inFlight[0];
  // The oldest comes first: most often it says that there is nothing to do.
  if (first == null || (failedSequence == null && turn.nowMs < first.sentAtMs + timeoutMs)) {
    return path;
  }
  const waiting: Probe[] = [];
  let next = path;
  for (let i = 0; i < length(path.inFlight); i++) {
    const probe = path.inFlight[i] as Probe;
    if (probe.sequence == failedSequence || turn.nowMs >= probe.sentAtMs + timeoutMs) {
      next = withoutAnswer(next, uplink, probe, turn);
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

/** Ends a round in which every probe was sent and too few targets have answered. */
function withRoundEnded(
  path: PathState,
  uplink: UplinkState,
  settings: GlobalConfig,
  turn: Turn
): PathState {
  const round = path.round;
  const over = round != null && !round.judged && !isAwaited(path, round);
  return over ? judged(path, uplink, "bad", settings, turn) : path;
}

/** Judges a silence; the verdict counts at once. */
function withSilenceWatched(path: PathState, uplink: UplinkState, turn: Turn): PathState {
  const suspected = withSuspicion(path, uplink, turn.nowMs);
  const judgedPath = withSilenceJudged(suspected, uplink, turn.nowMs);
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
  const roundEndMs = round.startedAtMs + probesPerTarget(uplink) * probeSpacingMs;
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
  facts: InterfaceFacts | null,
  measuring: Measuring,
  turn: Turn
): PathState {
  const current = withoutLost(path, uplink, turn, null);
  const ended = withRoundEnded(current, uplink, measuring.settings, turn);
  const settled = withSilenceWatched(ended, uplink, turn);
  if (facts == null) {
    return settled;
  }
  const mark = measuring.mark;
  const begun = withNewRound(settled, uplink, facts, mark, measuring.intervalMs, turn);
  return withBurst(begun, uplink, facts, mark, turn);
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
  const oldest = path.inFlight[0];
  const lostMs = oldest == null ? null : oldest.sentAtMs + uplink.config.pingTimeoutS * 1000;
  const dueMs = sooner(silenceDueAtMs(path, uplink.config, nowMs), lostMs);
  if (!probing) {
    return dueMs;
  }
  const round = path.round;
  const free = path.silence == null && (round == null || round.judged);
  return free ? sooner(dueMs, path.nextRoundAtMs) : dueMs;
}

export { advance, withReply, withoutLost, dueAtMs };
export type { Measuring };
