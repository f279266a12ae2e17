/** Programs beside ours on the household's router: their rules, tables and marks. */
import type { Family } from "../../shared/domain.ts";
import type { Household } from "./household.ts";
import { providers } from "./network.ts";
import { ipBatch } from "./provider.ts";
import { kernelState } from "./suite.ts";

const lte = providers[1]!;

/** Where a packet goes that the router is asked about. */
interface Way {
  device: string;
  table: number;
}

/** Addresses of each family: behind the tunnel, hosts of the LAN, the second modem's own page, a site. */
const places: {
  [family in Family]: {
    tunnelled: string;
    hosts: { [name in "early" | "chosen" | "late" | "banned"]: string };
    modem: string;
    modemNetwork: string;
    site: string;
  };
} = {
  ipv4: {
    tunnelled: "10.99.0.1",
    hosts: { early: "10.0.0.61", chosen: "10.0.0.60", late: "10.0.0.70", banned: "10.0.0.71" },
    modem: lte.gateway,
    modemNetwork: lte.subnet,
    site: "192.0.2.80",
  },
  ipv6: {
    tunnelled: "fd99::1",
    hosts: {
      early: "fd00:6d77::61",
      chosen: "fd00:6d77::60",
      late: "fd00:6d77::70",
      banned: "fd00:6d77::71",
    },
    modem: "2001:db8:2::1",
    modemNetwork: "2001:db8:2::/64",
    site: "2001:db8:ffff::80",
  },
};

/** Tunnel `vpn0`, which ends on the Internet, and table 100 that leads everything into it. */
function addTunnel(household: Household): void {
  const { namespace, run } = household.network;
  ipBatch(namespace("router"), [
    `link add vpn0 type veth peer name vpn1 netns ${namespace("internet")}`,
    "addr add 10.97.0.2/24 dev vpn0",
    "addr add fd97::2/64 dev vpn0 nodad",
    "link set vpn0 up",
    "route add default via 10.97.0.1 dev vpn0 table 100",
    "route add default via fd97::1 dev vpn0 table 100",
  ]);
  ipBatch(namespace("internet"), [
    "addr add 10.97.0.1/24 dev vpn1",
    "addr add fd97::1/64 dev vpn1 nodad",
    "link set vpn1 up",
  ]);
  run(
    "router",
    "nft",
    'add table ip vpn; add chain ip vpn post { type nat hook postrouting priority srcnat; }; add rule ip vpn post oifname "vpn0" masquerade'
  );
}

/** Rules such as Tailscale, pbr, netifd and people themselves have, in both families. */
function addNeighbours(household: Household): void {
  const router = household.network.namespace("router");
  addTunnel(household);
  for (const [family, name] of [
    ["ipv4", "inet"],
    ["ipv6", "inet6"],
  ] as const) {
    const { tunnelled, hosts, modem, modemNetwork } = places[family];
    const isIpv6 = family === "ipv6";
    const gateway = isIpv6 ? lte.gateway6 : lte.gateway;
    ipBatch(
      router,
      [
        // Tailscale: its own packets take the Internet, those for its network the tunnel.
        "rule add priority 5210 fwmark 0x80000/0xff0000 lookup main",
        "rule add priority 5230 fwmark 0x80000/0xff0000 lookup default",
        "rule add priority 5250 fwmark 0x80000/0xff0000 unreachable",
        "rule add priority 5270 lookup 52",
        `route add ${tunnelled} dev vpn0 table 52`,
        // pbr: a mark for each of its policies.
        "rule add priority 29998 fwmark 0x20000/0xff0000 lookup 257",
        "rule add priority 29999 fwmark 0x30000/0xff0000 lookup 258",
        `route add default via ${isIpv6 ? "fd97::1" : "10.97.0.1"} dev vpn0 table 257`,
        `route add default via ${gateway} dev ${lte.device} table 258`,
        // netifd: config rule with a priority and without, and an interface with a table of its own.
        `rule add priority 29000 from ${hosts.chosen} lookup 100`,
        `rule add priority 1 from ${hosts.early} lookup 100`,
        `route add ${modemNetwork} dev ${lte.device} table 211`,
        `route add default via ${gateway} dev ${lte.device} table 211`,
        `rule add priority 10000 from ${isIpv6 ? lte.routerAddress6 : lte.routerAddress} lookup 211`,
        `rule add priority 20000 to ${modem} lookup 211`,
        // People's own, which the kernel puts right before table main.
        `rule add priority 32765 from ${hosts.late} lookup 100`,
        `rule add priority 32764 from ${hosts.banned} ipproto udp unreachable`,
      ],
      name
    );
  }
}

/** The kernel's rules, routes and firewall tables but ours. */
function foreignState(household: Household): string {
  return kernelState(household)
    .split("\n")
    .filter((line) => !line.includes("proto 77"))
    .join("\n")
    .replace(/^table inet mini_mwan \{\n[\s\S]*?\n\}\n?/m, "");
}

/** The kernel's answer to `ip route get` with these words, or null when it refuses. */
function wayTo(household: Household, destination: string, ...words: string[]): Way | null {
  const family = destination.includes(":") ? "-6" : "-4";
  const command = ["ip", family, "-j", "route", "get", destination, ...words];
  const script = `${command.join(" ")} 2>&1 || true`;
  const text = household.network.run("router", "sh", "-c", script);
  if (!text.startsWith("[")) return null;
  const [route] = JSON.parse(text) as [{ dev: string; table?: string; type?: string }];
  if (["unreachable", "prohibit"].includes(route.type ?? "")) return null;
  return { device: route.dev, table: route.table === undefined ? 254 : Number(route.table) };
}

export { addNeighbours, addTunnel, foreignState, places, wayTo };
export type { Way };
