/** One of netifd's logical interfaces: how it comes up, goes down and what it puts into the kernel. */
import type { Clock } from "./clock.ts";
import { prefixOf } from "./connected-routes.ts";
import { parseDeviceAddress } from "./devices.ts";
import type { DeviceAddress } from "./devices.ts";
import { SystemError } from "./errno.ts";
import type { Kernel } from "./kernel.ts";
import { installLease, isRefreshed, refreshLease, withdrawLease } from "./netifd-ipv6.ts";
import type { Ipv6Lease } from "./netifd-ipv6.ts";
import { routeProtocols, routeScopes, routeTypes, tableIds } from "./routes.ts";
import type { Route } from "./routes.ts";

interface InterfaceOptions {
  /** Logical name, `wan` for one. */
  name: string;
  device: string;
  proto: "dhcp" | "static" | "dhcpv6";
  /** Address with prefix length, `192.0.2.2/24`; null for an interface of IPv6 alone. */
  address: string | null;
  /** What it has of IPv6 while it is up. */
  ipv6: Ipv6Lease | null;
  /** UCI `ip6assign`: gets a /64 of every prefix that any interface has been delegated. */
  takesPrefixes: boolean;
  /** Next hop of the default route, or null for an interface without one. */
  gateway: string | null;
  /** Metric of the default route. */
  metric: number;
  /** UCI `defaultroute`: without it the route shows under `inactive` only. */
  installsDefaultRoute: boolean;
  /** UCI `force_link`: stays up without a carrier. netifd's default for `static`. */
  forcesLink: boolean;
}

/** `update`: something of it has changed while it stays up. */
type NetifdAction = "ifup" | "ifdown" | "update";

type InterfaceState = "down" | "setup" | "up" | "teardown";

/** From link to lease: what udhcpc or odhcp6c needs when the server answers its first packet. */
const setupMs = { dhcp: 1200, static: 20, dhcpv6: 2200 };

/** netifd ends the protocol handler and clears up before it tells that the interface is down. */
const teardownMs = 40;

class NetifdInterface {
  readonly options: InterfaceOptions;
  state: InterfaceState = "down";
  /** Whether netifd brings it up whenever it can; `ifdown` ends that. */
  autostart = true;
  upSinceMs = 0;
  address: DeviceAddress | null = null;
  gateway: string | null = null;
  ipv6: Ipv6Lease | null = null;
  #clock: Clock;
  #kernel: Kernel;
  #announce: (action: NetifdAction) => void;
  /** Counts state changes, so that an appointment of an earlier one does nothing. */
  #generation = 0;

  constructor(
    options: InterfaceOptions,
    clock: Clock,
    kernel: Kernel,
    announce: (action: NetifdAction) => void
  ) {
    this.options = options;
    this.#clock = clock;
    this.#kernel = kernel;
    this.#announce = announce;
  }

  hasLink(): boolean {
    const device = this.#kernel.devices.find(this.options.device);
    return device !== null && device.up && (device.carrier || this.options.forcesLink);
  }

  /** Brings the state in line with the link: netifd's interface_check_state. */
  checkState(): void {
    const shouldBeUp = this.autostart && this.hasLink();
    if (shouldBeUp && this.state === "down") this.#setUp();
    else if (!shouldBeUp && (this.state === "setup" || this.state === "up")) this.#tearDown();
  }

  /** A new lease or a new setting, without going down in between. */
  changeAddress(address: string, gateway: string | null): void {
    Object.assign(this.options, { address, gateway });
    if (this.state !== "up") return;
    this.#withdraw();
    this.#install();
    this.#announce("update");
  }

  /** New addresses, prefixes or lifetimes, without going down in between. */
  changeIpv6(change: Partial<Ipv6Lease>): void {
    if (this.options.ipv6 === null)
      throw new Error(`Interface "${this.options.name}" has no IPv6 to change.`);
    const lease = { ...this.options.ipv6, ...change };
    this.options.ipv6 = lease;
    if (this.state !== "up") return;
    if (this.ipv6 !== null && isRefreshed(this.ipv6, lease)) {
      this.ipv6 = lease;
      refreshLease(this.#kernel, this.options.device, lease);
    } else {
      this.#withdraw();
      this.#install();
    }
    this.#announce("update");
  }

  /** Straight to up, as the router is when a story begins. */
  bringUpNow(): void {
    this.#generation += 1;
    this.#install();
    this.state = "up";
    this.upSinceMs = this.#clock.nowMs;
  }

  #setUp(): void {
    this.state = "setup";
    this.#later(setupMs[this.options.proto], () => {
      this.bringUpNow();
      this.#announce("ifup");
    });
  }

  #tearDown(): void {
    const wasUp = this.state === "up";
    this.state = "teardown";
    this.#later(teardownMs, () => {
      this.state = "down";
      this.#withdraw();
      if (wasUp) this.#announce("ifdown");
      this.checkState();
    });
  }

  #later(delayMs: number, work: () => void): void {
    this.#generation += 1;
    const generation = this.#generation;
    this.#clock.after(delayMs, () => {
      if (generation === this.#generation) work();
    });
  }

  #defaultRoute(gateway: string): Route {
    return {
      family: "ipv4",
      table: tableIds.main,
      destination: prefixOf("0.0.0.0/0"),
      from: null,
      metric: this.options.metric,
      type: routeTypes.unicast,
      scope: routeScopes.universe,
      protocol: routeProtocols.static,
      device: this.options.device,
      gateway,
      preferredSource: this.options.proto === "dhcp" ? (this.address?.address ?? null) : null,
      onLink: false,
    };
  }

  #install(): void {
    this.ipv6 = this.options.ipv6;
    if (this.ipv6 !== null) {
      const { device, installsDefaultRoute } = this.options;
      installLease(this.#kernel, device, this.ipv6, installsDefaultRoute);
    }
    if (this.options.address === null) return;
    this.address = parseDeviceAddress(this.options.address);
    this.gateway = this.options.gateway;
    this.#kernel.addAddress(this.options.device, this.address);
    if (this.gateway === null || !this.options.installsDefaultRoute) return;
    const addition = { create: true, exclusive: false, replace: true };
    this.#kernel.addRoute(this.#defaultRoute(this.gateway), addition);
  }

  #withdraw(): void {
    const { address, gateway, ipv6 } = this;
    this.ipv6 = null;
    if (ipv6 !== null)
      withdrawLease(this.#kernel, this.options.device, ipv6, (work) => this.#tryTo(work));
    if (address === null) return;
    if (gateway !== null) this.#tryTo(() => this.#removeDefaultRoute(gateway));
    this.#tryTo(() => this.#kernel.removeAddress(this.options.device, address.address));
    this.address = null;
    this.gateway = null;
  }

  #removeDefaultRoute(gateway: string): void {
    const { family, table, destination, metric, device } = this.#defaultRoute(gateway);
    this.#kernel.removeRoute({
      family,
      table,
      destination,
      metric,
      gateway,
      device: device ?? undefined,
    });
  }

  /** What somebody else has taken away already is no failure for netifd. */
  #tryTo(work: () => void): void {
    try {
      work();
    } catch (problem) {
      if (!(problem instanceof SystemError)) throw problem;
    }
  }
}

export { NetifdInterface };
export type { InterfaceOptions };
