/** What firewall4 does with an uplink's traffic, from the sections of `/etc/config/firewall`. */
import type { FirewallSection } from "./firewall-zones.ts";
import { isTrue, wordsOf } from "./firewall-zones.ts";

interface FirewallZone {
  name: string;
  networks: string[];
  /** Names of layer-3 devices; `+` at the end stands for any rest. */
  devices: string[];
  /** Whether IPv4 that leaves by it gets the router's address. */
  masquerades: boolean;
}

/** Names of zones; `*` for any. */
interface Passage {
  from: string;
  to: string;
}

interface Firewall {
  zones: FirewallZone[];
  passages: Passage[];
  /** Whether zones may be passed without being asked for: `forward ACCEPT` of the defaults. */
  passesAll: boolean;
}

function textOf(value: unknown): string {
  return type(value) == "string" ? (value as string) : "";
}

function isOn(section: FirewallSection): boolean {
  return index(["0", "off", "false", "no"], textOf(section.enabled)) < 0;
}

/** Whether the section leaves IPv4 out; firewall4 takes any word with the figure. */
function isOnlyIpv6(section: FirewallSection): boolean {
  const family = textOf(section.family);
  return index(family, "6") >= 0 && index(family, "4") < 0;
}

/** Zones whose packets a section `nat` gives an address of the router. */
function translatedZones(sections: readonly FirewallSection[]): string[] {
  const nats = filter(
    sections,
    (one) => one[".type"] == "nat" && isOn(one) && lc(textOf(one.target)) != "accept"
  );
  return map(nats, (one) => (textOf(one.src) == "" ? "*" : textOf(one.src)));
}

/** A rule that accepts counts as a passage whatever else it asks for: nobody is warned without need. */
function isPassage(section: FirewallSection): boolean {
  const accepts = section[".type"] == "rule" && lc(textOf(section.target)) == "accept";
  return isOn(section) && (section[".type"] == "forwarding" || accepts) && !isOnlyIpv6(section);
}

/** Null where nothing can be told: there are no zones, or some are described by what is not in them. */
function firewallOf(sections: readonly FirewallSection[]): Firewall | null {
  const translated = translatedZones(sections);
  const all = filter(sections, (one) => one[".type"] == "zone" && isOn(one));
  const zones = map(all, (one): FirewallZone => {
    const name = textOf(one.name);
    return {
      name,
      networks: wordsOf(one.network),
      devices: wordsOf(one.device),
      masquerades:
        (isTrue(one.masq) && !isOnlyIpv6(one)) ||
        index(translated, name) >= 0 ||
        index(translated, "*") >= 0,
    };
  });
  const isVague = (zone: FirewallZone): boolean =>
    length(filter([...zone.networks, ...zone.devices], (one) => substr(one, 0, 1) == "!")) > 0;
  if (length(zones) == 0 || length(filter(zones, (zone) => isVague(zone))) > 0) {
    return null;
  }
  const defaults = filter(sections, (one) => one[".type"] == "defaults")[0];
  return {
    zones,
    passages: map(
      filter(sections, (one) => isPassage(one)),
      (one) => ({ from: textOf(one.src), to: textOf(one.dest) })
    ),
    passesAll: lc(textOf(defaults?.forward)) == "accept",
  };
}

function isDeviceIn(zone: FirewallZone, device: string): boolean {
  const fits = (pattern: string): boolean => {
    const end = length(pattern) - 1;
    return substr(pattern, end) == "+"
      ? index(device, substr(pattern, 0, end)) == 0
      : pattern == device;
  };
  return length(filter(zone.devices, (one) => fits(one))) > 0;
}

/** The first zone that has one of the networks or the device, or that netifd's `data` names. */
function zoneAround(
  firewall: Firewall,
  networks: readonly string[],
  device: string | null,
  named: readonly string[]
): FirewallZone | null {
  const around = filter(
    firewall.zones,
    (zone) =>
      length(filter(networks, (name) => index(zone.networks, name) >= 0)) > 0 ||
      (device != null && isDeviceIn(zone, device)) ||
      index(named, zone.name) >= 0
  );
  return around[0] ?? null;
}

/** Whether what comes in from one zone may leave by the other. */
function passes(firewall: Firewall, from: string, to: string): boolean {
  const isThere = (one: Passage): boolean =>
    (one.from == from || one.from == "*") && (one.to == to || one.to == "*");
  return (
    firewall.passesAll || from == to || length(filter(firewall.passages, (one) => isThere(one))) > 0
  );
}

export { firewallOf, passes, zoneAround };
export type { Firewall, FirewallZone };
