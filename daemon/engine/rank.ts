/** How readily an uplink is used for new connections, before metric or score decide. */
import type { Family } from "../../shared/domain.ts";
import { suppressedUntilMs } from "./flap.ts";
import { overrideOf } from "./override.ts";
import { isUsable, isWorking } from "./path.ts";
import type { PathState, State, UplinkState } from "./state.ts";

/** From the most to the least wanted. */
const ranks = {
  forced: 0,
  good: 1,
  degraded: 2,
  /** Flaps: it would be left again soon. */
  suppressed: 3,
  /** A person wants it to run dry; still better than no Internet. */
  drained: 4,
  /** Answers again but is not yet trusted; beats nothing at all. */
  returning: 5,
  /** Has just come and was not heard of yet: it may work, where nothing else does. */
  untried: 6,
} as const;

type Rank = (typeof ranks)[keyof typeof ranks];

/**
 * Whether a path that flaps is to be used last: not where only lines that cost money would carry its traffic. While
 * it works it is better than a bill.
 */
function isSetBack(state: State, uplink: UplinkState, family: Family, nowMs: number): boolean {
  if (suppressedUntilMs(uplink.paths[family] as PathState, nowMs) == null) {
    return false;
  }
  for (let section in state.uplinks) {
    const other = state.uplinks[section] as UplinkState;
    const path = other.paths[family];
    const fit = path != null && other.config.enabled && isUsable(path) && isWorking(path);
    const calm = fit && suppressedUntilMs(path, nowMs) == null;
    if (calm && !other.config.metered && overrideOf(state.overrides, section, nowMs) == null) {
      return true;
    }
  }
  return uplink.config.metered;
}

/** The rank of an uplink for a family; null when it cannot be used. */
function rankOf(state: State, uplink: UplinkState, family: Family, nowMs: number): Rank | null {
  const path = uplink.paths[family];
  if (path == null || !uplink.config.enabled || !isUsable(path)) {
    return null;
  }
  const order = overrideOf(state.overrides, uplink.config.section, nowMs)?.kind;
  if (order == "disable") {
    return null;
  }
  if (!isWorking(path)) {
    const untried = path.streak == 0 && path.led ? ranks.untried : null;
    return path.streak > 0 ? ranks.returning : untried;
  }
  if (order == "force") {
    return ranks.forced;
  }
  if (order == "drain") {
    return ranks.drained;
  }
  if (isSetBack(state, uplink, family, nowMs)) {
    return ranks.suppressed;
  }
  // In mode quality the score says it all, except for a line that is as good as dead.
  const poor = state.config?.global?.mode == "quality" ? path.hopeless : path.health == "degraded";
  return poor ? ranks.degraded : ranks.good;
}

export { ranks, rankOf };
export type { Rank };
