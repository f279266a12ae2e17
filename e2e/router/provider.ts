/** The two Internet providers of the household and the Internet behind them. */
import { execFileSync } from "node:child_process";

interface Provider {
  /** Number of the provider, 1 or 2. */
  number: number;
  /** The router's device towards it. */
  device: string;
  routerAddress: string;
  gateway: string;
  subnet: string;
  /** The router's IPv6 address, out of the /64 of the link. */
  routerAddress6: string;
  /** Link-local and the same at both providers, as it often is. */
  gateway6: string;
  /** All IPv6 addresses that this provider forwards. */
  subnet6: string;
  /** What the router is given for its LAN, without the length, which is 56. */
  delegated6: string;
}

function provider(number: number, device: string, network: string): Provider {
  return {
    number,
    device,
    routerAddress: `${network}.2`,
    gateway: `${network}.1`,
    subnet: `${network}.0/24`,
    routerAddress6: `2001:db8:${number}::2`,
    gateway6: "fe80::1",
    subnet6: `2001:db8:${number}::/48`,
    delegated6: `2001:db8:${number}:100::`,
  };
}

const providers: Provider[] = [
  provider(1, "eth1", "203.0.113"),
  provider(2, "wwan0", "198.51.100"),
];

/** The host that answers the household's traffic. */
const server = { ipv4: "192.0.2.80", ipv6: "2001:db8:ffff::80" };

/** Addresses that exist on the simulated Internet: the usual targets, and the server's. */
const internetHosts = [
  "1.1.1.1",
  "8.8.8.8",
  server.ipv4,
  "2606:4700:4700::1111",
  "2001:4860:4860::8888",
  server.ipv6,
];

/** Carries out many `ip` commands in one namespace at once. Rules need to be told their family. */
function ipBatch(namespace: string, lines: readonly string[], family?: "inet" | "inet6"): void {
  const words = family == null ? [] : ["-family", family];
  const input = `${lines.join("\n")}\n`;
  execFileSync("ip", ["-n", namespace, ...words, "-batch", "-"], { input });
}

/** Where things hang: names of the namespaces. */
interface Places {
  router: string;
  isp: string;
  internet: string;
}

/** The provider's own router, between the household and the Internet. */
function furnishProvider(place: Places, one: Provider): void {
  const link = `192.0.2.${one.number * 4}`;
  const far = `192.0.2.${one.number * 4 + 1}`;
  const transit = `2001:db8:f${one.number}`;
  ipBatch(place.isp, [
    `link add outer type veth peer name isp${one.number} netns ${place.internet}`,
    `addr add ${one.gateway}/24 dev inner`,
    `addr add ${one.gateway6}/64 dev inner nodad`,
    `addr add ${link}/31 dev outer`,
    `addr add ${transit}::1/64 dev outer nodad`,
    "link set inner up",
    "link set outer up",
  ]);
  ipBatch(place.internet, [
    `addr add ${far}/31 dev isp${one.number}`,
    `addr add ${transit}::2/64 dev isp${one.number} nodad`,
    `link set isp${one.number} up`,
    `route add ${one.subnet} via ${link}`,
    `route add ${one.subnet6} via ${transit}::1`,
  ]);
  ipBatch(place.isp, [
    `route add default via ${far}`,
    `route add default via ${transit}::2`,
    `route add 2001:db8:${one.number}::/64 dev inner`,
    `route add ${one.delegated6}/56 via ${one.routerAddress6} dev inner`,
  ]);
  // What a provider does with an address that is not its customer's.
  for (const subnet of [one.subnet, one.subnet6]) {
    const family = subnet.includes(":") ? "inet6" : "inet";
    ipBatch(
      place.isp,
      [
        `rule add priority 10 from ${subnet} lookup main`,
        "rule add priority 11 iif inner blackhole",
      ],
      family
    );
  }
}

/** What netifd gives the router's device: addresses, then default routes. */
function lineCommands(one: Provider, isDelegated: boolean): string[] {
  const metric = one.number * 10;
  // A delegated prefix leaves through the line that it came from, and nothing else does.
  const sources = isDelegated
    ? [`from 2001:db8:${one.number}::/64`, `from ${one.delegated6}/56`]
    : [""];
  return [
    `addr add ${one.routerAddress}/24 dev ${one.device}`,
    `addr add ${one.routerAddress6}/64 dev ${one.device} nodad`,
    `route add default via ${one.gateway} dev ${one.device} metric ${metric}`,
    ...sources.map(
      (from) => `route add default ${from} via ${one.gateway6} dev ${one.device} metric ${metric}`
    ),
  ];
}

/** The router's side of the line, and the provider with it. */
function furnishLine(place: Places, one: Provider, isDelegated: boolean): void {
  ipBatch(place.router, [
    `link add ${one.device} type veth peer name inner netns ${place.isp}`,
    `link set ${one.device} up`,
  ]);
  furnishProvider(place, one);
  ipBatch(place.router, lineCommands(one, isDelegated));
}

export { furnishLine, internetHosts, ipBatch, lineCommands, providers, server };
export type { Provider };
