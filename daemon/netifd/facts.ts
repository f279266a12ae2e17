/** What netifd knows of its interfaces, as facts of ours. */
import { readfile } from "ucode:fs";
import type { Connection } from "ucode:ubus";
import type { FamilyFacts, InterfaceFacts } from "../../shared/domain.ts";
import { isTunnel } from "../../shared/router/tunnels.ts";
import { defaultRouteOf, deviceOf } from "./dump.ts";
import type { NetifdInterface } from "./dump.ts";
import { isGlobal, isLinkLocal, probeAddress } from "./ipv6-address.ts";
import { softwireOver } from "./softwire.ts";

/** Both families' facts by logical interface. */
type AllFacts = { [name: string]: FamilyFacts };

const zero = { ipv4: "0.0.0.0", ipv6: "::" };

/** Protocols whose layer-3 device is the device they are set on, also while they are down. */
const plainProtocols = ["dhcp", "dhcpv6", "static"];

/** The device's carrier by sysfs: null while it is down or absent. */
function readCarrier(device: string | null): boolean | null {
  const text = device == null ? null : readfile(`/sys/class/net/${device}/carrier`, 1);
  return text == null || text == "" ? null : text == "1";
}

/** Single addresses that the interface's settings or its provider route through it. */
function hostRoutesOf(entry: NetifdInterface): string[] {
  return map(
    filter(entry.route ?? [], (route) => route.mask == length(iptoarr(route.target) ?? []) * 8),
    (route) => route.target
  );
}

function addressesOf(entry: NetifdInterface, key: "ipv4-address" | "ipv6-address"): string[] {
  return map(entry[key] ?? [], (address) => address.address);
}

/** Each text once, the first one first. */
function distinct(texts: readonly (string | null)[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < length(texts); i++) {
    const text = texts[i];
    if (text != null && index(found, text) < 0) {
      push(found, text);
    }
  }
  return found;
}

/** Whether the other one is up on the same layer-3 device. */
function sharesDevice(entry: NetifdInterface, other: NetifdInterface): boolean {
  const isKnown = entry.l3_device != null || index(plainProtocols, entry.proto ?? "") >= 0;
  return isKnown && other.l3_device != null && other.l3_device == deviceOf(entry);
}

/** Those on the interface's device that have a default route of the family whose zero address this is. */
function companionsOf(
  entry: NetifdInterface,
  all: NetifdInterface[],
  familyZero: string
): NetifdInterface[] {
  return filter(
    all,
    (other) => sharesDevice(entry, other) && defaultRouteOf(other, familyZero) != null
  );
}

/**
 * Who holds the interface's IPv6 side: itself, else the one on the same device with the default
 * route, such as `wan6` beside `wan`, or the `wan_6` that netifd makes for PPP.
 */
function ipv6Holder(entry: NetifdInterface, all: NetifdInterface[]): NetifdInterface | null {
  if (defaultRouteOf(entry, zero.ipv6) != null) {
    return entry;
  }
  const companion = companionsOf(entry, all, zero.ipv6)[0];
  if (companion != null) {
    return companion;
  }
  return length(filter(addressesOf(entry, "ipv6-address"), isGlobal)) > 0 ? entry : null;
}

/**
 * Who holds the interface's IPv4 side: itself, or, where it has nothing of IPv4, what its protocol made
 * on the same device, such as the `wwan_4` of a modem's `wwan` (QMI, MBIM, NCM), or the softwire over its
 * IPv6 side, such as the `wan6_4` of DS-Lite.
 */
function ipv4Holder(entry: NetifdInterface, all: NetifdInterface[]): NetifdInterface {
  if (length(addressesOf(entry, "ipv4-address")) > 0 || defaultRouteOf(entry, zero.ipv4) != null) {
    return entry;
  }
  const made = filter(
    companionsOf(entry, all, zero.ipv4),
    (other) => other.dynamic == true && entry.dynamic != true
  );
  const line = ipv6Holder(entry, all)?.interface ?? entry.interface;
  return made[0] ?? softwireOver([entry.interface, line], all) ?? entry;
}

function ipv4Facts(entry: NetifdInterface, all: NetifdInterface[]): InterfaceFacts {
  const holder = ipv4Holder(entry, all);
  const device = deviceOf(holder);
  const route = defaultRouteOf(holder, zero.ipv4);
  const gateway = route?.nexthop ?? null;
  const addresses = addressesOf(holder, "ipv4-address");
  return {
    interface: entry.interface,
    up: holder.up == true,
    device,
    carrier: readCarrier(device),
    address: addresses[0] ?? null,
    sources: distinct(addresses),
    hasDefaultRoute: route != null,
    gateway: gateway == zero.ipv4 ? null : gateway,
    isTunnel: isTunnel(holder.proto),
    hostRoutes: hostRoutesOf(holder),
  };
}

function ipv6Facts(
  entry: NetifdInterface,
  all: NetifdInterface[],
  previous: string | null
): InterfaceFacts | null {
  const holder = ipv6Holder(entry, all);
  if (holder == null) {
    return null;
  }
  const device = deviceOf(holder);
  const route = defaultRouteOf(holder, zero.ipv6);
  const gateway = route?.nexthop ?? null;
  const address = probeAddress(holder, all, previous);
  const own = [
    ...addressesOf(holder, "ipv6-address"),
    // What the interface itself has beside its companion's.
    ...addressesOf(entry, "ipv6-address"),
  ];
  const prefixes = holder["ipv6-prefix"] ?? [];
  return {
    interface: entry.interface,
    up: holder.up == true,
    device,
    carrier: readCarrier(device),
    address,
    sources: distinct([
      address,
      // A link-local address says nothing of the way out.
      ...filter(own, (text) => !isLinkLocal(text)),
      ...map(prefixes, (prefix) => `${prefix.address}/${prefix.mask}`),
    ]),
    hasDefaultRoute: route != null,
    gateway: gateway == zero.ipv6 ? null : gateway,
    isTunnel: isTunnel(holder.proto),
    hostRoutes: hostRoutesOf(holder),
  };
}

function factsOf(
  entry: NetifdInterface,
  all: NetifdInterface[],
  previous: FamilyFacts | undefined
): FamilyFacts {
  const ipv4 = ipv4Facts(entry, all);
  const ipv6 = ipv6Facts(entry, all, previous?.ipv6?.address ?? null);
  const isIpv6Only = ipv6 != null && ipv4.up && ipv4.address == null && !ipv4.hasDefaultRoute;
  return { ipv4: isIpv6Only ? null : ipv4, ipv6 };
}

/** All that netifd has, or null when it does not answer. */
function readInterfaces(bus: Connection): NetifdInterface[] | null {
  const reply = bus.call("network.interface", "dump", {}) as {
    interface?: NetifdInterface[];
  } | null;
  return reply?.interface ?? null;
}

/**
 * Facts by logical interface. With `previous`, what it gave last, an interface with several good IPv6
 * addresses keeps the one it had.
 */
function factsFrom(all: NetifdInterface[], previous?: AllFacts | null): AllFacts {
  const facts: AllFacts = {};
  for (let i = 0; i < length(all); i++) {
    const entry = all[i] as NetifdInterface;
    facts[entry.interface] = factsOf(entry, all, previous?.[entry.interface]);
  }
  return facts;
}

export { factsFrom, readInterfaces };
export type { AllFacts };
