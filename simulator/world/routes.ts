/** Routing tables as the kernel keeps them (net/ipv4/fib_trie.c). */
import type { Family } from "../../shared/domain.ts";
import { matchesPrefix, parseIpAddress } from "./address.ts";
import type { Prefix } from "./address.ts";
import { SystemError } from "./errno.ts";
import { isSamePrefix } from "./rules.ts";

/** RTN_* */
const routeTypes = { unicast: 1, local: 2, broadcast: 3, blackhole: 6, unreachable: 7, throw: 9 };
/** RT_SCOPE_*; the larger, the nearer. */
const routeScopes = { universe: 0, link: 253, host: 254 };
/** RTPROT_* that the world itself uses. */
const routeProtocols = { kernel: 2, static: 4 };
const tableIds = { main: 254, local: 255 };

interface Route {
  family: Family;
  table: number;
  destination: Prefix;
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
    isSamePrefix(a.destination, b.destination)
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
    a.metric - b.metric
  );
}

class RouteTables {
  #routes: Route[] = [];

  ofFamily(family: Family): Route[] {
    return this.#routes.filter((route) => route.family === family).sort(compareForDump);
  }

  /** Gives whether anything changed; a replace by what is there already changes nothing. */
  add(route: Route, { create, exclusive, replace }: RouteAddition): boolean {
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

  remove(selector: RouteSelector): Route {
    const at = this.#routes.findIndex(
      (route) =>
        route.family === selector.family &&
        route.table === selector.table &&
        isSamePrefix(route.destination, selector.destination) &&
        (
          ["metric", "type", "scope", "protocol", "device", "gateway", "preferredSource"] as const
        ).every(
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

  /** Routes of a table that cover an address, the best first: longest prefix, then lowest metric. */
  covering(table: number, address: string): Route[] {
    const parsed = parseIpAddress(address);
    if (parsed === null) return [];
    return this.#routes
      .filter(
        (route) =>
          route.table === table &&
          route.family === parsed.family &&
          matchesPrefix(parsed.bytes, route.destination.bytes, route.destination.length)
      )
      .sort((a, b) => b.destination.length - a.destination.length || a.metric - b.metric);
  }
}

export { RouteTables, routeTypes, routeScopes, routeProtocols, tableIds };
export type { Route, RouteSelector, RouteAddition };
