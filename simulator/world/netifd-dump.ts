/** netifd's own description of an interface, field by field as its netifd_dump_status writes it. */
import { describeAssignments, describeLease } from "./netifd-ipv6.ts";
import type { Assignment } from "./netifd-ipv6.ts";
import type { NetifdInterface } from "./netifd-interface.ts";

const nothing = { "ipv4-address": [], "ipv6-address": [], route: [] };
const noNames = { "dns-server": [], "dns-search": [], neighbors: [] };

function defaultRoute(gateway: string | null): object[] {
  if (gateway === null) return [];
  return [{ target: "0.0.0.0", mask: 0, nexthop: gateway, source: "0.0.0.0/0" }];
}

/** Only of an interface that is up. */
function describeUp(
  subject: NetifdInterface,
  assignments: readonly Assignment[],
  nowMs: number
): object {
  const { options, address, gateway } = subject;
  const { routes: ipv6Routes, ...ipv6 } = describeLease(options.name, subject.ipv6, assignments);
  const source = address === null ? "0.0.0.0/0" : `${address.address}/32`;
  const isDhcp = options.proto === "dhcp";
  const ipv4Routes = defaultRoute(gateway).map((route) => (isDhcp ? { ...route, source } : route));
  const routes = [...ipv4Routes, ...ipv6Routes];
  return {
    metric: options.metric,
    dns_metric: 0,
    delegation: true,
    "ipv4-address":
      address === null ? [] : [{ address: address.address, mask: address.prefixLength }],
    ...ipv6,
    "ipv6-prefix-assignment": describeAssignments(options.name, assignments),
    route: options.installsDefaultRoute ? routes : [],
    "dns-server": gateway === null ? [] : [gateway],
    "dns-search": [],
    neighbors: [],
    inactive: { ...nothing, ...noNames, route: options.installsDefaultRoute ? [] : routes },
    data: isDhcp ? { leasetime: 43_200 } : {},
    uptimeS: Math.floor((nowMs - subject.upSinceMs) / 1000),
  };
}

function describeInterface(
  subject: NetifdInterface,
  assignments: readonly Assignment[],
  nowMs: number
): object {
  const { options, state } = subject;
  const head = {
    up: state === "up",
    pending: state === "setup",
    available: true,
    autostart: subject.autostart,
    dynamic: false,
  };
  const kind = { proto: options.proto, device: options.device };
  if (state !== "up") {
    const errors = subject.hasLink()
      ? {}
      : { errors: [{ subsystem: "interface", code: "NO_DEVICE" }] };
    return { ...head, ...kind, data: {}, ...(state === "down" && subject.autostart && errors) };
  }
  const { uptimeS, ...rest } = describeUp(subject, assignments, nowMs) as { uptimeS: number };
  return { ...head, uptime: uptimeS, l3_device: options.device, ...kind, ...rest };
}

export { describeInterface };
