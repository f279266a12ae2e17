/** What new connections would use if some uplinks failed: the engine's own choice on a changed state. */
import type { Config, Family } from "../../shared/domain.ts";
import type { ChoiceReply, ShareReply, WhatIfReply } from "../../shared/queries.ts";
import { sharesOf } from "./balance.ts";
import { choose } from "./decide.ts";
import { rankOf } from "./rank.ts";
import { families } from "./state.ts";
import type { Choice, PathState, State, UplinkState } from "./state.ts";
import { summaryOf } from "./what-if-summary.ts";

/** The path as it is when nothing it sends has been answered for long enough. */
function silenced(path: PathState): PathState {
  return {
    ...path,
    health: "offline",
    status: "down",
    word: "down",
    streak: -1,
    calmRounds: 0,
    onlineSinceMs: null,
    hopeless: false,
  };
}

function withoutUplink(state: State, section: string): State {
  const uplink = state.uplinks[section] as UplinkState;
  const paths: UplinkState["paths"] = {};
  for (let family in uplink.paths) {
    paths[family as Family] = silenced(uplink.paths[family as Family] as PathState);
  }
  return { ...state, uplinks: { ...state.uplinks, [section]: { ...uplink, paths } } };
}

/**
 * Without hold times, so that a return that is only waited for is a return; and decided, as it will be
 * when every first verdict is there.
 */
function settled(state: State): State {
  const config = state.config as Config;
  const decided = (choice: Choice): Choice =>
    choice.kind == "undecided" ? { ...choice, kind: "none" } : choice;
  return {
    ...state,
    config: { ...config, global: { ...config.global, failbackDelayS: 0 } },
    choices: { ipv4: decided(state.choices.ipv4), ipv6: decided(state.choices.ipv6) },
  };
}

/** The state after the families have been chosen for anew. */
function chosen(state: State, nowMs: number): State {
  let next = state;
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    const choice = choose(next, family, nowMs).choice;
    next = { ...next, choices: { ...next.choices, [family]: choice } };
  }
  return next;
}

function shareList(state: State, family: Family, nowMs: number): ShareReply[] {
  const shares = sharesOf(state, family, nowMs);
  return map(keys(shares), (section) => ({ section, share_pct: shares[section] as number }));
}

/** Whether rules of ours lead the family's packets anywhere. */
function isSteered(state: State, family: Family): boolean {
  return length(state.routing[family].plan?.rules ?? []) > 0;
}

function choiceReply(now: State, then: State, family: Family, nowMs: number): ChoiceReply | null {
  if (!isSteered(now, family)) {
    return null;
  }
  const choice = then.choices[family];
  const uplink = choice.section == null ? null : then.uplinks[choice.section];
  const before = sharesOf(now, family, nowMs);
  const shares = shareList(then, family, nowMs);
  const moved = filter(shares, (share) => before[share.section] != share.share_pct);
  return {
    section: choice.section,
    interface: uplink?.config?.interface ?? null,
    device: uplink?.paths?.[family]?.facts?.device ?? null,
    shares,
    changes: choice.section != now.choices[family].section || length(moved) > 0,
    reason: choice.reason,
  };
}

/** Uplinks that could be used and are not, in any family. */
function reservesIn(state: State, down: readonly string[], nowMs: number): string[] {
  return filter(keys(state.uplinks), (section) => {
    const uplink = state.uplinks[section] as UplinkState;
    const usable = filter(families, (family) => {
      const isUsed = exists(sharesOf(state, family, nowMs), section);
      return !isUsed && rankOf(state, uplink, family, nowMs) != null;
    });
    const used = filter(families, (family) => exists(sharesOf(state, family, nowMs), section));
    return length(used) == 0 && length(usable) > 0 && index(down, section) < 0;
  });
}

/**
 * The choice of each family once everything has settled with these uplinks dead: other uplinks keep the
 * verdict they have, flap damping and hysteresis included, orders stay in force, and hold times are
 * over. `down` must name sections that there are, and the state must have a configuration.
 */
function whatIf(state: State, down: readonly string[], nowMs: number): WhatIfReply {
  let changed = settled(state);
  for (let i = 0; i < length(down); i++) {
    changed = withoutUplink(changed, down[i] as string);
  }
  const then = chosen(changed, nowMs);
  const ipv4 = choiceReply(state, then, "ipv4", nowMs);
  const ipv6 = choiceReply(state, then, "ipv6", nowMs);
  const reserves = reservesIn(then, down, nowMs);
  const summary = summaryOf(state, down, { ipv4, ipv6 }, reserves);
  return { down: slice(down), ipv4, ipv6, summary };
}

export { whatIf };
