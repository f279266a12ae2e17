/** `status`: what the daemon published, and whether it still does. */
import { access, readfile, stat, writefile } from "ucode:fs";
import type {
  PathReply,
  ServiceState,
  StatusReply,
  TargetReply,
  UplinkStatusReply,
} from "../../shared/contract.ts";
import type { PathStatus, Snapshot, TargetStatus, UplinkStatus } from "../../shared/domain.ts";
import { parseStatus, readerPath, statusPath } from "../../shared/router/status-file.ts";
import type { Arguments, Refusal } from "../method.ts";
import { objectionToSince, readNews } from "./events.ts";

/** Sixty uplinks with both families and eight targets take less than half of it. */
const maxBytes = 524288;

/** The daemon publishes every 16 seconds at least; one that misses that and the next is not well. */
const staleAfterS = 30;

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
    label: uplink.label,
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

interface Published {
  service: ServiceState;
  /** Null while running. */
  message: string | null;
  /** When the file was written, if the snapshot does not say. */
  writtenS: number | null;
  snapshot: Snapshot | null;
}

function published(
  service: ServiceState,
  message: string | null,
  snapshot: Snapshot | null,
  writtenS: number | null
): Published {
  return { service, message, snapshot, writtenS };
}

/** "5 seconds ago", or in the future when the clock has been set back since. */
function ageText(thenS: number, now: number): string {
  return thenS > now ? `${thenS - now} seconds in the future` : `${now - thenS} seconds ago`;
}

/** What the file says, and whether somebody still writes it; never an error. */
function readPublished(now: number): Published {
  const file = stat(statusPath);
  if (file == null) {
    const message = "The service is not running: there is no status file.";
    return published("stopped", message, null, null);
  }
  const text = file.type == "file" ? readfile(statusPath, maxBytes) : null;
  const snapshot = text == null ? null : parseStatus(text);
  const writtenS = snapshot?.timestamp ?? file.mtime;
  const age = ageText(writtenS, now);
  if (snapshot == null) {
    const fault = text == null ? "cannot be read" : "is incomplete or damaged";
    return published("stale", `${statusPath} ${fault}; it was written ${age}.`, null, writtenS);
  }
  return now - writtenS > staleAfterS || writtenS - now > staleAfterS
    ? published("stale", `The service published last ${age}.`, snapshot, writtenS)
    : published("running", null, snapshot, writtenS);
}

/** Lets the daemon know that somebody reads, so that it publishes what it measures at once. */
function announceReader(): void {
  if (access(readerPath) != true) {
    writefile(readerPath, "");
  }
}

/** What the daemon published, and the events after `since`, none when it is null. */
function readStatus(since: number | null): StatusReply {
  const now = time();
  const found = readPublished(now);
  const snapshot = found.snapshot;
  const news = readNews(since);
  return {
    service: found.service,
    message: found.message,
    now,
    timestamp: found.writtenS,
    version: snapshot?.version ?? null,
    mode: snapshot?.mode ?? null,
    check_interval: snapshot?.checkIntervalS ?? null,
    reason: snapshot?.reason ?? null,
    active_since: snapshot?.activeSince ?? null,
    notice: snapshot == null || snapshot.notice == "" ? null : snapshot.notice,
    warnings: snapshot?.warnings ?? [],
    uplinks: map(snapshot?.uplinks ?? [], (uplink) => uplinkReply(uplink)),
    events: news.events,
    last_event: news.latestId,
  };
}

function answerStatus(args: Arguments): StatusReply | Refusal {
  const objection = objectionToSince(args.since);
  if (objection != null) {
    return objection;
  }
  const reply = readStatus((args.since ?? null) as number | null);
  if (reply.service == "running") {
    announceReader();
  }
  return reply;
}

export { answerStatus, readStatus };
