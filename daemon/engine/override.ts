/** Orders of a person: use this uplink, give it nothing new, leave it. They hold in every mode. */
import type { OverrideKind } from "../../shared/domain.ts";
import { sooner } from "./due.ts";
import type { OverrideAction } from "./event.ts";
import type { Override, Overrides, State } from "./state.ts";

/** What can be ordered. */
const overrideKinds: readonly OverrideKind[] = ["force", "drain", "disable"];

/** The order in force for an uplink, or null. */
function overrideOf(overrides: Overrides, section: string, nowMs: number): Override | null {
  const override = overrides[section];
  return override == null || (override.untilMs != null && nowMs >= override.untilMs)
    ? null
    : override;
}

/** The orders with one more; only one uplink can be forced at a time. */
function withOverride(
  overrides: Overrides,
  section: string,
  action: OverrideAction,
  untilMs: number | null
): Overrides {
  const next: Overrides = {};
  for (let other in overrides) {
    const override = overrides[other] as Override;
    const ousted = action == "force" && override.kind == "force";
    if (other != section && !ousted) {
      next[other] = override;
    }
  }
  if (action != "auto") {
    next[section] = { kind: action, untilMs };
  }
  return next;
}

/** The orders that still hold, for uplinks that are still there. */
function withoutEnded(overrides: Overrides, uplinks: State["uplinks"], nowMs: number): Overrides {
  const next: Overrides = {};
  for (let section in overrides) {
    const override = overrideOf(overrides, section, nowMs);
    if (override != null && uplinks[section] != null) {
      next[section] = override;
    }
  }
  return length(next) == length(overrides) ? overrides : next;
}

/** When the next order ends by itself, or null. */
function nextEndMs(overrides: Overrides): number | null {
  let endMs: number | null = null;
  for (let section in overrides) {
    endMs = sooner(endMs, overrides[section]?.untilMs ?? null);
  }
  return endMs;
}

export { overrideKinds, overrideOf, withOverride, withoutEnded, nextEndMs };
