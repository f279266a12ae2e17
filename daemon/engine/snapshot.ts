/** What others may see of the state. */
import type { Snapshot, Traffic, UplinkStatus } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import { schemaVersion } from "../../shared/router/status-file.ts";
import { version } from "../../shared/version.ts";
import type { PathState, State, UplinkState } from "./state.ts";
import { qualityOf } from "./window.ts";

/** Seconds since 1970 at a monotonic time; `wallOffsetMs` is wall clock minus monotonic clock. */
function wallS(atMs: number | null, wallOffsetMs: number): number | null {
  return atMs == null ? null : int(ratio(atMs + wallOffsetMs, 1000));
}

function reasonOf(uplink: UplinkState, path: PathState): string {
  return uplink.config.enabled ? path.reason : "disabled in the configuration";
}

function uplinkStatus(
  state: State,
  uplink: UplinkState,
  traffic: Traffic | null,
  wallOffsetMs: number
): UplinkStatus {
  const path = uplink.paths.ipv4 as PathState;
  const quality = qualityOf(path.window);
  return {
    section: uplink.config.section,
    interface: uplink.config.interface,
    device: path.facts?.device ?? null,
    status: path.status,
    active: state.choice.section == uplink.config.section,
    reason: reasonOf(uplink, path),
    statusSince: wallS(path.sinceMs, wallOffsetMs),
    lastCheck: wallS(path.lastCheckMs, wallOffsetMs),
    latencyMs: quality.latencyMs,
    jitterMs: quality.jitterMs,
    lossPct: quality.lossPct,
    gateway: path.facts?.gateway ?? null,
    address: path.facts?.address ?? null,
    targets: uplink.config.targets,
    rxBytes: traffic?.rxBytes ?? null,
    txBytes: traffic?.txBytes ?? null,
    metric: uplink.config.metric,
    weight: uplink.config.weight,
    slot: uplink.slot,
  };
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
  const uplinks: UplinkStatus[] = [];
  for (let section in state.uplinks) {
    const uplink = state.uplinks[section] as UplinkState;
    const device = uplink.paths.ipv4?.facts?.device;
    const counters = device == null ? null : (traffic[device] ?? null);
    push(uplinks, uplinkStatus(state, uplink, counters, wallOffsetMs));
  }
  return {
    schemaVersion,
    version,
    mode: state.config.global.mode,
    checkIntervalS: state.config.global.checkIntervalS,
    timestamp: wallS(nowMs, wallOffsetMs) as number,
    reason: state.choice.reason,
    uplinks,
  };
}

export { snapshotOf };
