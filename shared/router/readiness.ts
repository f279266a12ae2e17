/**
 * What would make a switch to an uplink fail although its probes are answered: they are the router's own,
 * and the firewall has no say in them.
 */
import type { Family, UplinkConfig, Warning, WarningCode } from "../domain.ts";
import { conflictsAmong } from "./address-conflict.ts";
import type { FirewallSection } from "./firewall-zones.ts";
import { firewallOf, passes, zoneAround } from "./firewall.ts";
import type { Firewall, FirewallZone } from "./firewall.ts";
import { matchLine, quoted } from "./text.ts";

/** An uplink that there is or could be. */
type Line = Pick<UplinkConfig, "section" | "label" | "enabled" | "interface" | "families">;

/** An interface in netifd's `dump`, as far as it is read here. */
interface DumpedInterface {
  interface: string;
  up?: boolean;
  dynamic?: boolean;
  l3_device?: string;
  device?: string;
  "ipv4-address"?: { address: string; mask: number }[];
  "ipv6-address"?: object[];
  "ipv6-prefix"?: object[];
  route?: DumpedRoute[];
  inactive?: { route?: DumpedRoute[] };
  /** What its protocol adds; `zone` is read by firewall4. */
  data?: { zone?: string };
}

interface DumpedRoute {
  target: string;
  mask: number;
}

/** A section of `/etc/config/network` as libuci gives it. */
interface NetworkSection {
  ".name": string;
  ".type": string;
  [option: string]: unknown;
}

/** What the router is set to and has. Null is what cannot be read: nothing is said of it. */
interface RouterSettings {
  interfaces: DumpedInterface[] | null;
  network: readonly NetworkSection[] | null;
  firewall: readonly FirewallSection[] | null;
}

/** The house as far as a switch to an uplink matters to it. */
interface House {
  byName: { [name: string]: DumpedInterface };
  /** Those on each layer-3 device: `wan6` beside `wan`, `wwan_4` beside a modem's `wwan`. */
  byDevice: { [device: string]: DumpedInterface[] };
  network: readonly NetworkSection[];
  firewall: Firewall | null;
}

/** Names that a person can choose from, so many at most. */
const mostNames = 8;

/** Where the house is when nothing else tells. */
const lanName = "lan";

function deviceOf(entry: DumpedInterface): string | null {
  return entry.l3_device ?? entry.device ?? null;
}

function houseOf(interfaces: readonly DumpedInterface[], settings: RouterSettings): House {
  const byName: House["byName"] = {};
  const byDevice: House["byDevice"] = {};
  for (let i = 0; i < length(interfaces); i++) {
    const one = interfaces[i] as DumpedInterface;
    byName[one.interface] = one;
    if (one.l3_device != null) {
      byDevice[one.l3_device] ??= [];
      push(byDevice[one.l3_device] as DumpedInterface[], one);
    }
  }
  const firewall = firewallOf(settings.firewall ?? []);
  return { byName, byDevice, network: settings.network ?? [], firewall };
}

function entryNamed(house: House, name: string): DumpedInterface | null {
  return exists(house.byName, name) ? (house.byName[name] as DumpedInterface) : null;
}

/** The interface and those on its layer-3 device. */
function sideBySide(house: House, entry: DumpedInterface): DumpedInterface[] {
  return entry.l3_device == null ? [entry] : (house.byDevice[entry.l3_device] ?? [entry]);
}

function warningOf(uplink: Line, code: WarningCode, message: string): Warning {
  return { section: uplink.section, code, message };
}

/** What to write instead of a name that netifd does not know. */
function remedyFor(name: string, house: House): string {
  const set = filter(
    house.network,
    (one) => one[".type"] == "interface" && one[".name"] == name
  )[0];
  if (set != null) {
    return set.disabled == "1"
      ? "it is disabled in /etc/config/network"
      : "it is in /etc/config/network, so run 'service network reload'";
  }
  const meant = filter(
    values(house.byName),
    (one) => lc(one.interface) == lc(name) || deviceOf(one) == name
  )[0];
  const names = map(
    filter(values(house.byName), (one) => one.interface != "loopback"),
    (one) => quoted(one.interface)
  );
  return meant == null
    ? `set its name to one of ${join(", ", slice(names, 0, mostNames))}`
    : `set its name to ${quoted(meant.interface)}`;
}

function unknownInterface(uplink: Line, house: House): Warning[] {
  const name = uplink.interface;
  // A modem's protocol makes `wwan_4` when it comes up.
  const maker = matchLine(name, /^([A-Za-z0-9_]+)_[46]$/)?.[1];
  const isMade = maker != null && entryNamed(house, maker) != null;
  const message = `${uplink.label}: netifd knows no interface ${quoted(name)}: ${remedyFor(name, house)}`;
  return isMade ? [] : [warningOf(uplink, "unknown_interface", message)];
}

function hasDefaultRoute(entry: DumpedInterface): boolean {
  const routes = [...(entry.route ?? []), ...(entry.inactive?.route ?? [])];
  return length(filter(routes, (one) => one.mask == 0)) > 0;
}

/** The zone of an uplink: firewall4 goes by device, and `wan6` shares `wan`'s. */
function zoneOf(entry: DumpedInterface, house: House): FirewallZone | null {
  const all = sideBySide(house, entry);
  const names = map(all, (one) => one.interface);
  const named = map(all, (one) => one.data?.zone ?? "");
  return zoneAround(house.firewall as Firewall, names, deviceOf(entry), named);
}

/** Zones that the house is in: the LAN's, unless only others may pass to an uplink; null when unknown. */
function homeZones(house: House, zones: readonly FirewallZone[]): string[] {
  const firewall = house.firewall as Firewall;
  const names = map(firewall.zones, (one) => one.name);
  const outer = map(zones, (one) => one.name);
  const served = filter(
    names,
    (name) =>
      index(outer, name) < 0 && length(filter(outer, (zone) => passes(firewall, name, zone))) > 0
  );
  const lan = zoneAround(firewall, [lanName], null, [])?.name;
  return lan != null && (length(served) == 0 || index(served, lan) >= 0) ? [lan] : served;
}

/** What the firewall would do to the house's traffic through each of the uplinks. */
function firewallWarnings(uplinks: readonly Line[], house: House): Warning[] {
  const firewall = house.firewall;
  const found: Warning[] = [];
  if (firewall == null) {
    return found;
  }
  const zones: { [section: string]: FirewallZone } = {};
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as Line;
    const entry = entryNamed(house, uplink.interface);
    const zone = entry == null ? null : zoneOf(entry, house);
    if (zone != null) {
      zones[uplink.section] = zone;
    } else if (entry != null) {
      const other = values(zones)[0]?.name ?? "wan";
      const message = `${uplink.label} is in no firewall zone: the house would be offline through it; add ${quoted(uplink.interface)} to zone ${quoted(other)} under Network > Firewall`;
      push(found, warningOf(uplink, "no_zone", message));
    }
  }
  const homes = homeZones(house, values(zones));
  const masquerading = filter(values(zones), (one) => one.masquerades);
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as Line;
    const zone = zones[uplink.section];
    if (zone == null || index(uplink.families, "ipv4") < 0) {
      continue;
    }
    const name = quoted(zone.name);
    // A house without any masquerading has addresses of its own, or another router does it.
    if (!zone.masquerades && length(masquerading) > 0) {
      const message = `${uplink.label} is in firewall zone ${name}, which does not masquerade: the house would be offline through it; switch masquerading on for it under Network > Firewall`;
      push(found, warningOf(uplink, "no_masquerading", message));
    }
    if (
      length(homes) > 0 &&
      length(filter(homes, (one) => passes(firewall, one, zone.name))) == 0
    ) {
      const message = `${uplink.label} is in firewall zone ${name}, to which zone ${quoted(homes[0] as string)} may not forward: the house would be offline through it; allow it under Network > Firewall`;
      push(found, warningOf(uplink, "no_forwarding", message));
    }
  }
  return found;
}

/** Uplinks that would share a family on one device: neither can stand in for the other. */
function sameDevice(uplinks: readonly Line[], house: House): Warning[] {
  const owners: { [key: string]: Line } = {};
  const found: Warning[] = [];
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as Line;
    const entry = entryNamed(house, uplink.interface);
    const device = entry?.l3_device;
    if (entry == null || device == null) {
      continue;
    }
    const hasIpv6 = filter(
      sideBySide(house, entry),
      (one) => length(one["ipv6-address"] ?? []) > 0
    );
    const has: { [family in Family]: boolean } = {
      ipv4: length(entry["ipv4-address"] ?? []) > 0,
      ipv6: length(hasIpv6) > 0,
    };
    let other: Line | null = null;
    for (let k = 0; k < length(uplink.families); k++) {
      const family = uplink.families[k] as Family;
      const key = `${family} ${device}`;
      if (has[family]) {
        other = owners[key] ?? other;
        owners[key] ??= uplink;
      }
    }
    if (other != null) {
      const message = `${uplink.label} and ${other.label} are both on device ${quoted(device)}: neither can stand in for the other; remove one of them, or give each a family of its own`;
      push(found, warningOf(uplink, "same_device", message));
    }
  }
  return found;
}

/** All that can be told before anything fails, of the uplinks that are switched on. */
function readinessOf(lines: readonly Line[], settings: RouterSettings): Warning[] {
  const uplinks = filter(lines, (one) => one.enabled);
  const interfaces = settings.interfaces;
  if (interfaces == null) {
    return [];
  }
  const house = houseOf(interfaces, settings);
  const found: Warning[] = [];
  for (let i = 0; i < length(uplinks); i++) {
    const uplink = uplinks[i] as Line;
    const entry = entryNamed(house, uplink.interface);
    if (entry == null) {
      push(found, ...unknownInterface(uplink, house));
    } else if (entry.up && length(filter(sideBySide(house, entry), hasDefaultRoute)) == 0) {
      const message = `${uplink.label} is up and has no default route: give ${quoted(uplink.interface)} a gateway under Network > Interfaces`;
      push(found, warningOf(uplink, "no_default_route", message));
    }
  }
  return [
    ...found,
    ...firewallWarnings(uplinks, house),
    ...sameDevice(uplinks, house),
    ...conflictsAmong(uplinks, interfaces),
  ];
}

export { readinessOf };
export type { DumpedInterface, Line, NetworkSection, RouterSettings };
