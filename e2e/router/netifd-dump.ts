/** What netifd says of the household's interfaces, in the form of its `network.interface dump`. */
import type { NetworkOptions } from "./network.ts";
import { providers } from "./provider.ts";
import type { Provider } from "./provider.ts";

/** How an interface differs from one that is up with everything it should have. */
interface InterfaceOverride {
  up?: boolean;
  withoutRoute?: boolean;
}

/** Logical names: `wan` and `wwan`, and for IPv6 `wan6` and `wwan6` on the same devices. */
const interfaceNames = ["wan", "wwan"] as const;

/** Lifetimes as a provider's DHCPv6 gives them, in seconds. */
const lifetimes = { preferred: 3600, valid: 7200 };

function common(name: string, device: string, proto: string, up: boolean): object {
  return {
    interface: name,
    up,
    pending: false,
    available: true,
    autostart: true,
    // What belongs to a layer-3 device is there only while the interface is up.
    ...(up ? { l3_device: device } : {}),
    proto,
    device,
  };
}

function ipv4Interface(name: string, provider: Provider, override: InterfaceOverride): object {
  const up = override.up ?? true;
  const route = { target: "0.0.0.0", mask: 0, nexthop: provider.gateway, source: "0.0.0.0/0" };
  return {
    ...common(name, provider.device, "dhcp", up),
    "ipv4-address": up ? [{ address: provider.routerAddress, mask: 24 }] : [],
    "ipv6-address": [],
    "ipv6-prefix": [],
    "ipv6-prefix-assignment": [],
    route: up && !override.withoutRoute ? [route] : [],
  };
}

function ipv6Interface(
  name: string,
  provider: Provider,
  override: InterfaceOverride,
  isDelegated: boolean
): object {
  const up = override.up ?? true;
  const address = { address: provider.routerAddress6, mask: 64, ...lifetimes };
  const prefix = {
    address: provider.delegated6,
    mask: 56,
    ...lifetimes,
    class: name,
    assigned: { lan: { address: provider.delegated6, mask: 64 } },
  };
  const route = { target: "::", mask: 0, nexthop: provider.gateway6, valid: lifetimes.valid };
  const sources = isDelegated
    ? [`2001:db8:${provider.number}::/64`, `${provider.delegated6}/56`]
    : ["::/0"];
  return {
    ...common(name, provider.device, "dhcpv6", up),
    "ipv4-address": [],
    "ipv6-address": up ? [address] : [],
    "ipv6-prefix": up && isDelegated ? [prefix] : [],
    "ipv6-prefix-assignment": [],
    route: up && !override.withoutRoute ? sources.map((source) => ({ ...route, source })) : [],
  };
}

function lanInterface(isDelegated: boolean): object {
  const assignments = providers.map((provider) => ({
    address: provider.delegated6,
    mask: 64,
    ...lifetimes,
    "local-address": { address: `${provider.delegated6}1`, mask: 64 },
  }));
  return {
    ...common("lan", "lan0", "static", true),
    "ipv4-address": [{ address: "10.0.0.1", mask: 24 }],
    "ipv6-address": [],
    "ipv6-prefix": [],
    "ipv6-prefix-assignment": isDelegated ? assignments : [],
    route: [],
  };
}

/**
 * The whole answer.
 * @param overrides by logical name
 * @param extra further interfaces, as netifd would give them
 */
function netifdDump(
  overrides: ReadonlyMap<string, InterfaceOverride>,
  options: NetworkOptions,
  extra: readonly object[] = []
): object {
  const isDelegated = options.delegated ?? false;
  const lines = providers.flatMap((provider, i) => {
    const name = interfaceNames[i] as string;
    const ipv4 = ipv4Interface(name, provider, overrides.get(name) ?? {});
    const name6 = `${name}6`;
    return options.ipv4Only
      ? [ipv4]
      : [ipv4, ipv6Interface(name6, provider, overrides.get(name6) ?? {}, isDelegated)];
  });
  return { interface: [lanInterface(isDelegated), ...lines, ...extra] };
}

export { interfaceNames, netifdDump };
export type { InterfaceOverride };
