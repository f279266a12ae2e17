/** What `explain` says, held against the simulated kernel's own look-up. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ExplainArgs, ExplainReply } from "../../shared/queries.ts";
import type { Router } from "../../simulator/router.ts";
import { createDualStack } from "../../simulator/scenarios/two-wans-dual-stack.ts";
import { parsePrefix } from "../../simulator/world/address.ts";
import { lookupRoute } from "../../simulator/world/lookup.ts";
import { ruleActions } from "../../simulator/world/rules.ts";
import type { IpRule } from "../../simulator/world/rules.ts";
import { routeScopes, routeTypes } from "../../simulator/world/routes.ts";
import type { Route } from "../../simulator/world/routes.ts";
import { daemonObjectName } from "../../shared/contract.ts";

const policies = `
config rule 'voip'
	option proto 'udp'
	option dest_port '5000-6000'
	option use 'lte'

config rule 'kids'
	option src_ip '192.168.1.64/26'
	option use 'lte'
	option otherwise 'nothing'

config rule 'pings'
	option proto 'icmp'
	option use 'lte'
	option otherwise 'nothing'

config rule 'site'
	option dest_ip '2001:db8:ffff::/48'
	option use 'fibre'
`;

const addresses = {
  ipv4: [
    ...["192.168.1.1", "192.168.1.20", "192.168.1.100", "192.0.2.2", "192.0.2.9", "198.51.100.2"],
    ...["203.0.113.80", "1.1.1.1", "10.99.0.1", "10.99.7.1", "10.98.0.1", "127.0.0.1"],
  ],
  ipv6: [
    ...["2001:db8:7::1", "2001:db8:7::100", "2001:db8:8::1", "2001:db8:8:0:1::9", "2001:db8:1::2"],
    ...["2001:db8:2::2", "2001:db8:2::77", "2001:db8:ffff::80", "2606:4700::1", "fd99::1", "::1"],
  ],
};

const packet: fc.Arbitrary<ExplainArgs> = fc
  .constantFrom("ipv4" as const, "ipv6" as const)
  .chain((family) => {
    const address = fc.constantFrom(...addresses[family]);
    const port = fc.constantFrom(0, 53, 443, 4999, 5000, 5061, 6000, 65535);
    return fc.oneof(
      fc.record({ src: address, dst: address, proto: fc.constant("icmp" as const) }),
      fc.record(
        {
          ...{ src: address, dst: address, sport: port, dport: port },
          proto: fc.constantFrom("tcp" as const, "udp" as const),
        },
        { requiredKeys: ["dst", "proto"] }
      )
    );
  });

type Happening = (router: Router) => void;

/** Somebody's rule, in both families, for packets to these networks or, inverted, for all others. */
function othersRule(networks: [string, string], rest: Partial<IpRule>): Happening {
  return ({ world }) => {
    for (const text of networks) {
      const destination = parsePrefix(text)!;
      world.kernel.addRule({
        ...{ family: destination.family, priority: 32765, action: ruleActions.toTable, table: 3 },
        ...{ source: null, destination, mark: 0, mask: 0, ipProtocol: 0 },
        ...{ sourcePorts: null, destinationPorts: null, goTo: 0 },
        ...{ suppressPrefixLength: null, protocol: 3 },
        ...rest,
      });
    }
  };
}

const happenings: { [name: string]: Happening } = {
  fibreFails: ({ world }) => world.network.getLink("eth1").change({ blackholed: true }),
  fibreReturns: ({ world }) => world.network.getLink("eth1").change({ blackholed: false }),
  lteFails: ({ world }) => world.network.getLink("wwan0").change({ blackholed: true }),
  lteUnplugged: ({ world }) => world.network.getLink("wwan0").change({ carrier: false }),
  ltePlugged: ({ world }) => world.network.getLink("wwan0").change({ carrier: true }),
  lteForced: ({ world }) =>
    void world.bus.call(daemonObjectName, "use", { section: "lte", action: "force" }),
  lteDisabled: ({ world }) =>
    void world.bus.call(daemonObjectName, "use", { section: "lte", action: "disable" }),
  killed: ({ procd }) => procd.kill9(),
  ordinaryComes: othersRule(["203.0.113.0/24", "2606::/16"], { priority: 900, table: 254 }),
  earlyComes: othersRule(["10.99.0.0/16", "fd99::/64"], { priority: 29000 }),
  lateComes: othersRule(["203.0.113.80/32", "2001:db8:ffff::/48"], {}),
  lateInverted: othersRule(["203.0.0.0/16", "2001::/16"], { priority: 32700, inverts: true }),
  lateRefuses: othersRule(["10.0.0.0/8", "fd00::/8"], {
    action: ruleActions.unreachable,
    table: 0,
  }),
};

/** Routes of others in table main, of all the kinds there are. */
function addForeignRoutes({ world }: Router): void {
  const networks: [string, number][] = [
    ["10.99.0.0/16", routeTypes.unicast],
    ["10.99.7.0/24", routeTypes.unreachable],
    ["10.98.0.0/16", routeTypes.throw],
    ["fd99::/64", routeTypes.unicast],
  ];
  for (const [text, type] of networks) {
    const destination = parsePrefix(text)!;
    const goes = type === routeTypes.unicast;
    const route: Route = {
      ...{ family: destination.family, table: 254, destination, from: null, metric: 0 },
      ...{ type, scope: goes && destination.family === "ipv4" ? routeScopes.link : 0 },
      ...{ protocol: 4, device: goes ? "br-lan" : null },
      ...{ gateway: null, preferredSource: null, onLink: false },
    };
    world.kernel.addRoute(route, { create: true, exclusive: true, replace: false });
  }
  for (const text of ["203.0.113.80/32", "2001:db8:ffff::/48", "1.0.0.0/8"]) {
    const destination = parsePrefix(text)!;
    const route: Route = {
      ...{ family: destination.family, table: 3, destination, from: null, metric: 0 },
      ...{ type: routeTypes.unicast, protocol: 4, device: "br-lan" },
      ...{ scope: destination.family === "ipv4" ? routeScopes.link : 0 },
      ...{ gateway: null, preferredSource: null, onLink: false },
    };
    world.kernel.addRoute(route, { create: true, exclusive: true, replace: false });
  }
}

/** What the kernel does with the packet: the route it takes, or null when it is refused. */
function routeOf({ world }: Router, args: ExplainArgs): Route | null {
  const isIpv6 = args.dst.includes(":");
  const icmp = isIpv6 ? 58 : 1;
  const found = lookupRoute(
    world.kernel,
    {
      destination: args.dst,
      source: args.src ?? null,
      mark: 0,
      ipProtocol: args.proto === "icmp" ? icmp : { tcp: 6, udp: 17 }[args.proto!],
      ...(args.sport !== undefined && { sourcePort: args.sport }),
      ...(args.dport !== undefined && { destinationPort: args.dport }),
      outputDevice: null,
    },
    routeScopes.universe
  );
  return typeof found === "string" ? null : found;
}

test("in whatever state, it agrees with the kernel about whatever packet", () => {
  const names = fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength: 4 });
  let decided = 0;
  fc.assert(
    fc.property(
      names,
      fc.boolean(),
      fc.array(packet, { minLength: 20, maxLength: 20 }),
      (...all) => {
        const [events, hasPolicies, packets] = all;
        const router = createDualStack();
        const { files, clock, bus } = router.world;
        const config = files.read("/etc/config/mini-mwan");
        files.install("/etc/config/mini-mwan", hasPolicies ? config + policies : config);
        addForeignRoutes(router);
        router.procd.start();
        clock.advance(20_000);
        for (const name of events) {
          happenings[name]!(router);
          clock.advance(20_000);
        }
        for (const args of packets) {
          const { status, data } = bus.call(daemonObjectName, "explain", args);
          expect(status).toBe(0);
          const reply = data as ExplainReply;
          const route = routeOf(router, args);
          const goes = route?.type === routeTypes.unicast ? route : null;
          expect([args, reply.device, reply.gateway]).toEqual([
            ...[args, goes?.device ?? null, goes?.gateway ?? null],
          ]);
          if (route !== null) expect([args, reply.table]).toEqual([args, route.table]);
          if (reply.section !== null) {
            decided++;
            expect(reply.device).toBe({ fibre: "eth1", lte: "wwan0" }[reply.section]);
          }
        }
      }
    ),
    { numRuns: 20 }
  );
  expect(decided).toBeGreaterThan(50);
}, 60_000);
