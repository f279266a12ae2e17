/**
 * Flows that began on a metered uplink while nothing better worked, a tunnel's or a call's for example, would
 * stay on it and cost money for ever. So one that is no longer in use is left like a dead one: nftables keeps
 * no flow of the house on it any more. What comes in through it is still answered through it.
 */
import type { Family } from "../../shared/domain.ts";
import { overrideOf } from "./override.ts";
import { isWantedByRules } from "./policy.ts";
import type { State, UplinkState } from "./state.ts";

/**
 * The router's own programs go on from the address that they once had, which leads through the uplink
 * whatever nftables does. So long after a switch it does not: longer than most tunnels are silent.
 */
const leadAwayMs = 60000;

/** Whether an unmetered uplink is in use instead, and nothing sends flows to this one. */
function isLeft(state: State, uplink: UplinkState, family: Family, nowMs: number): boolean {
  const section = uplink.config.section;
  const used = state.choices[family].section;
  return (
    uplink.config.metered &&
    used != null &&
    used != section &&
    state.uplinks[used]?.config?.metered == false &&
    state.config?.global?.mode != "multi-uplink" &&
    overrideOf(state.overrides, section, nowMs) == null &&
    !isWantedByRules(state, section, family, nowMs)
  );
}

/** When addresses of uplinks that were left lead through them again; null when they do already. */
function leadAwayUntilMs(state: State, family: Family, nowMs: number): number | null {
  const untilMs = (state.choices[family].sinceMs ?? 0) + leadAwayMs;
  return nowMs < untilMs ? untilMs : null;
}

/** Whether what the router sends from the uplink's address goes the way of all. */
function isLedAway(state: State, uplink: UplinkState, family: Family, nowMs: number): boolean {
  // Without marks what comes in could not be answered.
  return (
    family == "ipv4" &&
    state.markingFailure == null &&
    leadAwayUntilMs(state, family, nowMs) != null &&
    isLeft(state, uplink, family, nowMs)
  );
}

export { isLedAway, isLeft, leadAwayUntilMs };
