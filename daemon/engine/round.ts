/** Rounds of probes: when to send, what came back, and what a round says. */
import type { GlobalConfig, InterfaceFacts } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import { answersOf } from "./answers.ts";
import { sooner } from "./due.ts";
import type { Reply, Turn } from "./event.ts";
import { withQualityJudged, withVerdict } from "./health.ts";
import type { Verdict } from "./health.ts";
import { isWorking } from "./path.ts";
import { lateMs, limitMsOf } from "./patience.ts";
import { withScore } from "./score.ts";
import {
  isGap,
  lateAtMs,
  silenceDueAtMs,
  wantsInflow,
  withLostProbe,
  withSilenceJudged,
  withSuspicion,
} from "./silence.ts";
import { probeSpacingMs, withBurst, withNewRound } from "./send.ts";
import type { PathState, Probe, Round, Silence, UplinkState } from "./state.ts";
import { isSilent, neededTargets, probesPerTarget, targetsOf, withTargetLost } from "./target.ts";
import { emptyWindow, qualityOf, withGap, withLoss } from "./window.ts";

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
  const quality = qualityOf(window.totals, neededTargets(uplink, path));
  const fresh = returned ? { ...voted, window } : voted;
  const measured = withScore(fresh, quality, settings, uplink.config.bias);
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

/**
 * The path after a silence that has ended, with what it cost: time without the Internet, however many probes
 * went out in it. `endMs` is when the first one left that was answered.
 */
function withSilenceEnded(
  path: PathState,
  uplink: UplinkState,
  silence: Silence,
  settings: GlobalConfig,
  endMs: number
): PathState {
  if (!isGap(path, uplink, silence, endMs)) {
    return path;
  }
  const round = path.round as Round;
  const intervalMs = max(settings.checkIntervalS * 1000, path.nextRoundAtMs - round.startedAtMs);
  const targets = targetsOf(uplink, path);
  const fairCount = ratio(probesPerTarget(uplink) * (endMs - silence.sinceMs), intervalMs);
  const change = fairCount - ratio(silence.lostCount, length(targets));
  return { ...path, gapEndMs: endMs, window: withGap(path.window, targets, change) };
}

/**
 * The path after replies; those that no probe waits for change nothing. Most only add to the figures,
 * also by ending a round as expected: then `turn.counting` is set and nothing else has to be looked at.
 */
function withReplies(
  path: PathState,
  uplink: UplinkState,
  replies: readonly Reply[],
  settings: GlobalConfig,
  turn: Turn
): PathState {
  const answers = answersOf(path, uplink, replies);
  if (answers.count == 0) {
    return path;
  }
  const round = answers.round;
  const next = {
    ...path,
    inFlight: answers.inFlight,
    complaint: null,
    late: answers.late,
    targets: answers.targets,
    window: answers.window,
    round,
    roundTrip: answers.roundTrip,
    heardSentAtMs: answers.heardSentAtMs,
    silence: answers.heardSentAtMs == path.heardSentAtMs ? path.silence : null,
  };
  const decides =
    round != null && !round.judged && length(round.answeredBy) >= neededTargets(uplink, path);
  turn.targetsChanged = turn.targetsChanged || answers.broken;
  const silence = next.silence == null ? path.silence : null;
  const endMs = answers.heardSentAtMs as number;
  const ended = silence == null ? next : withSilenceEnded(next, uplink, silence, settings, endMs);
  const result = decides ? judged(ended, uplink, "good", settings, turn) : ended;
  turn.counting = !answers.broken && !turn.decisive && path.silence == null;
  return result;
}

/** The path after one probe was lost. */
function withoutAnswer(path: PathState, uplink: UplinkState, probe: Probe, turn: Turn): PathState {
  const wasSilent = isSilent(uplink, path, probe.target);
  const next = withTargetLost(withLostProbe(path, probe, uplink, turn.nowMs), probe.target);
  turn.targetsChanged = turn.targetsChanged || wasSilent != isSilent(uplink, next, probe.target);
  const window = withLoss(next.window, probe.target);
  const counted = probe.sentAtMs < path.gapEndMs;
  return { ...next, complaint: null, window: counted ? next.window : window };
}

/** Gives up probes that are too old and, when given, the one with this sequence. */
function withoutLost(
  path: PathState,
  uplink: UplinkState,
  turn: Turn,
  failedSequence: number | null
): PathState {
  const first = path.inFlight[0];
  const sentBeforeMs = turn.nowMs - limitMsOf(path, uplink.config);
  // The oldest comes first: most often it says that there is nothing to do.
  if (first == null || (failedSequence == null && first.sentAtMs > sentBeforeMs)) {
    return path;
  }
  const waiting: Probe[] = [];
  const oldestMs = turn.nowMs - uplink.config.pingTimeoutS * 1000 - lateMs;
  const late = filter(path.late, (probe) => probe.sentAtMs > oldestMs);
  let next = path;
  for (let i = 0; i < length(path.inFlight); i++) {
    const probe = path.inFlight[i] as Probe;
    if (probe.sequence == failedSequence || probe.sentAtMs <= sentBeforeMs) {
      next = withoutAnswer(next, uplink, probe, turn);
      push(late, probe);
    } else {
      push(waiting, probe);
    }
  }
  return length(waiting) == length(path.inFlight) ? path : { ...next, inFlight: waiting, late };
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
  const device = path.facts?.device;
  if (device != null && wantsInflow(suspected, uplink, turn.nowMs)) {
    push(turn.effects, { kind: "readCounters", section: uplink.config.section, device });
  }
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

/** How soon to look for replies again while somebody waits for the first one. */
const listenEveryMs = 50;

/** Replies that take longer than this are looked for less often. */
const soonMs = 400;
const listenLateEveryMs = 250;

/**
 * When to look for the replies to what is in flight; null when nothing is. Where all is well that is
 * after the round has gone out, when one would be late: then a round is looked at as a whole.
 */
function repliesDueAtMs(path: PathState, uplink: UplinkState, nowMs: number): number | null {
  const count = length(path.inFlight);
  if (count == 0) {
    return null;
  }
  const oldest = path.inFlight[0] as Probe;
  const youngest = path.inFlight[count - 1] as Probe;
  const lostMs = oldest.sentAtMs + limitMsOf(path, uplink.config);
  if (isWorking(path) && path.silence == null) {
    const lateMs = max(lateAtMs(path, uplink.config, nowMs), youngest.sentAtMs + probeSpacingMs);
    return lateMs > nowMs ? min(lateMs, lostMs) : lostMs;
  }
  const everyMs = nowMs < youngest.sentAtMs + soonMs ? listenEveryMs : listenLateEveryMs;
  return min(lostMs, nowMs + everyMs);
}

/** When something of the path is due next; `probing` says whether it may send. */
function dueAtMs(
  path: PathState,
  uplink: UplinkState,
  probing: boolean,
  nowMs: number
): number | null {
  const waitMs = repliesDueAtMs(path, uplink, nowMs);
  const silenceMs = silenceDueAtMs(path, uplink.config, nowMs);
  const dueMs = sooner(waitMs, silenceMs);
  if (!probing) {
    return dueMs;
  }
  const round = path.round;
  const free = path.silence == null && (round == null || round.judged);
  return free ? sooner(dueMs, path.nextRoundAtMs) : dueMs;
}

export { advance, withReplies, withoutLost, dueAtMs };
export type { Measuring };
