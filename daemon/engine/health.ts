/** Judges a path from the outcome of its rounds and from what netifd says. */
import type {
  Health,
  InterfaceFacts,
  LinkQuality,
  UplinkConfig,
  UplinkStatusWord,
} from "../../shared/domain.ts";
import { quoted } from "../../shared/router/text.ts";
import { isUnheard, isUsable, isWorking } from "./path.ts";
import type { PathState, UplinkState } from "./state.ts";
import { probesPerTarget, targetsOf } from "./target.ts";
import { emptyWindow, resultCountOf, windowRounds } from "./window.ts";

type Verdict = "good" | "bad";

/**
 * Rounds in a row with some answers but fewer than `reliability` asks for. Long enough for a dead
 * target to be told from a dead line; a silent line is judged by silence.ts, and much sooner.
 */
const missedQuorumRounds = 4;

function nextHealth(path: PathState, streak: number, config: UplinkConfig): Health {
  if (isWorking(path)) {
    return streak > -max(missedQuorumRounds, config.fall) ? path.health : "offline";
  }
  const trusted = streak > 0 && (path.health == "unknown" || streak >= config.rise);
  return trusted ? "online" : "offline";
}

function roundsText(count: number): string {
  return count == 1 ? "1 round" : `${count} rounds`;
}

function targetsText(uplink: UplinkState, path: PathState): string {
  const targets = join(", ", targetsOf(uplink, path));
  return uplink.config.reliability > 1 ? `enough of ${targets}` : targets;
}

function judgedReason(
  path: PathState,
  uplink: UplinkState,
  streak: number,
  health: Health
): string {
  if (streak < 0 && path.complaint != null) {
    return `${targetsText(uplink, path)}: ${path.complaint}`;
  }
  if (health == "online" || health == "degraded") {
    return streak > 0
      ? "probes are answered"
      : `no reply from ${targetsText(uplink, path)} in the last round`;
  }
  return streak > 0
    ? `answers again, ${streak} of ${roundsText(uplink.config.rise)} needed`
    : `no reply from ${targetsText(uplink, path)} in ${roundsText(-streak)}`;
}

/** The path after a judged round. An unknown one is settled by its first round. */
function withVerdict(path: PathState, verdict: Verdict, uplink: UplinkState): PathState {
  const step = verdict == "good" ? 1 : -1;
  const streak = path.streak * step > 0 ? path.streak + step : step;
  const health = nextHealth(path, streak, uplink.config);
  return { ...path, streak, health, reason: judgedReason(path, uplink, streak, health) };
}

/** What is wrong with the quality, in words; null when `limits` are kept. */
function complaintOf(quality: LinkQuality, lossPct: number, latencyMs: number): string | null {
  if (quality.lossPct != null && quality.lossPct >= lossPct) {
    return sprintf("%.0f %% loss", quality.lossPct);
  }
  return quality.latencyMs != null && quality.latencyMs >= latencyMs
    ? sprintf("%.0f ms latency", quality.latencyMs)
    : null;
}

function isGood(quality: LinkQuality, config: UplinkConfig): boolean {
  return (
    (quality.lossPct ?? 0) <= config.recoveryLossPct &&
    (quality.latencyMs ?? 0) <= config.recoveryLatencyMs
  );
}

/** Half a window is enough to judge by: less would make one unlucky round a verdict. */
function isTelling(path: PathState, uplink: UplinkState): boolean {
  const perRound = probesPerTarget(uplink) * length(targetsOf(uplink, path));
  return resultCountOf(path.window.totals) * 2 >= perRound * windowRounds;
}

/**
 * A working path, degraded or good again by its quality. It has to be good for a whole window more
 * than it was judged by: at the edge of a threshold chance alone would make it come and go.
 */
function withQualityJudged(path: PathState, uplink: UplinkState, quality: LinkQuality): PathState {
  const config = uplink.config;
  if (!isWorking(path) || !isTelling(path, uplink)) {
    return path;
  }
  const complaint = complaintOf(quality, config.failureLossPct, config.failureLatencyMs);
  if (complaint != null) {
    return { ...path, health: "degraded", calmRounds: 0, reason: complaint };
  }
  if (path.health == "online") {
    return path;
  }
  const calmRounds = isGood(quality, config) ? path.calmRounds + 1 : 0;
  const measured = sprintf("%.0f %% loss, %.0f ms", quality.lossPct ?? 0, quality.latencyMs ?? 0);
  return calmRounds > windowRounds
    ? { ...path, health: "online", calmRounds: 0, reason: `${measured}: good again` }
    : { ...path, calmRounds, reason: `${measured}: better, but not for long enough yet` };
}

/** Why no route can lead through the interface, or null when one can. */
function obstacleOf(name: string, facts: InterfaceFacts | null): string | null {
  if (facts == null) {
    return `netifd knows no interface ${quoted(name)}`;
  }
  if (facts.carrier == false) {
    return `no carrier on ${facts.device}`;
  }
  if (!facts.up || facts.device == null) {
    return "the interface is down";
  }
  if (facts.address == null) {
    return "the interface has no address";
  }
  return facts.hasDefaultRoute ? null : "the interface has no default route";
}

function sameRoute(a: InterfaceFacts | null, b: InterfaceFacts | null): boolean {
  return (
    a?.device == b?.device &&
    a?.address == b?.address &&
    a?.gateway == b?.gateway &&
    a?.up == b?.up &&
    a?.carrier == b?.carrier &&
    a?.hasDefaultRoute == b?.hasDefaultRoute
  );
}

/**
 * The path with new facts. A usable path that changed is probed at once; one that became unusable is
 * offline at once and has to earn its return by `rise` good rounds.
 */
function withFacts(
  path: PathState,
  facts: InterfaceFacts | null,
  config: UplinkConfig,
  nowMs: number
): PathState {
  if (!isUnheard(path) && sameRoute(path.facts, facts)) {
    return sprintf("%J", path.facts) == sprintf("%J", facts) ? path : { ...path, facts };
  }
  const obstacle = obstacleOf(config.interface, facts);
  const fresh = {
    ...path,
    facts,
    lastDevice: facts?.device ?? path.lastDevice,
    round: null,
    inFlight: [],
    complaint: null,
    late: [],
    gapEndMs: 0,
    window: emptyWindow,
    targets: {},
    streak: 0,
    calmRounds: 0,
    roundTrip: null,
    heardSentAtMs: null,
    silence: null,
    stall: null,
    scores: [],
    hopeless: false,
    led: false,
  };
  if (obstacle != null) {
    return { ...fresh, health: "offline", reason: obstacle };
  }
  return { ...fresh, nextRoundAtMs: nowMs, reason: "waiting for the first replies" };
}

/** The state in the published words. */
function statusOf(uplink: UplinkState, path: PathState, stopped: boolean): UplinkStatusWord {
  if (!uplink.config.enabled || stopped) {
    return "disabled";
  }
  if (isUnheard(path)) {
    return "unknown";
  }
  if (!isUsable(path)) {
    return "interface_down";
  }
  switch (path.health) {
    case "online":
    case "degraded":
      return "up";
    case "offline":
      return "down";
    default:
      return "unknown";
  }
}

export { withVerdict, withQualityJudged, withFacts, statusOf };
export type { Verdict };
