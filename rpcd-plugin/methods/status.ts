/** `status`: what the daemon published, and whether it still does. */
import { readfile } from "ucode:fs";
import type {
  PathReply,
  ServiceState,
  StatusReply,
  TargetReply,
  UplinkStatusReply,
} from "../../shared/contract.ts";
import type { PathStatus, Snapshot, TargetStatus, UplinkStatus } from "../../shared/domain.ts";
import { parseStatus, statusPath } from "../../shared/router/status-file.ts";

/** The daemon publishes every 5 seconds; four missed ones mean that it is not well. */
const staleAfterS = 20;

function targetReply(target: TargetStatus): TargetReply {
  return {
    target: target.target,
    state: target.state,
    latency_ms: target.latencyMs,
    loss_pct: target.lossPct,
  };
}

function pathReply(path: PathStatus): PathReply {
  return {
    status: path.status,
    health: path.health,
    active: path.active,
    share_pct: path.sharePct,
    reason: path.reason,
    status_since: path.statusSince,
    last_check: path.lastCheck,
    latency_ms: path.latencyMs,
    jitter_ms: path.jitterMs,
    loss_pct: path.lossPct,
    score: path.score,
    gateway: path.gateway,
    address: path.address,
    targets: map(path.targets, (target) => targetReply(target)),
    suppressed_until: path.suppressedUntil,
  };
}

function uplinkReply(uplink: UplinkStatus): UplinkStatusReply {
  return {
    ...pathReply(uplink),
    section: uplink.section,
    interface: uplink.interface,
    family: uplink.family,
    device: uplink.device,
    ipv6: uplink.ipv6 == null ? null : pathReply(uplink.ipv6),
    rx_bytes: uplink.rxBytes,
    tx_bytes: uplink.txBytes,
    metric: uplink.metric,
    weight: uplink.weight,
    metered: uplink.metered,
    override: uplink.override,
  };
}

function replyOf(
  service: ServiceState,
  message: string | null,
  snapshot: Snapshot | null,
  now: number
): StatusReply {
  return {
    service,
    message,
    now,
    timestamp: snapshot?.timestamp ?? null,
    version: snapshot?.version ?? null,
    mode: snapshot?.mode ?? null,
    check_interval: snapshot?.checkIntervalS ?? null,
    reason: snapshot?.reason ?? null,
    active_since: snapshot?.activeSince ?? null,
    notice: snapshot == null || snapshot.notice == "" ? null : snapshot.notice,
    uplinks: map(snapshot?.uplinks ?? [], (uplink) => uplinkReply(uplink)),
  };
}

/** The status as the file has it; a missing, broken or old file is said, never an error. */
function readStatus(): StatusReply {
  const now = time();
  const text = readfile(statusPath);
  if (text == null) {
    const message = "The service is not running: there is no status file.";
    return replyOf("stopped", message, null, now);
  }
  const snapshot = parseStatus(text);
  if (snapshot == null) {
    return replyOf("stale", `${statusPath} is incomplete or damaged.`, null, now);
  }
  const ageS = now - snapshot.timestamp;
  return ageS > staleAfterS
    ? replyOf("stale", `The service has published nothing for ${ageS} seconds.`, snapshot, now)
    : replyOf("running", null, snapshot, now);
}

export { readStatus };
