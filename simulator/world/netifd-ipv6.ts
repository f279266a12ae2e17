/** The IPv6 side of a logical interface: what it puts into the kernel, and what netifd shows of it. */
import { formatIpAddress, networkOf, parsePrefix } from "./address.ts";
import { prefixOf } from "./connected-routes.ts";
import { parseDeviceAddress } from "./devices.ts";
import type { Kernel } from "./kernel.ts";
import { routeProtocols, routeScopes, routeTypes, tableIds } from "./routes.ts";
import type { Route } from "./routes.ts";

interface Ipv6Address {
  /** With prefix length: `/128` from DHCPv6, `/64` from an advertisement. */
  address: string;
  /** Seconds; 0 when deprecated, null for good. */
  preferredS: number | null;
}

/** What router advertisements and DHCPv6 have brought. */
interface Ipv6Lease {
  addresses: Ipv6Address[];
  /** The provider's router, a link-local address as a rule; null without a default route. */
  gateway: string | null;
  /** Delegated prefixes, `2001:db8:7::/56`. */
  prefixes: string[];
  /** UCI `sourcefilter`: default routes are only for senders with this lease's addresses. */
  isSourceSpecific: boolean;
}

/** A part of a delegated prefix that an interface of the router has got. */
interface Assignment {
  /** Interface that the prefix was delegated to. */
  from: string;
  prefix: string;
  /** Interface that has it. */
  to: string;
  device: string;
  /** The /64, without its length. */
  network: string;
  /** The router's own address in it. */
  address: string;
}

const assignedLength = 64;

/** The metric that odhcp6c's script gives to routes of routers without a preference. */
const advertisedMetric = 512;

/** Senders that the default routes are for; null for everybody. */
function sendersOf({ addresses, prefixes, isSourceSpecific }: Ipv6Lease): (string | null)[] {
  if (!isSourceSpecific) return [null];
  const own = addresses.map(({ address }) => {
    const { address: text, prefixLength } = parseDeviceAddress(address);
    return `${networkOf(text, prefixLength)}/${prefixLength}`;
  });
  return [...new Set([...own, ...prefixes])];
}

function defaultRoutes(device: string, lease: Ipv6Lease): Route[] {
  if (lease.gateway === null) return [];
  return sendersOf(lease).map((sender) => ({
    family: "ipv6",
    table: tableIds.main,
    destination: prefixOf("::/0"),
    from: sender === null ? null : prefixOf(sender),
    metric: advertisedMetric,
    type: routeTypes.unicast,
    scope: routeScopes.universe,
    protocol: routeProtocols.static,
    device,
    gateway: lease.gateway,
    preferredSource: null,
    onLink: false,
  }));
}

/** Puts addresses and, if wanted, default routes into the kernel. */
function installLease(kernel: Kernel, device: string, lease: Ipv6Lease, withRoutes: boolean): void {
  kernel.enableIpv6(device);
  for (const { address, preferredS } of lease.addresses)
    kernel.addAddress(device, { ...parseDeviceAddress(address), isDeprecated: preferredS === 0 });
  if (!withRoutes) return;
  const addition = { create: true, exclusive: false, replace: true };
  for (const route of defaultRoutes(device, lease)) kernel.addRoute(route, addition);
}

/** Takes them away again, each by a call of `tryTo`, because somebody else may have done so. */
function withdrawLease(
  kernel: Kernel,
  device: string,
  lease: Ipv6Lease,
  tryTo: (work: () => void) => void
): void {
  for (const { family, table, destination, from, metric, gateway } of defaultRoutes(device, lease))
    tryTo(() =>
      kernel.removeRoute({
        ...{ family, table, destination, from, metric, device },
        gateway: gateway ?? undefined,
      })
    );
  for (const { address } of lease.addresses)
    tryTo(() => kernel.removeAddress(device, parseDeviceAddress(address).address));
}

/** Whether nothing but lifetimes differs, as after most router advertisements. */
function isRefreshed(old: Ipv6Lease, lease: Ipv6Lease): boolean {
  const lasting = ({ addresses, gateway, prefixes, isSourceSpecific }: Ipv6Lease): string =>
    JSON.stringify([addresses.map(({ address }) => address), gateway, prefixes, isSourceSpecific]);
  return lasting(old) === lasting(lease);
}

/** Sets the lifetimes of the addresses anew. */
function refreshLease(kernel: Kernel, device: string, lease: Ipv6Lease): void {
  for (const { address, preferredS } of lease.addresses)
    kernel.refreshAddress(device, parseDeviceAddress(address).address, preferredS === 0);
}

function lifetimes(preferredS: number | null): object {
  return preferredS === null ? {} : { preferred: preferredS, valid: preferredS + 1800 };
}

/** The /64 with this number in a prefix, and the address that the router takes in it. */
function assignmentIn(prefix: string, number: number): Pick<Assignment, "network" | "address"> {
  const first = parsePrefix(prefix)!.bytes;
  const network = first.map((byte, at) => (at === 7 ? byte + number : byte));
  const address = network.map((byte, at) => (at === 15 ? 1 : byte));
  return { network: formatIpAddress(network), address: formatIpAddress(address) };
}

/** The lease as netifd's dump shows it; `assigned` are parts of its prefixes. */
function describeLease(
  name: string,
  lease: Ipv6Lease | null,
  assigned: readonly Assignment[]
): { "ipv6-address": object[]; "ipv6-prefix": object[]; routes: object[] } {
  if (lease === null) return { "ipv6-address": [], "ipv6-prefix": [], routes: [] };
  return {
    "ipv6-address": lease.addresses.map(({ address, preferredS }) => {
      const { address: text, prefixLength } = parseDeviceAddress(address);
      return { address: text, mask: prefixLength, ...lifetimes(preferredS) };
    }),
    "ipv6-prefix": lease.prefixes.map((prefix) => {
      const parts = assigned.filter((one) => one.from === name && one.prefix === prefix);
      const { text, length } = parsePrefix(prefix)!;
      const shown = parts.map(({ to, network }) => [
        to,
        { address: network, mask: assignedLength },
      ]);
      return { address: text, mask: length, class: name, assigned: Object.fromEntries(shown) };
    }),
    routes: defaultRoutes("", lease).map(({ from, metric, gateway }) => ({
      target: "::",
      mask: 0,
      nexthop: gateway,
      metric,
      valid: 1800,
      source: from === null ? "::/0" : `${from.text}/${from.length}`,
    })),
  };
}

/** What the interface has of others' prefixes, as netifd's dump shows it. */
function describeAssignments(name: string, assignments: readonly Assignment[]): object[] {
  return assignments
    .filter(({ to }) => to === name)
    .map(({ network, address }) => ({
      address: network,
      mask: assignedLength,
      "local-address": { address, mask: assignedLength },
    }));
}

export {
  assignedLength,
  describeAssignments,
  describeLease,
  assignmentIn,
  installLease,
  isRefreshed,
  refreshLease,
  withdrawLease,
};
export type { Assignment, Ipv6Address, Ipv6Lease };
