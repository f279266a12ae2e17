/** How readily an uplink is used for new connections, before metric or score decide. */
import type { Family } from "../../shared/domain.ts";
import { suppressedUntilMs } from "./flap.ts";
import { overrideOf } from "./override.ts";
import { isUsable, isWorking } from "./path.ts";
import type { State, UplinkState } from "./state.ts";

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
  if (suppressedUntilMs(path, nowMs) != null) {
    return ranks.suppressed;
  }
  // In mode quality the score says it all, except for a line that is as good as dead.
  const poor = state.config?.global?.mode == "quality" ? path.hopeless : path.health == "degraded";
  return poor ? ranks.degraded : ranks.good;
}

export { ranks, rankOf };
export type { Rank };
