/** Mode `multi-uplink`: which uplinks share new connections, and by what weights. */
import type { Family } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import { respectedDefault } from "./foreign-default.ts";
import { isLeft } from "./leaving.ts";
import type { MarkingPlan } from "./marking.ts";
import { overrideOf } from "./override.ts";
import { unsharedOf } from "./policy.ts";
import { rankOf } from "./rank.ts";
import { families } from "./state.ts";
import type { State, UplinkState } from "./state.ts";

/** Whether new connections are shared now: the mode says so and the kernel can. */
function isSharing(state: State): boolean {
  return state.config?.global?.mode == "multi-uplink" && state.markingFailure == null;
}

/** The best rank that a family has to offer; null when it has none. */
function bestRankOf(state: State, family: Family, nowMs: number): number | null {
  let best: number | null = null;
  for (let section in state.uplinks) {
    const rank = rankOf(state, state.uplinks[section] as UplinkState, family, nowMs);
    best = rank == null ? best : min(best ?? rank, rank);
  }
  return best;
}

/** Whether an uplink takes new connections of a family when they are shared: none is better for now. */
function isTaking(state: State, uplink: UplinkState, family: Family, nowMs: number): boolean {
  const order = overrideOf(state.overrides, uplink.config.section, nowMs);
  const rank = rankOf(state, uplink, family, nowMs);
  const kept = order != null && order.kind != "force";
  return !kept && rank != null && rank == bestRankOf(state, family, nowMs);
}

/** Devices of the uplink, those of both families; none while netifd knows none. */
function devicesOf(uplink: UplinkState): string[] {
  const devices: string[] = [];
  for (let i = 0; i < length(families); i++) {
    const device = uplink.paths[families[i] as Family]?.facts?.device;
    if (device != null && index(devices, device) < 0) {
      push(devices, device);
    }
  }
  return devices;
}

/** Prefixes that the uplink's provider gave to the house. */
function prefixesOf(uplink: UplinkState): string[] {
  return filter(uplink.paths.ipv6?.facts?.sources ?? [], (source) => index(source, "/") > 0);
}

/** The marks that flows need, or null when there is nothing to steer. */
function markingOf(state: State, nowMs: number): MarkingPlan | null {
  const config = state.config;
  const sharing = config?.global?.mode == "multi-uplink";
  const uplinks: MarkingPlan["uplinks"] = [];
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    if (uplink.config.enabled) {
      const weight = sharing ? uplink.config.weight : 0;
      const takes = filter(families, (one) => sharing && isTaking(state, uplink, one, nowMs));
      push(uplinks, {
        slot: uplink.slot,
        devices: devicesOf(uplink),
        weight,
        takes,
        left: filter(families, (one) => isLeft(state, uplink, one, nowMs)),
        prefixes: state.translatesIpv6 ? [] : prefixesOf(uplink),
      });
    }
  }
  if (config == null || length(uplinks) == 0) {
    return null;
  }
  return {
    mask: config.global.markMask,
    balanceBy: config.global.balanceBy,
    uplinks,
    unshared: sharing ? unsharedOf(state, nowMs) : [],
  };
}

/** Parts of new connections by section, 0 to 100; sections without any are missing. */
function sharesOf(state: State, family: Family, nowMs: number): { [section: string]: number } {
  const used = state.choices[family].section;
  if (used == null || respectedDefault(state, family) != null) {
    return {};
  }
  if (!isSharing(state)) {
    return { [used]: 100 };
  }
  const weights: { [section: string]: number } = {};
  let total = 0;
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    if (isTaking(state, uplink, family, nowMs)) {
      weights[section] = uplink.config.weight;
      total += uplink.config.weight;
    }
  }
  const shares: { [section: string]: number } = {};
  for (let section in weights) {
    shares[section] = ratio(100 * (weights[section] as number), total);
  }
  return total == 0 ? { [used]: 100 } : shares;
}

export { devicesOf, isSharing, markingOf, sharesOf };
