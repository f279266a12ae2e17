/** What others may see of the state. */
import type {
  Family,
  Health,
  LinkQuality,
  OverrideStatus,
  PathStatus,
  Snapshot,
  TargetStatus,
  Traffic,
  UplinkStatus,
} from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import { schemaVersion } from "../../shared/router/status-file.ts";
import { version } from "../../shared/version.ts";
import { sharesOf } from "./balance.ts";
import { suppressedUntilMs } from "./flap.ts";
import { overrideOf } from "./override.ts";
import { averageScore } from "./score.ts";
import type { PathState, State, UplinkState } from "./state.ts";
import { neededTargets, targetsOf, targetWordOf } from "./target.ts";
import { warningsOf } from "./warnings.ts";
import { qualityOf, qualityOfTally } from "./window.ts";

/** What one round said of a path. */
interface PathSample extends LinkQuality {
  health: Health;
}

/** The moment of a snapshot: `wallOffsetMs` is wall clock minus monotonic clock. */
interface Moment {
  nowMs: number;
  wallOffsetMs: number;
}

/** Seconds since 1970 at a monotonic time. */
function wallS(atMs: number | null, moment: Moment): number | null {
  return atMs == null ? null : int(ratio(atMs + moment.wallOffsetMs, 1000));
}

function targetStatuses(uplink: UplinkState, path: PathState): TargetStatus[] {
  return map(targetsOf(uplink, path), (target) => {
    const tally = path.window.totals[target];
    const quality = tally == null ? null : qualityOfTally(tally);
    return {
      target,
      state: targetWordOf(uplink, path, target),
      latencyMs: quality?.latencyMs ?? null,
      lossPct: quality?.lossPct ?? null,
    };
  });
}

function reasonOf(uplink: UplinkState, path: PathState, state: State, moment: Moment): string {
  if (!uplink.config.enabled) {
    return "disabled in the configuration";
  }
  const order = overrideOf(state.overrides, uplink.config.section, moment.nowMs);
  return order?.kind == "disable" ? "disabled by order" : path.reason;
}

function pathStatus(
  state: State,
  uplink: UplinkState,
  path: PathState,
  sharePct: number,
  moment: Moment
): PathStatus {
  const quality = qualityOf(path.window.totals, neededTargets(uplink, path));
  return {
    status: path.status,
    health: path.health,
    active: sharePct > 0,
    sharePct,
    reason: reasonOf(uplink, path, state, moment),
    statusSince: wallS(path.sinceMs, moment),
    lastCheck: wallS(path.lastCheckMs, moment),
    latencyMs: quality.latencyMs,
    jitterMs: quality.jitterMs,
    lossPct: quality.lossPct,
    score: averageScore(path),
    gateway: path.facts?.gateway ?? null,
    address: path.facts?.address ?? null,
    targets: targetStatuses(uplink, path),
    suppressedUntil: wallS(suppressedUntilMs(path, moment.nowMs), moment),
  };
}

function overrideStatus(state: State, section: string, moment: Moment): OverrideStatus | null {
  const override = overrideOf(state.overrides, section, moment.nowMs);
  return override == null ? null : { kind: override.kind, until: wallS(override.untilMs, moment) };
}

/** The family an uplink is shown by first: IPv4, unless it has only the other. */
function firstFamily(uplink: UplinkState): Family {
  const paths = uplink.paths;
  const only = paths.ipv4 == null || (paths.ipv4.facts == null && paths.ipv6?.facts != null);
  return only ? "ipv6" : "ipv4";
}

function uplinkStatus(
  state: State,
  uplink: UplinkState,
  shares: { [family in Family]: { [section: string]: number } },
  traffic: Traffic | null,
  moment: Moment
): UplinkStatus {
  const section = uplink.config.section;
  const family = firstFamily(uplink);
  const shown = (one: Family) =>
    pathStatus(state, uplink, uplink.paths[one] as PathState, shares[one][section] ?? 0, moment);
  const second = family == "ipv4" && uplink.paths.ipv6?.facts != null;
  return {
    ...shown(family),
    section,
    interface: uplink.config.interface,
    label: uplink.config.label,
    family,
    device: uplink.paths[family]?.facts?.device ?? null,
    ipv6: second ? shown("ipv6") : null,
    rxBytes: traffic?.rxBytes ?? null,
    txBytes: traffic?.txBytes ?? null,
    metric: uplink.config.metric,
    weight: uplink.config.weight,
    metered: uplink.config.metered,
    override: overrideStatus(state, section, moment),
    slot: uplink.slot,
  };
}

/** What does not work as configured. */
function noticeOf(state: State): string {
  if (state.markingFailure == null) {
    return "";
  }
  const sharing = state.config?.global?.mode == "multi-uplink";
  const loss = sharing
    ? "connections are not shared: the one with the lowest metric carries everything"
    : "flows do not stay on their uplink when another one takes over";
  return `${state.markingFailure}; ${loss}`;
}

/** The state as it is published; `traffic` by device name. Null before there is a configuration. */
function snapshotOf(
  state: State,
  nowMs: number,
  wallOffsetMs: number,
  traffic: { [device: string]: Traffic | null }
): Snapshot | null {
  if (state.config == null) {
    return null;
  }
  const moment = { nowMs, wallOffsetMs };
  const shares = { ipv4: sharesOf(state, "ipv4", nowMs), ipv6: sharesOf(state, "ipv6", nowMs) };
  const uplinks: UplinkStatus[] = [];
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const device = uplink.paths[firstFamily(uplink)]?.facts?.device;
    const counters = device == null ? null : (traffic[device] ?? null);
    push(uplinks, uplinkStatus(state, uplink, shares, counters, moment));
  }
  const choice = state.choices.ipv4.section == null ? state.choices.ipv6 : state.choices.ipv4;
  return {
    schemaVersion,
    version,
    mode: state.config.global.mode,
    checkIntervalS: state.config.global.checkIntervalS,
    timestamp: wallS(nowMs, moment) as number,
    reason: choice.section == null ? state.choices.ipv4.reason : choice.reason,
    activeSince: wallS(choice.sinceMs, moment),
    notice: noticeOf(state),
    warnings: warningsOf(state, nowMs),
    uplinks,
  };
}

/** A path's last judged round on its own; null when there is no such path. */
function sampleOf(state: State, section: string, family: Family): PathSample | null {
  const uplink = state.uplinks[section];
  const path = uplink?.paths?.[family];
  if (uplink == null || path == null) {
    return null;
  }
  return { ...qualityOf(path.window.open, neededTargets(uplink, path)), health: path.health };
}

export { snapshotOf, sampleOf };
export type { PathSample };
