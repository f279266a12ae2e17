/** Routing tables as the kernel keeps them (net/ipv4/fib_trie.c, net/ipv6/ip6_fib.c). */
import type { Family } from "../../shared/domain.ts";
import { matchesPrefix, parseIpAddress } from "./address.ts";
import type { Prefix } from "./address.ts";
import { SystemError } from "./errno.ts";
import { containsAddress, isSamePrefix } from "./rules.ts";

/** RTN_* */
const routeTypes = { unicast: 1, local: 2, broadcast: 3, blackhole: 6, unreachable: 7, throw: 9 };
/** RT_SCOPE_*; the larger, the nearer. */
const routeScopes = { universe: 0, link: 253, host: 254 };
/** RTPROT_* that the world itself uses. */
const routeProtocols = { kernel: 2, static: 4 };
const tableIds = { main: 254, local: 255 };
/** Metric of an IPv6 route that names none: IP6_RT_PRIO_USER; and of the kernel's own networks. */
const ipv6Metrics = { user: 1024, kernel: 256 };

interface Route {
  family: Family;
  table: number;
  destination: Prefix;
  /** Only for packets from here, which IPv6 alone can do; null for all. */
  from: Prefix | null;
  metric: number;
  type: number;
  scope: number;
  protocol: number;
  device: string | null;
  gateway: string | null;
  preferredSource: string | null;
  /** RTNH_F_ONLINK: the gateway counts as reachable whatever the tables say. */
  onLink: boolean;
}

/** Which route to delete: what is undefined does not matter. */
interface RouteSelector {
  family: Family;
  table: number;
  destination: Prefix;
  from?: Prefix | null;
  metric?: number | undefined;
  type?: number | undefined;
  scope?: number | undefined;
  protocol?: number | undefined;
  device?: string | undefined;
  gateway?: string | undefined;
  preferredSource?: string | undefined;
}

/** How netlink's flags ask for a route to be made. */
interface RouteAddition {
  create: boolean;
  exclusive: boolean;
  replace: boolean;
}

function hasSameKey(a: Route, b: Route): boolean {
  return (
    a.family === b.family &&
    a.table === b.table &&
    a.metric === b.metric &&
    isSamePrefix(a.destination, b.destination) &&
    isSamePrefix(a.from, b.from)
  );
}

function isSameRoute(a: Route, b: Route): boolean {
  return (
    hasSameKey(a, b) &&
    a.type === b.type &&
    a.scope === b.scope &&
    a.protocol === b.protocol &&
    a.device === b.device &&
    a.gateway === b.gateway &&
    a.preferredSource === b.preferredSource &&
    a.onLink === b.onLink
  );
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (const [at, byte] of a.entries()) if (byte !== b[at]) return byte - b[at]!;
  return 0;
}

/** The order of a dump: tables by their hash bucket, then addresses, longer prefixes first. */
function compareForDump(a: Route, b: Route): number {
  return (
    (a.table & 255) - (b.table & 255) ||
    a.table - b.table ||
    compareBytes(a.destination.bytes, b.destination.bytes) ||
    b.destination.length - a.destination.length ||
    (b.from?.length ?? 0) - (a.from?.length ?? 0) ||
    a.metric - b.metric
  );
}

class RouteTables {
  #routes: Route[] = [];

  ofFamily(family: Family): Route[] {
    return this.#routes.filter((route) => route.family === family).sort(compareForDump);
  }

  /** Gives whether anything changed; an IPv4 replace by what is there already changes nothing. */
  add(route: Route, addition: RouteAddition): boolean {
    return route.family === "ipv6"
      ? this.#addIpv6(route, addition)
      : this.#addIpv4(route, addition);
  }

  #addIpv4(route: Route, { create, exclusive, replace }: RouteAddition): boolean {
    const first = this.#routes.findIndex((other) => hasSameKey(other, route));
    if (first >= 0) {
      if (exclusive) throw new SystemError("EEXIST");
      const same = this.#routes.findIndex((other) => isSameRoute(other, route));
      if (replace && same === first) return false;
      if (same >= 0) throw new SystemError("EEXIST");
      if (replace) {
        this.#routes[first] = route;
        return true;
      }
    }
    if (!create) throw new SystemError("ENOENT");
    this.#routes.splice(first < 0 ? this.#routes.length : first, 0, route);
    return true;
  }

  /**
   * fib6_add_rt2node: a replacement takes the place of the first route with the key that has a
   * gateway as it has, or of the first one at all.
   */
  #addIpv6(route: Route, { create, exclusive, replace }: RouteAddition): boolean {
    const equals = this.#routes.filter((other) => hasSameKey(other, route));
    if (equals.length > 0 && exclusive) throw new SystemError("EEXIST");
    if (equals.length > 0 && replace) {
      const alike = equals.find((other) => (other.gateway === null) === (route.gateway === null));
      this.#routes[this.#routes.indexOf(alike ?? equals[0]!)] = route;
      return true;
    }
    if (!create) throw new SystemError("ENOENT");
    const hasNextHop = (other: Route): boolean =>
      other.device === route.device && other.gateway === route.gateway;
    if (equals.some(hasNextHop)) throw new SystemError("EEXIST");
    if (route.gateway !== null && equals.some(({ gateway }) => gateway !== null))
      throw new Error(
        "The simulator has no multipath routes: give the second route another metric, or replace."
      );
    this.#routes.push(route);
    return true;
  }

  remove(selector: RouteSelector): Route {
    const always = ["metric", "protocol", "device", "gateway", "preferredSource"] as const;
    // IPv6 has no scopes and does not look at the type.
    const compared = selector.family === "ipv6" ? always : ([...always, "type", "scope"] as const);
    const at = this.#routes.findIndex(
      (route) =>
        route.family === selector.family &&
        route.table === selector.table &&
        isSamePrefix(route.destination, selector.destination) &&
        isSamePrefix(route.from, selector.from ?? null) &&
        compared.every(
          (property) => selector[property] === undefined || selector[property] === route[property]
        )
    );
    if (at < 0) throw new SystemError("ESRCH");
    return this.#routes.splice(at, 1)[0]!;
  }

  /** Takes away all that `isDoomed` says, without telling anyone, as the kernel does. */
  flush(isDoomed: (route: Route) => boolean): void {
    this.#routes = this.#routes.filter((route) => !isDoomed(route));
  }

  /**
   * Routes of a table that cover an address, the best first: longest prefix, then in IPv6 the longest
   * prefix of the sender, then lowest metric. Without a sender only routes for all senders count.
   */
  covering(table: number, address: string, source: string | null): Route[] {
    const parsed = parseIpAddress(address);
    if (parsed === null) return [];
    return this.#routes
      .filter(
        (route) =>
          route.table === table &&
          route.family === parsed.family &&
          matchesPrefix(parsed.bytes, route.destination.bytes, route.destination.length) &&
          containsAddress(route.from, source)
      )
      .sort(
        (a, b) =>
          b.destination.length - a.destination.length ||
          (b.from?.length ?? 0) - (a.from?.length ?? 0) ||
          a.metric - b.metric
      );
  }
}

export { RouteTables, routeTypes, routeScopes, routeProtocols, tableIds, ipv6Metrics };
export type { Route, RouteSelector, RouteAddition };
