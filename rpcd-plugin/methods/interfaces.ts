/** `interfaces`: what netifd has, what of it is used, and what looks like a WAN. */
import { cursor } from "ucode:uci";
import { ubusStatus } from "../../shared/contract.ts";
import type { Family, UplinkConfig } from "../../shared/domain.ts";
import type { InterfaceReply, InterfacesReply } from "../../shared/queries.ts";
import { zonesByInterface } from "../../shared/router/firewall-zones.ts";
import type { ZoneOfInterface } from "../../shared/router/firewall-zones.ts";
import { readConfig } from "../../shared/router/read-config.ts";
import { readSettings } from "../../shared/router/read-settings.ts";
import { readinessOf } from "../../shared/router/readiness.ts";
import type { Line } from "../../shared/router/readiness.ts";
import { wanLikenessOf } from "../../shared/router/wan-likeness.ts";
import { refusal } from "../method.ts";
import type { Refusal } from "../method.ts";
import { deviceOf, gatewayOf, readInterfaces } from "../netifd.ts";
import type { NetifdInterface } from "../netifd.ts";

type Zones = { [name: string]: ZoneOfInterface };

/** Null when the firewall's configuration cannot be read. */
function readZones(): Zones | null {
  const uci = cursor();
  return uci?.load?.("firewall") == true
    ? zonesByInterface(values(uci.get_all("firewall") ?? {}))
    : null;
}

function addressesOf(entry: NetifdInterface): string[] {
  return map(
    [...(entry["ipv4-address"] ?? []), ...(entry["ipv6-address"] ?? [])],
    (address) => address.address
  );
}

/** What it has or, while it is down, could have of IPv4. */
function hasIpv4(entry: NetifdInterface): boolean {
  return entry.up == true
    ? length(entry["ipv4-address"] ?? []) > 0 || gatewayOf(entry, "0.0.0.0") != null
    : entry.proto != "dhcpv6";
}

function hasIpv6(entry: NetifdInterface): boolean {
  const has = [...(entry["ipv6-address"] ?? []), ...(entry["ipv6-prefix"] ?? [])];
  return length(has) > 0 || gatewayOf(entry, "::") != null;
}

/** Whether `wan6` is set on `@wan`, or both are on one device. */
function isOnDeviceOf(entry: NetifdInterface, other: NetifdInterface): boolean {
  const device = deviceOf(entry);
  return device != null && (device == `@${other.interface}` || device == deviceOf(other));
}

/**
 * The interface on the same device that brings this one along: the one that has IPv4, for one that has
 * none, or the one whose protocol made it.
 */
function companionOf(entry: NetifdInterface, all: NetifdInterface[]): string | null {
  const made = entry.dynamic == true;
  if (!made && (hasIpv4(entry) || (entry.proto != "dhcpv6" && !hasIpv6(entry)))) {
    return null;
  }
  const others = filter(
    all,
    (other) => (made ? other.dynamic != true : hasIpv4(other)) && isOnDeviceOf(entry, other)
  );
  return others[0]?.interface ?? null;
}

/** The interface with what its protocol has made on its device: a modem's `wwan` has its address there. */
function wholeOf(entry: NetifdInterface, all: NetifdInterface[]): NetifdInterface {
  const made =
    entry.dynamic == true
      ? []
      : filter(all, (other) => other.dynamic == true && isOnDeviceOf(other, entry));
  let whole = entry;
  for (let i = 0; i < length(made); i++) {
    const part = made[i] as NetifdInterface;
    whole = {
      ...whole,
      "ipv4-address": [...(whole["ipv4-address"] ?? []), ...(part["ipv4-address"] ?? [])],
      "ipv6-address": [...(whole["ipv6-address"] ?? []), ...(part["ipv6-address"] ?? [])],
      "ipv6-prefix": [...(whole["ipv6-prefix"] ?? []), ...(part["ipv6-prefix"] ?? [])],
      route: [...(whole.route ?? []), ...(part.route ?? [])],
    };
  }
  return whole;
}

function familiesOf(entry: NetifdInterface): Family[] {
  const families: Family[] = [];
  if (entry.up == true && hasIpv4(entry)) {
    push(families, "ipv4");
  }
  if (entry.up == true && hasIpv6(entry)) {
    push(families, "ipv6");
  }
  return families;
}

/** `zones` is null when they are not known. */
function interfaceReply(
  own: NetifdInterface,
  all: NetifdInterface[],
  zones: Zones | null,
  usedBy: string | null
): InterfaceReply {
  const entry = wholeOf(own, all);
  const name = entry.interface;
  const gateway = gatewayOf(entry, "0.0.0.0") ?? gatewayOf(entry, "::");
  const zone = zones != null && exists(zones, name) ? (zones[name] as ZoneOfInterface) : null;
  const isUp = entry.up == true;
  const likeness = wanLikenessOf({
    name,
    proto: entry.proto ?? null,
    device: deviceOf(entry),
    zone: zone?.zone ?? null,
    masquerades: zone?.masquerades ?? null,
    hasDefaultRoute: isUp ? gateway != null : null,
    companion: companionOf(own, all),
  });
  return {
    interface: name,
    proto: entry.proto ?? "none",
    up: isUp,
    device: deviceOf(entry),
    families: familiesOf(entry),
    addresses: addressesOf(entry),
    gateway: gateway == "" ? null : gateway,
    has_default_route: gateway != null,
    zone: zone?.zone ?? null,
    used_by: usedBy,
    looks_like_wan: likeness.likely,
    reason: likeness.reason,
    obstacle: null,
  };
}

/** Section by the interface that it uses. */
function usersByInterface(): { [name: string]: string } {
  const uplinks: UplinkConfig[] = readConfig(cursor()).parsed?.config?.uplinks ?? [];
  const users: { [name: string]: string } = {};
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as UplinkConfig;
    users[uplink.interface] = uplink.section;
  }
  return users;
}

/** What stands in the way of each that could be an uplink, by interface. */
function obstaclesOf(
  replies: readonly InterfaceReply[],
  all: NetifdInterface[]
): { [name: string]: string } {
  const likely = filter(replies, (one) => one.looks_like_wan);
  const lines = map(likely, (one): Line => ({
    section: one.interface,
    label: one.interface,
    enabled: true,
    interface: one.interface,
    families: ["ipv4", "ipv6"],
  }));
  const warnings = readinessOf(lines, { interfaces: all, ...readSettings(cursor()) });
  const obstacles: { [name: string]: string } = {};
  map(warnings, (one) => (obstacles[one.section as string] ??= one.message));
  return obstacles;
}

/** In netifd's order, that of their names. */
function interfaces(): InterfacesReply | Refusal {
  const all = readInterfaces();
  if (all == null) {
    return refusal(ubusStatus.timeout, "netifd does not answer");
  }
  const zones = readZones();
  const users = usersByInterface();
  const replies = map(all, (entry) => {
    const name = entry.interface;
    const usedBy = exists(users, name) ? (users[name] as string) : null;
    return interfaceReply(entry, all, zones, usedBy);
  });
  const obstacles = obstaclesOf(replies, all);
  return {
    interfaces: map(replies, (one) => ({ ...one, obstacle: obstacles[one.interface] ?? null })),
  };
}

export { interfaces };
