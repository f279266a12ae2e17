/** What the daemon's kernel shell is asked to hold for a router with two WANs, in either family. */
import type { IpRule } from "../../daemon/engine/ip-rule.ts";
import type { RoutePlan } from "../../daemon/engine/plan.ts";
import type { Family } from "../../shared/domain.ts";

interface Wan {
  device: string;
  addresses: { [family in Family]: string };
  gateways: { [family in Family]: string };
  /** As netifd or a person writes them. */
  sources: { [family in Family]: string[] };
}

const wans: Wan[] = [
  {
    device: "eth1",
    addresses: { ipv4: "203.0.113.2", ipv6: "2001:db8:1::2" },
    // Both providers' routers have the same link-local address, as many have.
    gateways: { ipv4: "203.0.113.1", ipv6: "fe80::1" },
    sources: { ipv4: ["203.0.113.2"], ipv6: ["2001:db8:1::2", "2001:db8:7::/56"] },
  },
  {
    device: "wwan0",
    addresses: { ipv4: "198.51.100.2", ipv6: "2001:db8:2::2" },
    gateways: { ipv4: "198.51.100.1", ipv6: "fe80::1" },
    sources: {
      ipv4: ["198.51.100.2", "198.51.100.64/26"],
      ipv6: ["2001:0DB8:2:0:0::2/128", "2001:db8:8:0:0:0:0:0/60"],
    },
  },
];

const faraway: { [family in Family]: string } = { ipv4: "192.0.2.80", ipv6: "2001:db8:ffff::80" };
const mask = 0x3f00;

function rule(priority: number, table: number, rest: Partial<IpRule> = {}): IpRule {
  const any = {
    mark: null,
    mask: null,
    source: null,
    destination: null,
    protocol: null,
    sourcePorts: null,
    destinationPorts: null,
    inverts: false,
    refuses: false,
    goTo: null,
    suppressPrefixLength: null,
  };
  return { priority, table, ...any, ...rest };
}

/** What a router with both WANs holds while the one with this index is in use. */
function planFor(family: Family, chosen: number, gateway?: string | null): RoutePlan {
  const rules = [rule(32100, 254, { suppressPrefixLength: 0 }), rule(32600, 7700)];
  const routes: RoutePlan["routes"] = [];
  wans.forEach((wan, i) => {
    const route = { device: wan.device, gateway: wan.gateways[family] };
    rules.push(
      rule(4300, 7801 + i, { mark: mask, mask, source: wan.addresses[family] }),
      rule(32400, 7701 + i, { mark: 256 * (i + 1), mask }),
      ...wan.sources[family].map((source) => rule(32420, 7701 + i, { source }))
    );
    routes.push({ ...route, table: 7701 + i }, { ...route, table: 7801 + i });
    if (i === chosen) {
      const used = gateway === undefined ? route.gateway : gateway;
      routes.push({ ...route, table: 7700, gateway: used });
    }
  });
  return { family, rules, routes, decided: true, heard: true };
}

function emptyPlan(family: Family): RoutePlan {
  return { family, rules: [], routes: [], decided: true, heard: true };
}

export { emptyPlan, faraway, planFor, wans };
