/** An interface in netifd's `dump`, as far as we read it (netifd_dump_status in its ubus.c). */

interface NetifdRoute {
  target: string;
  mask: number;
  /** `::` or `0.0.0.0` where there is none. */
  nexthop: string;
  /** RTN_*; only there when it was set. */
  type?: number;
  metric?: number;
}

interface NetifdAddress {
  address: string;
  mask: number;
  /** Seconds for which new connections should use it; 0 when deprecated, absent when for good. */
  preferred?: number;
}

/** A prefix that an interface has been delegated. */
interface NetifdPrefix {
  address: string;
  mask: number;
}

/** A part of somebody's delegated prefix, given to this interface. */
interface NetifdAssignment extends NetifdPrefix {
  preferred?: number;
  /** The router's own address in it; empty while the assignment is not in force. */
  "local-address"?: { address?: string };
}

interface NetifdInterface {
  interface: string;
  up: boolean;
  /** Made while the router runs, most often by another interface's protocol. */
  dynamic?: boolean;
  proto?: string;
  /** The three below are there only while it is up. */
  l3_device?: string;
  device?: string;
  "ipv4-address"?: NetifdAddress[];
  "ipv6-address"?: NetifdAddress[];
  "ipv6-prefix"?: NetifdPrefix[];
  "ipv6-prefix-assignment"?: NetifdAssignment[];
  route?: NetifdRoute[];
  /** Routes that the interface has but that its settings keep out of the routing table. */
  inactive?: { route?: NetifdRoute[] };
}

/** RTN_UNICAST. */
const unicast = 1;

/** The default route among them with the lowest metric. `zero` is the family's zero address. */
function defaultRouteIn(routes: NetifdRoute[] | undefined, zero: string): NetifdRoute | null {
  let best: NetifdRoute | null = null;
  for (let i = 0; i < length(routes ?? []); i++) {
    const route = routes?.[i] as NetifdRoute;
    const leadsOut = route.target == zero && route.mask == 0 && (route.type ?? unicast) == unicast;
    if (leadsOut && (best == null || (route.metric ?? 0) < (best.metric ?? 0))) {
      best = route;
    }
  }
  return best;
}

/** The interface's default route, also one that its settings keep out of the tables. */
function defaultRouteOf(entry: NetifdInterface, zero: string): NetifdRoute | null {
  return defaultRouteIn(entry.route, zero) ?? defaultRouteIn(entry.inactive?.route, zero);
}

/** The layer-3 device, or what it is made on while the interface is down; null for neither. */
function deviceOf(entry: NetifdInterface): string | null {
  return entry.l3_device ?? entry.device ?? null;
}

export { defaultRouteOf, deviceOf };
export type { NetifdAddress, NetifdAssignment, NetifdInterface, NetifdPrefix };
