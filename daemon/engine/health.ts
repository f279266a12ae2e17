/** Judges an uplink from the outcome of its rounds and from what netifd says. */
import type {
  Health,
  InterfaceFacts,
  UplinkConfig,
  UplinkStatusWord,
} from "../../shared/domain.ts";
import { quoted } from "../../shared/router/text.ts";
import { routableFacts } from "./plan.ts";
import type { PathState, UplinkState } from "./state.ts";

type Verdict = "good" | "bad";

/** A silent round alone does not end an online one: silence.ts judges that, and sooner. */
function nextHealth(health: Health, streak: number, config: UplinkConfig): Health {
  if (streak > 0) {
    return health == "offline" && streak < config.rise ? "offline" : "online";
  }
  return health == "online" ? "online" : "offline";
}

function roundsText(count: number): string {
  return count == 1 ? "1 round" : `${count} rounds`;
}

function judgedReason(health: Health, streak: number, config: UplinkConfig): string {
  const targets = join(", ", config.targets);
  if (health == "online") {
    return streak > 0 ? "probes are answered" : `no reply from ${targets} in the last round`;
  }
  return streak > 0
    ? `answers again, ${streak} of ${roundsText(config.rise)} needed`
    : `no reply from ${targets} in ${roundsText(-streak)}`;
}

/** The path after a judged round. An unknown one is settled by its first round. */
function withVerdict(path: PathState, verdict: Verdict, config: UplinkConfig): PathState {
  const step = verdict == "good" ? 1 : -1;
  const streak = path.streak * step > 0 ? path.streak + step : step;
  const health = nextHealth(path.health, streak, config);
  return { ...path, streak, health, reason: judgedReason(health, streak, config) };
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

/** Whether netifd has not been heard yet. */
function isUnheard(path: PathState): boolean {
  return path.reason == "";
}

/** Whether traffic could leave through it, probes aside. */
function isUsable(path: PathState): boolean {
  return routableFacts(path) != null && path.facts?.carrier != false;
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
  const obstacle = obstacleOf(config.interface, facts);
  if (!isUnheard(path) && sameRoute(path.facts, facts)) {
    return path;
  }
  const fresh = {
    ...path,
    facts,
    round: null,
    inFlight: [],
    window: [],
    streak: 0,
    srttUs: null,
    rttvarUs: null,
    heardSentAtMs: null,
    silence: null,
    stall: null,
  };
  if (obstacle != null) {
    return { ...fresh, health: "offline", reason: obstacle };
  }
  return { ...fresh, nextRoundAtMs: nowMs, reason: "waiting for the first replies" };
}

/** The state in the published words. */
function statusOf(uplink: UplinkState, path: PathState): UplinkStatusWord {
  if (!uplink.config.enabled) {
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
      return "up";
    case "offline":
      return "down";
    default:
      return "unknown";
  }
}

export { withVerdict, withFacts, statusOf, isUsable, isUnheard };
export type { Verdict };
