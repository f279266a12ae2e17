/**
 * The router's network stack: devices, policy rules, routing tables and the look-up through them as
 * Linux does it (net/ipv4/fib_rules.c, fib_frontend.c, route.c).
 */
import { networkOf } from "./address.ts";
import { connectedRoutes } from "./connected-routes.ts";
import { Devices } from "./devices.ts";
import type { Device, DeviceAddress } from "./devices.ts";
import { SystemError } from "./errno.ts";
import type { FileTree } from "./file-tree.ts";
import { lookupRoute } from "./lookup.ts";
import { RouteTables, routeScopes, routeTypes } from "./routes.ts";
import type { Route, RouteAddition, RouteSelector } from "./routes.ts";
import { RuleTable } from "./rules.ts";
import type { Flow, IpRule, RuleSelector } from "./rules.ts";

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
    this.#checkNextHop(route);
    if (this.routes.add(route, addition)) this.#tell({ kind: "route", added: true, route });
  }

  removeRoute(selector: RouteSelector): void {
    this.#tell({ kind: "route", added: false, route: this.routes.remove(selector) });
  }

  addDevice(name: string): Device {
    return this.devices.add(name);
  }

  /** The kernel's own routes for an address: itself, its network, its broadcast address. */
  addAddress(deviceName: string, address: DeviceAddress): void {
    const device = this.devices.get(deviceName);
    device.addresses.push(address);
    this.#tell({ kind: "address", added: true, device, address });
    for (const route of connectedRoutes(device, address))
      this.addRoute(route, { create: true, exclusive: false, replace: true });
  }

  /** With its last address a device loses every route, in every table, and nobody is told. */
  removeAddress(deviceName: string, address: string): void {
    const device = this.devices.get(deviceName);
    const removed = device.addresses.find((own) => own.address === address);
    if (removed === undefined) throw new SystemError("EADDRNOTAVAIL");
    device.addresses = device.addresses.filter((own) => own !== removed);
    this.#tell({ kind: "address", added: false, device, address: removed });
    for (const route of connectedRoutes(device, removed)) this.removeRoute(selectorOf(route));
    const isLast = device.addresses.length === 0;
    this.routes.flush(
      (route) => route.preferredSource === address || (isLast && route.device === deviceName)
    );
  }

  /** Routes stay when the carrier goes, marked as link-down, and go on being used. */
  setCarrier(deviceName: string, carrier: boolean): void {
    const device = this.devices.get(deviceName);
    device.carrier = carrier;
    this.#tell({ kind: "link", device });
  }

  setUp(deviceName: string, up: boolean): void {
    const device = this.devices.get(deviceName);
    device.up = up;
    if (!up)
      this.routes.flush(
        (route) => route.device === deviceName && route.type === routeTypes.unicast
      );
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
    if (bound === null) throw new SystemError(found);
    // A socket bound to a device without a route sends as if everybody were on that link.
    return {
      device: bound.name,
      nextHop: flow.destination,
      viaGateway: false,
      source: flow.source ?? bound.addresses[0]?.address ?? null,
      local: false,
    };
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
      flow.source ?? route.preferredSource ?? this.#sourceTowards(device, route.gateway);
    return {
      device: device.name,
      nextHop: route.gateway ?? flow.destination,
      viaGateway: route.gateway !== null,
      source,
      local: route.type === routeTypes.local,
    };
  }

  #sourceTowards(device: Device, gateway: string | null): string | null {
    const near = device.addresses.find(
      ({ address, prefixLength }) =>
        gateway !== null && networkOf(address, prefixLength) === networkOf(gateway, prefixLength)
    );
    return (near ?? device.addresses[0])?.address ?? null;
  }

  /** What fib_create_info refuses. */
  #checkNextHop(route: Route): void {
    if (route.preferredSource !== null && this.devices.withAddress(route.preferredSource) === null)
      throw new SystemError("EINVAL");
    if (route.type !== routeTypes.unicast) return;
    if (route.device === null && route.gateway === null) throw new SystemError("ENODEV");
    if (route.gateway !== null && route.scope >= routeScopes.link) throw new SystemError("EINVAL");
    if (route.gateway === null || route.onLink) {
      if (!this.devices.get(route.device ?? "").up) throw new SystemError("ENETDOWN");
      return;
    }
    const found = lookupRoute(
      this,
      {
        destination: route.gateway,
        source: null,
        mark: 0,
        ipProtocol: 0,
        outputDevice: route.device,
      },
      routeScopes.link
    );
    if (typeof found === "string") throw new SystemError(found);
    route.device ??= found.device;
  }

  #tell(event: KernelEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function selectorOf(route: Route): RouteSelector {
  const { family, table, destination, metric, device, type } = route;
  return { family, table, destination, metric, type, device: device ?? undefined };
}

export { Kernel };
export type { KernelEvent, Routing };
