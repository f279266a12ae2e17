/** The routes that the kernel makes by itself for an address of a device. */
import { networkOf, parseIpAddress, parsePrefix } from "./address.ts";
import type { Prefix } from "./address.ts";
import type { Device, DeviceAddress } from "./devices.ts";
import { ipv6Metrics, routeProtocols, routeScopes, routeTypes, tableIds } from "./routes.ts";
import type { Route } from "./routes.ts";

function prefixOf(text: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(`"${text}" is no IP prefix; write it like 192.0.2.0/24.`);
  return prefix;
}

/** IPv6: the address in table `local`, its network in `main`, neither with a preferred source. */
function connectedIpv6Routes(device: Device, { address, prefixLength }: DeviceAddress): Route[] {
  const host: Route = {
    family: "ipv6",
    table: tableIds.local,
    destination: prefixOf(address),
    from: null,
    metric: 0,
    type: routeTypes.local,
    scope: routeScopes.universe,
    protocol: routeProtocols.kernel,
    device: device.name,
    gateway: null,
    preferredSource: null,
    onLink: false,
  };
  if (device.name === "lo") return [host];
  const network: Route = {
    ...host,
    table: tableIds.main,
    destination: prefixOf(`${networkOf(address, prefixLength)}/${prefixLength}`),
    metric: ipv6Metrics.kernel,
    type: routeTypes.unicast,
  };
  return [host, network];
}

/** The address itself in table `local` and its network in table `main`. */
function connectedRoutes(device: Device, own: DeviceAddress): Route[] {
  const { address, prefixLength } = own;
  if (parseIpAddress(address)!.family === "ipv6") return connectedIpv6Routes(device, own);
  const common = {
    family: "ipv4" as const,
    from: null,
    metric: 0,
    protocol: routeProtocols.kernel,
    device: device.name,
    gateway: null,
    preferredSource: address,
    onLink: false,
  };
  const host = {
    ...common,
    table: tableIds.local,
    destination: prefixOf(address),
    type: routeTypes.local,
    scope: routeScopes.host,
  };
  if (prefixLength === 32) return [host];
  const destination = prefixOf(`${networkOf(address, prefixLength)}/${prefixLength}`);
  // All of the loopback network is the router itself.
  const network =
    device.name === "lo"
      ? { ...host, destination }
      : {
          ...common,
          destination,
          table: tableIds.main,
          type: routeTypes.unicast,
          scope: routeScopes.link,
        };
  return [host, network];
}

export { connectedRoutes, prefixOf };
