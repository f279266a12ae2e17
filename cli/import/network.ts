/** netifd's interfaces as `/etc/config/network` describes them, before netifd has made any. */
import { flagOf, ofType, textOf, wordsOf } from "./draft.ts";
import type { SourceSection } from "./draft.ts";

interface NetworkInterface {
  name: string;
  /** Empty when none is set. */
  proto: string;
  /** The device it is set on; null when it brings its own. */
  device: string | null;
  /** What its layer-3 device can be called, the likeliest first. */
  layer3Names: string[];
  /** The interface on whose device it lies as well. */
  sharesWith: string | null;
  /** Whether it brings IPv6 alone. */
  onlyIpv6: boolean;
  /** Why its settings cannot lead out, or null. */
  objection: string | null;
}

/** netifd's ppp protocols name their device after protocol and interface. */
const pppProtocols = ["pppoe", "pppoa", "pptp", "l2tp", "3g", "sstp"];

/** The device has the interface's own name. */
const selfNamedProtocols = ["wireguard", "amneziawg", "openvpn", "tailscale", "zerotier", "xfrm"];

/** `device`, before 21.02 `ifname`: the first word of it. */
function deviceOf(section: SourceSection): string | null {
  const words = wordsOf(section.device ?? section.ifname);
  return length(words) > 0 ? (words[0] as string) : null;
}

/** The interface that `@name` means. */
function aliasTarget(device: string | null): string | null {
  return device != null && substr(device, 0, 1) == "@" ? substr(device, 1) : null;
}

function isOnlyIpv6(section: SourceSection): boolean {
  const proto = textOf(section.proto) ?? "";
  if (proto != "static") {
    return index(["dhcpv6", "6in4", "6rd", "6to4"], proto) >= 0;
  }
  return section.ipaddr == null && (section.ip6addr ?? section.ip6gw) != null;
}

function layer3NamesOf(section: SourceSection, device: string | null): string[] {
  const name = section[".name"];
  const proto = textOf(section.proto) ?? "";
  const names: string[] = [];
  if (index(pppProtocols, proto) >= 0) {
    push(names, `${proto}-${name}`);
  } else if (proto == "openconnect") {
    push(names, `vpn-${name}`);
  } else if (index(selfNamedProtocols, proto) >= 0) {
    push(names, name);
  }
  if (textOf(section.type) == "bridge") {
    push(names, `br-${name}`);
  } else if (device != null && aliasTarget(device) == null) {
    push(names, device);
  }
  return names;
}

/** What in its settings keeps it from being a way to the Internet. */
function objectionTo(section: SourceSection): string | null {
  if (flagOf(section.disabled, false)) {
    return "it is disabled in the network configuration";
  }
  if (!flagOf(section.defaultroute, true)) {
    return "its settings want no default route";
  }
  return textOf(section.proto) == "static" && (section.gateway ?? section.ip6gw) == null
    ? "it is static and has no gateway"
    : null;
}

/** The first interface before or after it with the same device, one that is not IPv6 alone. */
function twinOf(section: SourceSection, sections: readonly SourceSection[]): string | null {
  const device = deviceOf(section);
  let passed = false;
  for (let i = 0; i < length(sections); i++) {
    const other = sections[i] as SourceSection;
    passed = passed || other[".name"] == section[".name"];
    const stands = isOnlyIpv6(section) ? !isOnlyIpv6(other) : !passed && !isOnlyIpv6(other);
    if (stands && device != null && deviceOf(other) == device) {
      return other[".name"];
    }
  }
  return null;
}

/** The interface that an alias ends at, or null for one that is not there. */
function aliasEnd(name: string, byName: { [name: string]: SourceSection }): string | null {
  let end: string | null = name;
  for (let i = 0; i < 8 && end != null; i++) {
    const section: SourceSection | null = exists(byName, end) ? (byName[end] ?? null) : null;
    if (section == null) {
      return null;
    }
    const next = aliasTarget(deviceOf(section));
    if (next == null) {
      return end;
    }
    end = next;
  }
  return null;
}

/** The interfaces of the file in its order. */
function interfacesOf(sections: readonly SourceSection[]): NetworkInterface[] {
  const found = filter(
    ofType(sections, "interface"),
    (section) => section[".anonymous"] != true && section[".name"] != "loopback"
  );
  const byName: { [name: string]: SourceSection } = {};
  for (let i = 0; i < length(found); i++) {
    const section = found[i] as SourceSection;
    byName[section[".name"]] = section;
  }
  return map(found, (section) => {
    const device = deviceOf(section);
    const target = aliasTarget(device);
    const end = target == null ? null : aliasEnd(target, byName);
    return {
      name: section[".name"],
      proto: textOf(section.proto) ?? "",
      device,
      layer3Names: layer3NamesOf(section, device),
      sharesWith: target == null ? twinOf(section, found) : end,
      onlyIpv6: isOnlyIpv6(section),
      objection: objectionTo(section),
    };
  });
}

/** The interface of that name, or null. */
function interfaceNamed(
  interfaces: readonly NetworkInterface[],
  name: string
): NetworkInterface | null {
  const found = filter(interfaces, (one) => one.name == name);
  return length(found) > 0 ? (found[0] as NetworkInterface) : null;
}

/** The interface that the device belongs to: one of both families rather than its IPv6 side. */
function interfaceOnDevice(
  interfaces: readonly NetworkInterface[],
  device: string
): NetworkInterface | null {
  const ranked: NetworkInterface[][] = [[], [], []];
  for (let i = 0; i < length(interfaces); i++) {
    const one = interfaces[i] as NetworkInterface;
    const at = index(one.layer3Names, device);
    if (at >= 0) {
      push(ranked[one.sharesWith != null ? 2 : min(at, 1)] as NetworkInterface[], one);
    }
  }
  const all = [...(ranked[0] ?? []), ...(ranked[1] ?? []), ...(ranked[2] ?? [])];
  return length(all) > 0 ? (all[0] as NetworkInterface) : null;
}

export { interfacesOf, interfaceNamed, interfaceOnDevice };
export type { NetworkInterface };
