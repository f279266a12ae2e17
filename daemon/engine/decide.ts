/** Chooses the uplink for new connections: mode `failover`. */
import type { Family } from "../../shared/domain.ts";
import { probeTable } from "../../shared/router/mark.ts";
import { isUnheard, isUsable } from "./health.ts";
import type { Choice, State, UplinkState } from "./state.ts";

/**
 * Lower is better: online, then answering again but not yet trusted, which beats nothing at all. Null
 * for one that cannot be used.
 */
function rankOf(uplink: UplinkState, family: Family): number | null {
  const path = uplink.paths[family];
  if (path == null || !uplink.config.enabled || !isUsable(path)) {
    return null;
  }
  if (path.health == "online") {
    return 0;
  }
  return path.streak > 0 ? 1 : null;
}

/** Whether its first verdict is still to come; not of one whose probes the kernel keeps from leaving. */
function isAwaited(state: State, uplink: UplinkState, family: Family): boolean {
  const path = uplink.paths[family];
  const waiting = path != null && path.health == "unknown" && (isUnheard(path) || isUsable(path));
  const probed = index(state.failedTables, probeTable(uplink.slot)) < 0;
  return waiting && probed && uplink.config.enabled;
}

function isBetter(rank: number, metric: number, best: UplinkState, bestRank: number): boolean {
  return rank < bestRank || (rank == bestRank && metric < best.config.metric);
}

function reasonFor(state: State, best: UplinkState, rank: number): string {
  const name = best.config.interface;
  if (rank > 0) {
    return `${name} answers again and nothing else does`;
  }
  let unavailable = "";
  for (let section in state.uplinks) {
    const other = state.uplinks[section] as UplinkState;
    if (other.config.enabled && other.config.metric < best.config.metric) {
      unavailable =
        unavailable == "" ? other.config.interface : `${unavailable}, ${other.config.interface}`;
    }
  }
  return unavailable == ""
    ? `${name} has the lowest metric of those online`
    : `${name} is online and ${unavailable} is not`;
}

/**
 * The choice for the state's uplinks. It stays `undecided` until the first round of every uplink that
 * could be preferred has been judged: a start then never moves traffic twice.
 */
function choose(state: State, family: Family): Choice {
  let best: UplinkState | null = null;
  let bestRank = 0;
  let awaitedMetric: number | null = null;
  let enabledCount = 0;
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const rank = rankOf(uplink, family);
    enabledCount += uplink.config.enabled ? 1 : 0;
    if (rank != null && (best == null || isBetter(rank, uplink.config.metric, best, bestRank))) {
      best = uplink;
      bestRank = rank;
    }
    if (isAwaited(state, uplink, family)) {
      awaitedMetric = min(awaitedMetric ?? uplink.config.metric, uplink.config.metric);
    }
  }
  const undecided = state.choice.kind == "undecided";
  if (
    undecided &&
    awaitedMetric != null &&
    !(best != null && best.config.metric <= awaitedMetric)
  ) {
    return state.choice;
  }
  if (best == null) {
    const reason =
      enabledCount == 0 ? "no uplink is configured and enabled" : "no uplink is online";
    return { kind: "none", section: null, reason };
  }
  return { kind: "use", section: best.config.section, reason: reasonFor(state, best, bestRank) };
}

export { choose };
