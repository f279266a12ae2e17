/**
 * A household's network in namespaces of its own: a client behind a router with two providers, which
 * both lead to the same Internet and forward only their own customers' addresses.
 */
import { execFileSync } from "node:child_process";

/** Addresses that exist on the simulated Internet. */
const internetHosts = ["1.1.1.1", "8.8.8.8", "192.0.2.80"];

interface Provider {
  /** Number of the provider, 1 or 2. */
  number: number;
  device: string;
  routerAddress: string;
  gateway: string;
  subnet: string;
}

const providers: Provider[] = [
  {
    number: 1,
    device: "eth1",
    routerAddress: "203.0.113.2",
    gateway: "203.0.113.1",
    subnet: "203.0.113.0/24",
  },
  {
    number: 2,
    device: "wwan0",
    routerAddress: "198.51.100.2",
    gateway: "198.51.100.1",
    subnet: "198.51.100.0/24",
  },
];

interface Network {
  /** Name of a host's namespace. */
  namespace(host: string): string;
  /** Runs a program in a host's namespace and gives its output. */
  run(host: string, ...command: string[]): string;
  /** The provider goes on answering ARP but forwards nothing: a black hole. */
  setBlackHole(provider: number, on: boolean): void;
  /** Pulls or plugs the cable at the provider's end. */
  setCarrier(provider: number, on: boolean): void;
  remove(): void;
}

function ip(...words: string[]): string {
  return execFileSync("ip", words, { encoding: "utf8" });
}

function connectProvider(namespace: (host: string) => string, provider: Provider): void {
  const isp = `isp${provider.number}`;
  const link = `192.0.2.${provider.number * 4}`;
  const far = `192.0.2.${provider.number * 4 + 1}`;
  const [router, ispNs, internet] = ["router", isp, "internet"].map(namespace) as [
    string,
    string,
    string,
  ];
  ip(
    "-n",
    router,
    "link",
    "add",
    provider.device,
    "type",
    "veth",
    "peer",
    "name",
    "inner",
    "netns",
    ispNs
  );
  ip("-n", ispNs, "link", "add", "outer", "type", "veth", "peer", "name", isp, "netns", internet);
  ip("-n", router, "addr", "add", `${provider.routerAddress}/24`, "dev", provider.device);
  ip("-n", ispNs, "addr", "add", `${provider.gateway}/24`, "dev", "inner");
  ip("-n", ispNs, "addr", "add", `${link}/31`, "dev", "outer");
  ip("-n", internet, "addr", "add", `${far}/31`, "dev", isp);
  for (const [ns, device] of [
    [router, provider.device],
    [ispNs, "inner"],
    [ispNs, "outer"],
    [internet, isp],
  ] as const) {
    ip("-n", ns, "link", "set", device, "up");
  }
  ip("-n", ispNs, "route", "add", "default", "via", far);
  ip("-n", internet, "route", "add", provider.subnet, "via", link);
  // What a provider does with an address that is not its customer's.
  ip("-n", ispNs, "rule", "add", "priority", "10", "from", provider.subnet, "lookup", "main");
  ip("-n", ispNs, "rule", "add", "priority", "11", "iif", "inner", "blackhole");
  const metric = String(provider.number * 10);
  const route = ["default", "via", provider.gateway, "dev", provider.device, "metric", metric];
  ip("-n", router, "route", "add", ...route);
}

/** Builds the network; `remove` takes all of it away again. */
function createNetwork(): Network {
  const prefix = `mm${process.pid}-${Math.floor(Math.random() * 1e6)}`;
  const namespace = (host: string): string => `${prefix}-${host}`;
  const hosts = ["client", "router", "isp1", "isp2", "internet"];
  const run = (host: string, ...command: string[]): string =>
    execFileSync("ip", ["netns", "exec", namespace(host), ...command], { encoding: "utf8" });
  const remove = (): void => {
    for (const host of hosts) {
      execFileSync("sh", ["-c", `ip netns del "$1" 2>/dev/null || true`, "sh", namespace(host)]);
    }
  };
  try {
    for (const host of hosts) {
      ip("netns", "add", namespace(host));
      ip("-n", namespace(host), "link", "set", "lo", "up");
      run(host, "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0");
    }
    const [client, router] = [namespace("client"), namespace("router")];
    ip(
      "-n",
      router,
      "link",
      "add",
      "lan0",
      "type",
      "veth",
      "peer",
      "name",
      "eth0",
      "netns",
      client
    );
    ip("-n", router, "addr", "add", "10.0.0.1/24", "dev", "lan0");
    ip("-n", client, "addr", "add", "10.0.0.2/24", "dev", "eth0");
    ip("-n", router, "link", "set", "lan0", "up");
    ip("-n", client, "link", "set", "eth0", "up");
    ip("-n", client, "route", "add", "default", "via", "10.0.0.1");
    for (const address of internetHosts) {
      ip("-n", namespace("internet"), "addr", "add", `${address}/32`, "dev", "lo");
    }
    providers.forEach((provider) => connectProvider(namespace, provider));
    run(
      "router",
      "nft",
      "add table ip nat; add chain ip nat post { type nat hook postrouting priority srcnat; }; add rule ip nat post oifname { eth1, wwan0 } masquerade"
    );
  } catch (error) {
    remove();
    throw error;
  }
  return {
    namespace,
    run,
    remove,
    setBlackHole: (provider, on) => {
      run(`isp${provider}`, "sysctl", "-qw", `net.ipv4.ip_forward=${on ? 0 : 1}`);
    },
    setCarrier: (provider, on) => {
      ip("-n", namespace(`isp${provider}`), "link", "set", "inner", on ? "up" : "down");
    },
  };
}

export { createNetwork, providers };
export type { Network, Provider };
