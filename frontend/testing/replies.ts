/** Replies of the router as far as a story tells them; all is well where it says nothing. */
import type { PathReply, StatusReply, UplinkStatusReply } from "../../shared/contract.ts";
import type { InterfaceReply } from "../../shared/queries.ts";

function path(story: Partial<PathReply> = {}): PathReply {
  return {
    status: "up",
    health: "online",
    active: false,
    share_pct: story.active ? 100 : 0,
    reason: "",
    status_since: 0,
    last_check: null,
    latency_ms: null,
    jitter_ms: null,
    loss_pct: null,
    score: null,
    gateway: null,
    address: null,
    targets: [],
    suppressed_until: null,
    ...story,
  };
}

function uplink(
  name: string,
  metric: number,
  story: Partial<UplinkStatusReply> = {}
): UplinkStatusReply {
  return {
    ...path(story),
    section: name,
    interface: name,
    label: name,
    family: "ipv4",
    device: null,
    ipv6: null,
    rx_bytes: null,
    tx_bytes: null,
    metric,
    weight: 1,
    metered: false,
    override: null,
    ...story,
  };
}

function status(uplinks: UplinkStatusReply[], story: Partial<StatusReply> = {}): StatusReply {
  return {
    service: "running",
    message: null,
    now: 3600,
    timestamp: 3600,
    version: "0.1.0",
    mode: "failover",
    check_interval: 5,
    reason: null,
    active_since: 180,
    notice: null,
    warnings: [],
    uplinks,
    events: [],
    last_event: 0,
    ...story,
  };
}

function netifdInterface(name: string, story: Partial<InterfaceReply> = {}): InterfaceReply {
  return {
    interface: name,
    proto: "dhcp",
    up: true,
    device: null,
    families: ["ipv4"],
    addresses: [],
    gateway: null,
    has_default_route: true,
    zone: null,
    used_by: null,
    looks_like_wan: true,
    reason: "",
    obstacle: null,
    ...story,
  };
}

export { netifdInterface, path, status, uplink };
