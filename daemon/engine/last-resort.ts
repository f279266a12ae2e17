/**
 * What becomes of new connections while no uplink is online. The best of those that may be used is tried all
 * the same. Where only such are left as a person has switched off, nothing leaves: table main would lead
 * through them, and cost money.
 */
import type { Family } from "../../shared/domain.ts";
import { overrideOf } from "./override.ts";
import { isUsable, routableFacts } from "./path.ts";
import type { State, UplinkState } from "./state.ts";

interface LastResort {
  /** The uplink to try, or null. */
  tried: UplinkState | null;
  /** Whether what table main would do must not happen. */
  refuses: boolean;
}

/** Whether neither the configuration nor an order keeps it out of use. */
function isAllowed(state: State, uplink: UplinkState, nowMs: number): boolean {
  const order = overrideOf(state.overrides, uplink.config.section, nowMs);
  return uplink.config.enabled && order?.kind != "disable";
}

function isBefore(a: UplinkState, b: UplinkState | null): boolean {
  return b == null || a.config.metric < b.config.metric;
}

function lastResortOf(state: State, family: Family, nowMs: number): LastResort {
  let tried: UplinkState | null = null;
  let isShut = false;
  let isManaged = false;
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const path = uplink.paths[family];
    isManaged = isManaged || uplink.config.enabled;
    if (path == null || routableFacts(path) == null) {
      continue;
    }
    if (!isAllowed(state, uplink, nowMs)) {
      isShut = true;
    } else if (isUsable(path) && isBefore(uplink, tried)) {
      tried = uplink;
    }
  }
  // With all of them switched off in the configuration nothing is managed, and table main is right.
  return { tried, refuses: isManaged && isShut && tried == null };
}

export { isAllowed, lastResortOf };
