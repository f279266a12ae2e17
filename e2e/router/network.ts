/**
 * A household's network in namespaces of its own: a client behind a router with two providers, which
 * both lead to the same Internet and forward only their own customers' addresses. Both families.
 */
import { execFileSync } from "node:child_process";
import type { Family } from "../../shared/domain.ts";
import { furnishLine, internetHosts, ipBatch, providers, server } from "./provider.ts";
import type { Provider } from "./provider.ts";
import { createTrouble } from "./trouble.ts";
import type { Trouble } from "./trouble.ts";

interface NetworkOptions {
  /**
   * The client has an address out of each provider's delegated prefix, and the routes are netifd's,
   * which know sources. Without it the client has a local address (fd00::/8) and is masqueraded.
   */
  delegated?: boolean;
  /** netifd knows of no IPv6 interface. */
  ipv4Only?: boolean;
}

interface Network extends Trouble {
  options: NetworkOptions;
  /** Name of a host's namespace: client, router, isp1, isp2 or internet. */
  namespace(host: string): string;
  /** Runs a program in a host's namespace and gives its output. */
  run(host: string, ...command: string[]): string;
  /** Connections from the Internet to this port of either provider's line go on to the client. */
  forwardPort(port: number): void;
  remove(): void;
}

const hosts = ["client", "router", "isp1", "isp2", "internet"];

const client: { [family in Family]: string } = { ipv4: "10.0.0.2", ipv6: "fd00:6d77::2" };

const devices = `{ ${providers.map((provider) => `"${provider.device}"`).join(", ")} }`;

/** The firewall's part that concerns us: every line masquerades. */
function natRules(isDelegated: boolean): string {
  const families = isDelegated ? ["ip"] : ["ip", "ip6"];
  return families
    .map(
      (family) => `table ${family} nat {
        chain pre { type nat hook prerouting priority dstnat; }
        chain post { type nat hook postrouting priority srcnat; oifname ${devices} masquerade; }
      }`
    )
    .join("\n");
}

function furnishLan(namespace: (host: string) => string, isDelegated: boolean): void {
  const prefixes = isDelegated
    ? providers.map((provider) => provider.delegated6)
    : [client.ipv6.replace(/2$/, "")];
  ipBatch(namespace("router"), [
    `link add lan0 type veth peer name eth0 netns ${namespace("client")}`,
    "addr add 10.0.0.1/24 dev lan0",
    ...prefixes.map((prefix) => `addr add ${prefix}1/64 dev lan0 nodad`),
    "link set lan0 up",
  ]);
  ipBatch(namespace("client"), [
    `addr add ${client.ipv4}/24 dev eth0`,
    ...prefixes.map((prefix) => `addr add ${prefix}2/64 dev eth0 nodad`),
    "link set eth0 up",
    "route add default via 10.0.0.1",
    `route add default via ${prefixes[0]}1 dev eth0`,
  ]);
}

function furnishHost(namespace: string, host: string): void {
  const settings = [
    "net.ipv4.ip_forward=1",
    "net.ipv4.conf.all.rp_filter=0",
    // Without duplicate address detection addresses and their routes are there at once.
    ...["all", "default"].flatMap((name) => [
      `net.ipv6.conf.${name}.accept_dad=0`,
      `net.ipv6.conf.${name}.accept_ra=0`,
    ]),
    // An Internet that says "too many" to pings would look like a bad line.
    "net.ipv4.icmp_ratelimit=0",
    "net.ipv6.icmp.ratelimit=0",
  ];
  if (host !== "client") settings.push("net.ipv6.conf.all.forwarding=1");
  execFileSync("ip", ["netns", "exec", namespace, "sysctl", "-qw", ...settings]);
  ipBatch(namespace, ["link set lo up"]);
}

/** Builds the network; `remove` takes all of it away again. */
function createNetwork(options: NetworkOptions = {}): Network {
  const isDelegated = options.delegated ?? false;
  const prefix = `mm${process.pid}-${Math.floor(Math.random() * 1e6)}`;
  const namespace = (host: string): string => `${prefix}-${host}`;
  const run = (host: string, ...command: string[]): string =>
    execFileSync("ip", ["netns", "exec", namespace(host), ...command], { encoding: "utf8" });
  const nft = (host: string, rules: string): void =>
    void execFileSync("ip", ["netns", "exec", namespace(host), "nft", "-f", "-"], { input: rules });
  const remove = (): void => {
    for (const host of hosts) {
      execFileSync("sh", ["-c", `ip netns del "$1" 2>/dev/null || true`, "sh", namespace(host)]);
    }
  };
  try {
    for (const host of hosts) {
      execFileSync("ip", ["netns", "add", namespace(host)]);
      furnishHost(namespace(host), host);
    }
    furnishLan(namespace, isDelegated);
    const onLoopback = internetHosts.map((address) => `addr add ${address} dev lo`);
    ipBatch(namespace("internet"), onLoopback);
    for (const provider of providers) {
      const [router, isp, internet] = ["router", `isp${provider.number}`, "internet"].map(
        namespace
      ) as [string, string, string];
      furnishLine({ router, isp, internet }, provider, isDelegated);
    }
    nft("router", natRules(isDelegated));
  } catch (error) {
    remove();
    throw error;
  }
  return {
    ...createTrouble(run, nft),
    options,
    namespace,
    run,
    remove,
    forwardPort: (port) =>
      nft(
        "router",
        `add rule ip nat pre iifname ${devices} meta l4proto { tcp, udp } th dport ${port} dnat to ${client.ipv4}`
      ),
  };
}

export { client, createNetwork, providers, server };
export type { Network, NetworkOptions, Provider };
