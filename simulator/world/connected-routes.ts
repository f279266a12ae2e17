/** The routes that the kernel makes by itself for an address of a device. */
import { networkOf, parseIpAddress, parsePrefix } from "./address.ts";
import type { Prefix } from "./address.ts";
import type { Device, DeviceAddress } from "./devices.ts";
import { routeProtocols, routeScopes, routeTypes, tableIds } from "./routes.ts";
import type { Route } from "./routes.ts";

function prefixOf(text: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(`"${text}" is no IP prefix; write it like 192.0.2.0/24.`);
  return prefix;
}

/** The address itself in table `local` and its network in table `main`; IPv6 gets the first only. */
function connectedRoutes(device: Device, { address, prefixLength }: DeviceAddress): Route[] {
  const family = parseIpAddress(address)!.family;
  const common = {
    family,
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
  if (family === "ipv6" || prefixLength === 32) return [host];
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
