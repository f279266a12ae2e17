/**
 * Notices within a fraction of a second that an online uplink has stopped answering. The first probe
 * without a timely reply starts a burst; the uplink is offline once so many probes in a row went
 * unanswered that the loss it has had cannot explain it. One reply ends the suspicion.
 */
import type { UplinkConfig } from "../../shared/domain.ts";
import { isWorking } from "./path.ts";
import { ratio } from "../../shared/router/number.ts";
import type { PathState, Probe, RoundTrip, Silence, UplinkState } from "./state.ts";
import { neededTargets, probesPerTarget, silencedTargets, targetsOf } from "./target.ts";
import { qualityOf } from "./window.ts";

/** A reply is never late before this, however fast the line: schedulers and radios need it. */
const minPatienceMs = 100;

/** Between two probes to each target while the uplink is suspected. */
const burstEveryMs = 250;

/** Share of the ping timeout that a silence must last: a sudden delay up to this is no outage. */
const confirmShare = 0.4;

/** A line without any loss so far may still lose one probe in seven: loss begins unannounced. */
const minLoss = 0.15;

/** A silence is believed when chance would produce it less often than this. */
const chanceLimit = 0.0000011;

/** However lossy the line, this many are enough. */
const maxNeeded = 40;

/** Smoothed round trip and its variation with one more reply (RFC 6298, section 2). */
function roundTripWith(before: RoundTrip | null, rttUs: number): RoundTrip {
  if (before == null) {
    return { srttUs: rttUs, rttvarUs: ratio(rttUs, 2) };
  }
  const srttUs = before.srttUs;
  const errorUs = rttUs > srttUs ? rttUs - srttUs : srttUs - rttUs;
  return {
    srttUs: srttUs * 0.875 + rttUs * 0.125,
    rttvarUs: before.rttvarUs * 0.75 + errorUs * 0.25,
  };
}

/** How long a reply may take before its probe counts as unanswered, in milliseconds. */
function patienceMsOf(path: PathState, config: UplinkConfig): number {
  const timeoutMs = config.pingTimeoutS * 1000;
  const roundTrip = path.roundTrip;
  if (roundTrip == null) {
    return timeoutMs;
  }
  const expectedMs = int(ratio(roundTrip.srttUs + 4 * roundTrip.rttvarUs, 1000)) + 1;
  return min(timeoutMs, max(minPatienceMs, expectedMs));
}

/** Probes in a row without a reply that chance cannot explain, at the loss measured so far. */
function neededCountFor(path: PathState, uplink: UplinkState): number {
  const lossPct = qualityOf(path.window.totals, neededTargets(uplink, path)).lossPct ?? 0;
  const loss = max(minLoss, ratio(lossPct, 100));
  let count = 0;
  let chance = 1.0;
  while (chance > chanceLimit && count < maxNeeded) {
    chance = chance * loss;
    count++;
  }
  const perRound = probesPerTarget(uplink) * length(targetsOf(uplink, path));
  return max(count, uplink.config.fall * perRound);
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

/** Probes without a timely reply since the silence began. */
function unansweredCount(path: PathState, silence: Silence, patienceMs: number, nowMs: number) {
  let count = silence.lostCount;
  for (let i = 0; i < length(path.inFlight); i++) {
    const probe = path.inFlight[i] as Probe;
    const counts = probe.sentAtMs >= silence.sinceMs && nowMs >= probe.sentAtMs + patienceMs;
    count += counts ? 1 : 0;
  }
  return count;
}

function confirmedAtMs(silence: Silence, config: UplinkConfig): number {
  return silence.sinceMs + int(config.pingTimeoutS * 1000 * confirmShare);
}

/** The path, offline when its silence is long and complete enough. */
function withSilenceJudged(path: PathState, uplink: UplinkState, nowMs: number): PathState {
  const silence = path.silence;
  const config = uplink.config;
  if (silence == null || nowMs < confirmedAtMs(silence, config)) {
    return path;
  }
  const count = unansweredCount(path, silence, patienceMsOf(path, config), nowMs);
  if (count < silence.neededCount) {
    return path;
  }
  const lastedS = ratio(nowMs - silence.sinceMs, 1000);
  const targets = join(", ", targetsOf(uplink, path));
  const reason = sprintf("no reply from %s to %d probes in %.1f s", targets, count, lastedS);
  const silenced = silencedTargets(path);
  return { ...path, health: "offline", streak: -1, silence: null, targets: silenced, reason };
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
  roundTripWith,
  silenceDueAtMs,
  withLostProbe,
  withSilenceJudged,
  withSuspicion,
};
