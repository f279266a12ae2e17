/** What netifd knows of its interfaces, as facts of ours. */
import { readfile } from "ucode:fs";
import type { Connection } from "ucode:ubus";
import type { InterfaceFacts } from "../../shared/domain.ts";

interface NetifdRoute {
  target: string;
  mask: number;
  nexthop: string;
}

/** An interface in netifd's dump, as far as we read it. */
interface NetifdInterface {
  interface: string;
  up: boolean;
  l3_device?: string;
  device?: string;
  "ipv4-address"?: { address: string }[];
  route?: NetifdRoute[];
  /** Routes that the interface has but that its settings keep out of the routing table. */
  inactive?: { route?: NetifdRoute[] };
}

function defaultRouteIn(routes: NetifdRoute[] | undefined): NetifdRoute | null {
  for (let i = 0; i < length(routes ?? []); i++) {
    const route = routes?.[i];
    if (route?.target == "0.0.0.0" && route.mask == 0) {
      return route;
    }
  }
  return null;
}

/** The device's carrier by sysfs: null while it is down or absent. */
function readCarrier(device: string | null): boolean | null {
  const text = device == null ? null : readfile(`/sys/class/net/${device}/carrier`, 1);
  return text == null || text == "" ? null : text == "1";
}

function factsOf(entry: NetifdInterface): InterfaceFacts {
  const device = entry.l3_device ?? entry.device ?? null;
  const route = defaultRouteIn(entry.route) ?? defaultRouteIn(entry.inactive?.route);
  const gateway = route?.nexthop ?? null;
  return {
    interface: entry.interface,
    up: entry.up == true,
    device,
    carrier: readCarrier(device),
    address: entry["ipv4-address"]?.[0]?.address ?? null,
    hasDefaultRoute: route != null,
    gateway: gateway == "0.0.0.0" ? null : gateway,
  };
}

/** Facts by logical interface, or null when netifd does not answer. */
function readFacts(bus: Connection): { [name: string]: InterfaceFacts } | null {
  const reply = bus.call("network.interface", "dump", {}) as {
    interface?: NetifdInterface[];
  } | null;
  if (reply?.interface == null) {
    return null;
  }
  const facts: { [name: string]: InterfaceFacts } = {};
  for (let i = 0; i < length(reply.interface); i++) {
    const entry = reply.interface[i] as NetifdInterface;
    facts[entry.interface] = factsOf(entry);
  }
  return facts;
}

export { readFacts };
