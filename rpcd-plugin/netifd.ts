/** netifd's interfaces, as its `dump` has them (netifd_dump_status in its ubus.c). */
import { connect } from "ucode:ubus";

/** rpcd stands still meanwhile. */
const timeoutS = 1;

interface NetifdRoute {
  target: string;
  mask: number;
  /** `::` or `0.0.0.0` where there is none. */
  nexthop: string;
  metric?: number;
}

interface NetifdAddress {
  address: string;
  mask: number;
}

/** What it has beside its name and state is there only while it is up. */
interface NetifdInterface {
  interface: string;
  up: boolean;
  /** Made while the router runs, most often by another interface's protocol. */
  dynamic?: boolean;
  proto?: string;
  l3_device?: string;
  device?: string;
  uptime?: number;
  "ipv4-address"?: NetifdAddress[];
  "ipv6-address"?: NetifdAddress[];
  "ipv6-prefix"?: NetifdAddress[];
  route?: NetifdRoute[];
  /** Routes that its settings keep out of the routing table. */
  inactive?: { route?: NetifdRoute[] };
  errors?: { subsystem?: string; code?: string }[];
}

/** All interfaces, or null when netifd does not answer. */
function readInterfaces(): NetifdInterface[] | null {
  const bus = connect(null, timeoutS);
  const reply = bus?.call?.("network.interface", "dump", {}) as {
    interface?: NetifdInterface[];
  } | null;
  bus?.disconnect?.();
  const all = reply?.interface;
  return type(all) == "array"
    ? filter(all ?? [], (entry) => type(entry.interface) == "string")
    : null;
}

/** Gateway of the interface's default route: empty on a point-to-point device, null without any. */
function gatewayOf(entry: NetifdInterface, zero: string): string | null {
  const routes = [...(entry.route ?? []), ...(entry.inactive?.route ?? [])];
  const found = filter(routes, (route) => route.target == zero && route.mask == 0);
  const nexthop = found[0]?.nexthop ?? null;
  return nexthop == zero ? "" : nexthop;
}

/** The layer-3 device, or what it is set on while the interface is down; null for neither. */
function deviceOf(entry: NetifdInterface): string | null {
  return entry.l3_device ?? entry.device ?? null;
}

export { deviceOf, gatewayOf, readInterfaces };
export type { NetifdInterface };
