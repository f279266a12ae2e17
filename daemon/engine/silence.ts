/**
 * Notices within a fraction of a second that an online uplink has stopped answering. The first probe
 * without a timely reply starts a burst; the uplink is offline once so many probes in a row went
 * unanswered that the loss it has had cannot explain it. One reply ends the suspicion.
 */
import type { UplinkConfig } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import { isFlowing, isInflowKnown } from "./inflow.ts";
import { isWorking } from "./path.ts";
import { lateMs, patienceMsOf } from "./patience.ts";
import type { PathState, Probe, Silence, UplinkState } from "./state.ts";
import { neededTargets, probesPerTarget, silencedTargets, targetsOf } from "./target.ts";
import { qualityOf } from "./window.ts";

/** Between two probes to each target while the uplink is suspected. */
const burstEveryMs = 250;

/** Share of the ping timeout that a silence must last: a sudden delay up to this is no outage. */
const confirmShare = 0.4;

/** A line without any loss so far may still lose one probe in seven: loss begins unannounced. */
const minLoss = 0.15;

/** A silence is believed when chance would produce it less often than this. */
const chanceLimit = 0.0000011;

/** One that has ended was a gap, not bad luck, when chance would produce it less often than this. */
const gapChanceLimit = 0.001;

/** Nor is there a gap on a line that loses so much: one probe in five. */
const gaplessLoss = 0.2;

/** However lossy the line, this many are enough. */
const maxNeeded = 40;

/** The loss so far, 0 to 1; at least `minLoss`. */
function lossOf(path: PathState, uplink: UplinkState): number {
  const lossPct = qualityOf(path.window.totals, neededTargets(uplink, path)).lossPct ?? 0;
  return max(minLoss, ratio(lossPct, 100));
}

/** Probes in a row that chance leaves unanswered less often than `limit`, at this loss. */
function unlikelyCount(loss: number, limit: number): number {
  let count = 0;
  let chance = 1.0;
  while (chance > limit && count < maxNeeded) {
    chance = chance * loss;
    count++;
  }
  return count;
}

/** Probes in a row without a reply that make it offline. */
function neededCountFor(path: PathState, uplink: UplinkState): number {
  const perRound = probesPerTarget(uplink) * length(targetsOf(uplink, path));
  return max(unlikelyCount(lossOf(path, uplink), chanceLimit), uplink.config.fall * perRound);
}

/** Whether nothing sent as late as this probe has been answered. */
function isNewest(path: PathState, probe: Probe): boolean {
  return path.heardSentAtMs == null || probe.sentAtMs > path.heardSentAtMs;
}

/**
 * The oldest probe in flight that was sent after `afterMs` and after every one that was answered; null
 * when there is none. They are in the order in which they were sent.
 */
function firstUnheard(path: PathState, afterMs: number): Probe | null {
  for (let i = 0; i < length(path.inFlight); i++) {
    const probe = path.inFlight[i] as Probe;
    if (probe.sentAtMs > afterMs && isNewest(path, probe)) {
      return probe;
    }
  }
  return null;
}

function silenceSince(path: PathState, probe: Probe, uplink: UplinkState, nowMs: number): Silence {
  return {
    sinceMs: probe.sentAtMs,
    lostCount: 0,
    neededCount: neededCountFor(path, uplink),
    nextBurstAtMs: nowMs,
    inflow: null,
  };
}

/** The path after a probe was given up: it counts from now on without being in flight. */
function withLostProbe(
  path: PathState,
  probe: Probe,
  uplink: UplinkState,
  nowMs: number
): PathState {
  if (!isWorking(path) || !isNewest(path, probe)) {
    return path;
  }
  const silence = path.silence ?? silenceSince(path, probe, uplink, nowMs);
  return { ...path, silence: { ...silence, lostCount: silence.lostCount + 1 } };
}

/** Starts a suspicion when a probe is overdue. */
function withSuspicion(path: PathState, uplink: UplinkState, nowMs: number): PathState {
  if (!isWorking(path)) {
    return path.silence == null ? path : { ...path, silence: null };
  }
  const probe = path.silence == null ? firstUnheard(path, -1) : null;
  const late = probe != null && nowMs >= probe.sentAtMs + patienceMsOf(path, uplink.config);
  return late ? { ...path, silence: silenceSince(path, probe, uplink, nowMs) } : path;
}

/** Probes since the silence began that left before `untilMs` and are unanswered. */
function unansweredCount(path: PathState, silence: Silence, untilMs: number): number {
  let count = silence.lostCount;
  for (let i = 0; i < length(path.inFlight); i++) {
    const sentAtMs = path.inFlight[i]?.sentAtMs as number;
    count += sentAtMs >= silence.sinceMs && sentAtMs < untilMs ? 1 : 0;
  }
  return count;
}

/** Whether the silence that ends with an answer to what left at `endMs` is too long to be bad luck. */
function isGap(path: PathState, uplink: UplinkState, silence: Silence, endMs: number): boolean {
  const loss = lossOf(path, uplink);
  const count = unansweredCount(path, silence, endMs);
  return loss < gaplessLoss && count >= unlikelyCount(loss, gapChanceLimit);
}

function confirmedAtMs(silence: Silence, config: UplinkConfig): number {
  return silence.sinceMs + int(config.pingTimeoutS * 1000 * confirmShare);
}

/** Unanswered probes when they are enough to make it offline; else null. */
function tellingCount(path: PathState, uplink: UplinkState, nowMs: number): number | null {
  const silence = path.silence;
  const config = uplink.config;
  if (silence == null || nowMs < confirmedAtMs(silence, config)) {
    return null;
  }
  const count = unansweredCount(path, silence, nowMs - patienceMsOf(path, config) + 1);
  return count < silence.neededCount ? null : count;
}

/** Whether it has to be known first if packets still come in; then for as long as any could be late. */
function isInDoubt(path: PathState, config: UplinkConfig, nowMs: number): boolean {
  const silence = path.silence as Silence;
  const doubtMs = config.pingTimeoutS * 1000 + lateMs;
  return (
    nowMs < silence.sinceMs + doubtMs && (!isInflowKnown(silence, nowMs) || isFlowing(silence))
  );
}

/** The path, offline when its silence is long and complete enough, and no packets come in. */
function withSilenceJudged(path: PathState, uplink: UplinkState, nowMs: number): PathState {
  const silence = path.silence;
  const count = tellingCount(path, uplink, nowMs);
  if (silence == null || count == null || isInDoubt(path, uplink.config, nowMs)) {
    return path;
  }
  const lastedS = ratio(nowMs - silence.sinceMs, 1000);
  const targets = join(", ", targetsOf(uplink, path));
  const reason =
    path.complaint == null
      ? sprintf("no reply from %s to %d probes in %.1f s", targets, count, lastedS)
      : `${targets}: ${path.complaint}`;
  const silenced = silencedTargets(path);
  return { ...path, health: "offline", streak: -1, silence: null, targets: silenced, reason };
}

/** Whether the counters of its device have to be read now. */
function wantsInflow(path: PathState, uplink: UplinkState, nowMs: number): boolean {
  const silence = path.silence;
  return (
    silence != null &&
    (silence.inflow == null ||
      (!isInflowKnown(silence, nowMs) && tellingCount(path, uplink, nowMs) != null))
  );
}

/** When the oldest unanswered probe that is not late yet will be; 0 when there is none. */
function lateAtMs(path: PathState, config: UplinkConfig, nowMs: number): number {
  const patienceMs = patienceMsOf(path, config);
  const probe = firstUnheard(path, nowMs - patienceMs);
  return probe == null ? 0 : probe.sentAtMs + patienceMs;
}

/** When the silence is due next; null when there is none. */
function silenceDueAtMs(path: PathState, config: UplinkConfig, nowMs: number): number | null {
  const silence = path.silence;
  if (silence == null || !isWorking(path)) {
    return null;
  }
  const burstMs = max(nowMs + 1, silence.nextBurstAtMs);
  const confirmMs = confirmedAtMs(silence, config);
  const lateMs = lateAtMs(path, config, nowMs);
  return min(burstMs, lateMs > nowMs ? lateMs : burstMs, confirmMs > nowMs ? confirmMs : burstMs);
}

export {
  lateAtMs,
  burstEveryMs,
  isGap,
  silenceDueAtMs,
  wantsInflow,
  withLostProbe,
  withSilenceJudged,
  withSuspicion,
};
