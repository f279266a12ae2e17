/** `status`: what the daemon published, and whether it still does. */
import { readfile } from "ucode:fs";
import type { ServiceState, StatusReply, UplinkStatusReply } from "../../shared/contract.ts";
import type { Snapshot, UplinkStatus } from "../../shared/domain.ts";
import { parseStatus, statusPath } from "../../shared/router/status-file.ts";

/** The daemon publishes every 5 seconds; four missed ones mean that it is not well. */
const staleAfterS = 20;

function uplinkReply(uplink: UplinkStatus): UplinkStatusReply {
  return {
    section: uplink.section,
    interface: uplink.interface,
    device: uplink.device,
    status: uplink.status,
    active: uplink.active,
    reason: uplink.reason,
    status_since: uplink.statusSince,
    last_check: uplink.lastCheck,
    latency_ms: uplink.latencyMs,
    jitter_ms: uplink.jitterMs,
    loss_pct: uplink.lossPct,
    gateway: uplink.gateway,
    address: uplink.address,
    targets: uplink.targets,
    rx_bytes: uplink.rxBytes,
    tx_bytes: uplink.txBytes,
    metric: uplink.metric,
    weight: uplink.weight,
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
