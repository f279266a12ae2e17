/** What the kernel refuses about a new route's next hop. */
import { isLinkLocal } from "./address.ts";
import type { Device, Devices } from "./devices.ts";
import { SystemError } from "./errno.ts";
import { lookupRoute } from "./lookup.ts";
import type { RoutingState } from "./lookup.ts";
import { routeScopes, routeTypes } from "./routes.ts";
import type { Route } from "./routes.ts";

interface Surroundings extends RoutingState {
  readonly devices: Devices;
}

function upDevice(devices: Devices, name: string | null): Device {
  const device = devices.get(name ?? "");
  if (!device.up) throw new SystemError("ENETDOWN");
  return device;
}

/** fib_create_info: fills in the device when the gateway tells it. */
function checkIpv4NextHop(state: Surroundings, route: Route): void {
  if (route.device === null && route.gateway === null) throw new SystemError("ENODEV");
  if (route.gateway !== null && route.scope >= routeScopes.link) throw new SystemError("EINVAL");
  if (route.gateway === null || route.onLink) {
    upDevice(state.devices, route.device);
    return;
  }
  const flow = {
    destination: route.gateway,
    source: null,
    mark: 0,
    ipProtocol: 0,
    outputDevice: route.device,
  };
  const found = lookupRoute(state, flow, routeScopes.link);
  if (typeof found === "string") throw new SystemError(found);
  route.device ??= found.device;
}

/** fib6_nh_init: a link-local gateway needs its device named and is on the link by nature. */
function checkIpv6NextHop(state: Surroundings, route: Route): void {
  const { gateway } = route;
  if (gateway === null) {
    upDevice(state.devices, route.device);
    return;
  }
  if (state.devices.withAddress(gateway) !== null) throw new SystemError("EINVAL");
  if (isLinkLocal(gateway) || route.onLink) {
    if (route.device === null) throw new SystemError("EINVAL");
    upDevice(state.devices, route.device);
    return;
  }
  const own = state.routes.covering(route.table, gateway, null)[0];
  const outputDevice = route.device;
  const flow = { destination: gateway, source: null, mark: 0, ipProtocol: 0, outputDevice };
  const found =
    own !== undefined && own.gateway === null && (route.device ?? own.device) === own.device
      ? own
      : lookupRoute(state, flow, routeScopes.universe);
  const isNear = typeof found !== "string" && found.gateway === null;
  if (!isNear || (route.device ?? found.device) !== found.device)
    throw new SystemError("EHOSTUNREACH");
  route.device ??= found.device;
}

/** Throws as the kernel refuses; fills in the device when the gateway tells it. */
function checkNextHop(state: Surroundings, route: Route): void {
  const { preferredSource } = route;
  if (preferredSource !== null && state.devices.withAddress(preferredSource) === null)
    throw new SystemError("EINVAL");
  if (route.type !== routeTypes.unicast) return;
  if (route.family === "ipv6") checkIpv6NextHop(state, route);
  else checkIpv4NextHop(state, route);
}

export { checkNextHop };
