/** Every kind of rule and route that other people and programs have, for `explain` to know. */
import { providers } from "./network.ts";
import { ipBatch } from "./provider.ts";

/** VPN, static and refusing routes, routes over two hops, and other people's rules. */
function addForeign(namespace: string): void {
  ipBatch(namespace, [
    "link add vpn0 type veth peer name vpn1",
    "addr add 10.97.0.2/24 dev vpn0",
    "addr add fd97::2/64 dev vpn0 nodad",
    "link set vpn0 up",
    "link set vpn1 up",
    "route add 10.99.0.0/16 dev vpn0",
    "route add fd99::/64 dev vpn0",
    "route add unreachable 10.99.7.0/24",
    "route add prohibit fd99:7::/64",
    "route add 10.98.0.0/16 nexthop via 10.97.0.3 nexthop via 10.97.0.4",
    "route add fd98::/64 nexthop via fd97::3 nexthop via fd97::4",
    "route add default via 10.97.0.1 table 3",
    "route add default via fd97::1 table 3",
    "route add 10.95.0.0/24 dev vpn0 table 52",
    "route add fd95::/64 dev vpn0 table 52",
    "route add 198.51.100.0/24 dev wwan0 table 211",
    "route add default via 198.51.100.1 dev wwan0 table 211",
    "route add 2001:db8:2::/64 dev wwan0 table 211",
    "route add default via fe80::1 dev wwan0 table 211",
    // What a VPN would take if it were for all.
    "route add 192.0.2.82 dev vpn0 table 51820",
    "route add 2001:db8:ffff::82 dev vpn0 table 51820",
  ]);
  for (const [family, networks] of [
    ["inet", ["10.96.0.0/16", "192.0.2.81", "100.64.0.0/10", "192.0.2.83", "10.0.0.70"]],
    ["inet6", ["fd96::/64", "2001:db8:ffff::81", "2606::/16", "2001:db8:ffff::83", "fd99::7"]],
  ] as const) {
    const [tunnelled, single, refused, ordinary, late] = networks;
    const lte = providers[1]!;
    const modem = family === "inet" ? lte.routerAddress : lte.routerAddress6;
    ipBatch(
      namespace,
      [
        "rule add priority 1000 iif vpn0 lookup 3",
        `rule add priority 1001 to ${tunnelled} lookup 3`,
        `rule add priority 1002 to ${single} ipproto udp dport 7000-7100 lookup 3`,
        `rule add priority 1003 to ${refused} ipproto tcp sport 7000 unreachable`,
        "rule add priority 1004 fwmark 0x10000/0xff0000 lookup 3",
        "rule add priority 90000 iif lan0 lookup 3",
        // Tailscale, and what else means the ordinary Internet.
        "rule add priority 5210 fwmark 0x80000/0xff0000 lookup main",
        "rule add priority 5230 fwmark 0x80000/0xff0000 lookup default",
        "rule add priority 5250 fwmark 0x80000/0xff0000 unreachable",
        "rule add priority 5270 lookup 52",
        `rule add priority 900 to ${ordinary} lookup main`,
        // pbr, and netifd's config rule and ip4table.
        "rule add priority 29998 fwmark 0x20000/0xff0000 lookup 3",
        `rule add priority 29000 to ${single} ipproto tcp lookup 3`,
        `rule add priority 10000 from ${modem} lookup 211`,
        `rule add priority 20000 to ${modem} lookup 211`,
        // Right before table main: wg-quick, and people's own.
        "rule add priority 32763 lookup main suppress_prefixlength 0",
        "rule add priority 32764 not fwmark 0xca6c lookup 51820",
        `rule add priority 32765 from ${late} ipproto udp lookup 3`,
      ],
      family
    );
  }
}

export { addForeign };
