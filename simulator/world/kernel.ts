/**
 * The router's network stack: devices, policy rules, routing tables and the look-up through them as
 * Linux does it (net/ipv4/fib_rules.c, fib_frontend.c, route.c; net/ipv6/route.c, addrconf.c).
 */
import { networkOf } from "./address.ts";
import { connectedRoutes } from "./connected-routes.ts";
import { Devices, addressesOf, linkLocalAddressOf } from "./devices.ts";
import type { Device, DeviceAddress } from "./devices.ts";
import { SystemError } from "./errno.ts";
import type { Errno } from "./errno.ts";
import type { FileTree } from "./file-tree.ts";
import { lookupRoute } from "./lookup.ts";
import { checkNextHop } from "./next-hop.ts";
import { RouteTables, ipv6Metrics, routeScopes, routeTypes } from "./routes.ts";
import type { Route, RouteAddition, RouteSelector } from "./routes.ts";
import { RuleTable, isSamePrefix } from "./rules.ts";
import type { Flow, IpRule, RuleSelector } from "./rules.ts";
import { chooseIpv6Source } from "./source-address.ts";

/** Where a packet goes. */
interface Routing {
  device: string;
  /** Whom it is handed to on that device's network: the gateway or the destination itself. */
  nextHop: string;
  /** Whether it goes through a gateway. */
  viaGateway: boolean;
  /** Address it leaves with. */
  source: string | null;
  /** Meant for the router itself. */
  local: boolean;
}

/** A change that netlink listeners can be told of. */
type KernelEvent =
  | { kind: "rule"; added: boolean; rule: IpRule }
  | { kind: "route"; added: boolean; route: Route }
  | { kind: "address"; added: boolean; device: Device; address: DeviceAddress }
  | { kind: "link"; device: Device };

class Kernel {
  readonly devices: Devices;
  readonly rules = new RuleTable();
  readonly routes = new RouteTables();
  #listeners = new Set<(event: KernelEvent) => void>();
  /** Devices that are down and had IPv6. */
  #ipv6Sleepers = new Set<string>();

  constructor(files: FileTree) {
    this.devices = new Devices(files);
  }

  /** Calls back at once on every change; gives the function that ends it. */
  subscribe(listener: (event: KernelEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  addRule(rule: IpRule, exclusive = false): void {
    this.rules.add(rule, exclusive);
    this.#tell({ kind: "rule", added: true, rule });
  }

  removeRule(selector: RuleSelector): void {
    this.#tell({ kind: "rule", added: false, rule: this.rules.remove(selector) });
  }

  /** What netifd does on its first configuration and on a restart: all rules but the kernel's go. */
  flushRules(): void {
    const flushed = [...this.rules.ofFamily("ipv4"), ...this.rules.ofFamily("ipv6")];
    this.rules.reset();
    for (const rule of flushed) this.#tell({ kind: "rule", added: false, rule });
    for (const family of ["ipv4", "ipv6"] as const)
      for (const rule of this.rules.ofFamily(family))
        this.#tell({ kind: "rule", added: true, rule });
  }

  addRoute(route: Route, addition: RouteAddition): void {
    checkNextHop(this, route);
    if (route.family === "ipv6" && route.metric === 0) route.metric = ipv6Metrics.user;
    this.#insertRoute(route, addition);
  }

  #insertRoute(route: Route, addition: RouteAddition): void {
    if (this.routes.add(route, addition)) this.#tell({ kind: "route", added: true, route });
  }

  removeRoute(selector: RouteSelector): void {
    this.#tell({ kind: "route", added: false, route: this.routes.remove(selector) });
  }

  addDevice(name: string): Device {
    return this.devices.add(name);
  }

  /** The kernel's own routes for an address: itself, its network. */
  addAddress(deviceName: string, address: DeviceAddress): void {
    const device = this.devices.get(deviceName);
    const fresh = connectedRoutes(device, address).filter(
      (route) => !this.#isStillConnected(device, route)
    );
    device.addresses.push(address);
    this.#tell({ kind: "address", added: true, device, address });
    for (const route of fresh)
      this.#insertRoute(route, {
        create: true,
        exclusive: false,
        replace: route.family === "ipv4",
      });
  }

  /** Gives the device the link-local address that IPv6 begins with; once is enough. */
  enableIpv6(deviceName: string): void {
    const device = this.devices.get(deviceName);
    const own = linkLocalAddressOf(device);
    if (!device.addresses.some(({ address }) => address === own.address))
      this.addAddress(deviceName, own);
  }

  /** Sets an address's lifetimes anew: it stays what it is but for its state. */
  refreshAddress(deviceName: string, address: string, isDeprecated: boolean): void {
    const device = this.devices.get(deviceName);
    const own = device.addresses.find((other) => other.address === address);
    if (own === undefined) throw new SystemError("EADDRNOTAVAIL");
    own.isDeprecated = isDeprecated;
    this.#tell({ kind: "address", added: true, device, address: own });
  }

  /**
   * With its last IPv4 address a device loses every IPv4 route, in every table, and nobody is told. An
   * IPv6 address takes only its own routes along.
   */
  removeAddress(deviceName: string, address: string): void {
    const device = this.devices.get(deviceName);
    const removed = device.addresses.find((own) => own.address === address);
    if (removed === undefined) throw new SystemError("EADDRNOTAVAIL");
    device.addresses = device.addresses.filter((own) => own !== removed);
    this.#tell({ kind: "address", added: false, device, address: removed });
    for (const route of connectedRoutes(device, removed))
      if (!this.#isStillConnected(device, route)) this.removeRoute(selectorOf(route));
    if (address.includes(":")) return;
    const isLast = addressesOf(device, "ipv4").length === 0;
    this.routes.flush(
      (route) =>
        route.family === "ipv4" &&
        (route.preferredSource === address || (isLast && route.device === deviceName))
    );
  }

  /** Whether another IPv6 address of the device has the same network. */
  #isStillConnected(device: Device, route: Route): boolean {
    return (
      route.family === "ipv6" &&
      addressesOf(device, "ipv6")
        .flatMap((other) => connectedRoutes(device, other))
        .some(
          ({ table, destination }) =>
            table === route.table && isSamePrefix(destination, route.destination)
        )
    );
  }

  /** Routes stay when the carrier goes, marked as link-down, and go on being used. */
  setCarrier(deviceName: string, carrier: boolean): void {
    const device = this.devices.get(deviceName);
    device.carrier = carrier;
    this.#tell({ kind: "link", device });
  }

  /** A device that goes down loses its IPv4 routes in silence, and its IPv6 addresses and routes. */
  setUp(deviceName: string, up: boolean): void {
    const device = this.devices.get(deviceName);
    const hadIpv6 = addressesOf(device, "ipv6").length > 0;
    device.up = up;
    if (!up) {
      this.routes.flush(
        (route) =>
          route.family === "ipv4" &&
          route.device === deviceName &&
          route.type === routeTypes.unicast
      );
      for (const route of this.routes.ofFamily("ipv6"))
        if (route.device === deviceName) this.removeRoute(selectorOf(route));
      for (const address of addressesOf(device, "ipv6")) {
        device.addresses = device.addresses.filter((own) => own !== address);
        this.#tell({ kind: "address", added: false, device, address });
      }
      if (hadIpv6) this.#ipv6Sleepers.add(deviceName);
    } else if (this.#ipv6Sleepers.delete(deviceName)) this.enableIpv6(deviceName);
    this.#tell({ kind: "link", device });
  }

  /** Routing of a packet that the router itself sends; throws a SystemError as the send would. */
  lookup(flow: Flow): Routing {
    if (flow.source !== null && this.devices.withAddress(flow.source) === null)
      throw new SystemError("EINVAL");
    const bound = flow.outputDevice === null ? null : this.devices.get(flow.outputDevice);
    if (bound !== null && !bound.up) throw new SystemError("ENETUNREACH");
    const found = lookupRoute(this, flow, routeScopes.universe);
    if (typeof found !== "string") return this.#routingOf(found, flow);
    if (flow.destination.includes(":")) return this.#lookupFromChosen(flow, found);
    if (bound === null) throw new SystemError(found);
    // A socket bound to a device without a route sends as if everybody were on that link.
    return {
      device: bound.name,
      nextHop: flow.destination,
      viaGateway: false,
      source: flow.source ?? addressesOf(bound, "ipv4")[0]?.address ?? null,
      local: false,
    };
  }

  /**
   * IPv6 without a route: the kernel chooses an address and asks again, which is how a sender without
   * one finds routes that are only for some (ip6_dst_lookup_tail).
   */
  #lookupFromChosen(flow: Flow, failure: Errno): Routing {
    const bound = flow.outputDevice === null ? null : this.devices.get(flow.outputDevice);
    const near = bound === null ? this.devices.all() : [bound];
    const source = chooseIpv6Source(near, bound, flow.destination);
    if (flow.source !== null || source === null) throw new SystemError(failure);
    const found = lookupRoute(this, { ...flow, source }, routeScopes.universe);
    if (typeof found === "string") throw new SystemError(found);
    return this.#routingOf(found, { ...flow, source });
  }

  /** Routing of a packet that came in and is passed on; null when nothing takes it. */
  forward(flow: Omit<Flow, "outputDevice">): Routing | null {
    const whole = { ...flow, outputDevice: null };
    const found = lookupRoute(this, whole, routeScopes.universe);
    return typeof found === "string" ? null : this.#routingOf(found, whole);
  }

  #routingOf(route: Route, flow: Flow): Routing {
    const device = this.devices.get(route.device ?? "lo");
    const source =
      flow.source ?? route.preferredSource ?? this.#sourceTowards(device, route, flow.destination);
    return {
      device: device.name,
      nextHop: route.gateway ?? flow.destination,
      viaGateway: route.gateway !== null,
      source,
      local: route.type === routeTypes.local,
    };
  }

  #sourceTowards(device: Device, { family, gateway }: Route, destination: string): string | null {
    if (family === "ipv6") return chooseIpv6Source(this.devices.all(), device, destination);
    const own = addressesOf(device, "ipv4");
    const near = own.find(
      ({ address, prefixLength }) =>
        gateway !== null && networkOf(address, prefixLength) === networkOf(gateway, prefixLength)
    );
    return (near ?? own[0])?.address ?? null;
  }

  #tell(event: KernelEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function selectorOf(route: Route): RouteSelector {
  const { family, table, destination, from, metric, device, type } = route;
  return { family, table, destination, from, metric, type, device: device ?? undefined };
}

export { Kernel };
export type { KernelEvent, Routing };
