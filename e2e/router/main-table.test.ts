/** What others have in table main, on a real kernel: a VPN's default route, tunnels' peers, other lines' prefixes. */
import { describe, expect, test } from "vitest";
import type { TestContext } from "vitest";
import { configText, fast } from "./household.ts";
import type { Household, Settings } from "./household.ts";
import { providers, server } from "./network.ts";
import type { NetworkOptions } from "./network.ts";
import { ipBatch } from "./provider.ts";
import { startRealNetifd } from "./real-netifd.ts";
import { until } from "./router.ts";
import { kernelState, onRealKernel, onRealNetifd } from "./suite.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];
const lines = [
  { device: fibre.device, ipv4: fibre.routerAddress, ipv6: fibre.routerAddress6 },
  { device: lte.device, ipv4: lte.routerAddress, ipv6: lte.routerAddress6 },
] as const;

/** A way out that is no uplink: the router's addresses on it, and who is at its other end. */
const vpn = { device: "vpn0", ipv4: "10.8.0.2", ipv6: "fd08::2" };
const far = { ipv4: "10.8.0.1", ipv6: "fd08::1" };

/** Leads from the router straight to the Internet, with masquerading as a VPN's zone has it. */
function addWay({ network }: Household, device = vpn.device, ipv4 = vpn.ipv4): void {
  ipBatch(network.namespace("router"), [
    `link add ${device} type veth peer name vpn netns ${network.namespace("internet")}`,
    `addr add ${ipv4}/24 dev ${device}`,
    `addr add ${vpn.ipv6}/64 dev ${device} nodad`,
    `link set ${device} up`,
  ]);
  ipBatch(network.namespace("internet"), [
    `addr add ${ipv4.replace(/2$/, "1")}/24 dev vpn`,
    `addr add ${far.ipv6}/64 dev vpn nodad`,
    "link set vpn up",
  ]);
  for (const family of network.options.delegated ? ["ip"] : ["ip", "ip6"]) {
    network.run("router", "nft", `add rule ${family} nat post oifname ${device} masquerade`);
  }
}

/** Changes default routes of both families through the VPN: `add` or `del`. */
function vpnDefault({ network }: Household, verb: "add" | "del"): void {
  const { device } = vpn;
  ipBatch(network.namespace("router"), [
    `route ${verb} default via ${far.ipv4} dev ${device} metric 5`,
    `route ${verb} default via ${far.ipv6} dev ${device} metric 5`,
  ]);
}

function statusOf({ router }: Household): string {
  return router.read("run/mini-mwan.status") ?? "";
}

function logOf({ router }: Household): string {
  return router.read("log/mini-mwan.log") ?? "";
}

describe("with others in table main", () => {
  onRealKernel("oldest", (build) => {
    async function running(context: TestContext, settings: Settings, options?: NetworkOptions) {
      const household = await build(context, settings, options);
      addWay(household);
      const before = kernelState(household);
      const traffic = await household.startTraffic({ families: ["ipv4", "ipv6"] });
      household.startDaemon();
      await household.settle();
      const bothBy = async (way: (typeof lines)[number] | typeof vpn, withinMs: number) => {
        const carried = [way.ipv4, way.ipv6].map((address) =>
          until(() => traffic.isCarriedBy(address), withinMs, `traffic by ${address}`)
        );
        await Promise.all(carried);
      };
      return { household, before, bothBy };
    }

    test("a VPN's default route keeps the traffic while it is there, which is said", async (context) => {
      const { household, before, bothBy } = await running(context, fast);
      await bothBy(lines[0], 3000);

      vpnDefault(household, "add");
      await bothBy(vpn, 1500);
      const said =
        /^warning_\d=- foreign_default .*IPv4.*'vpn0'.*\nwarning_\d=- foreign_default .*IPv6.*'vpn0'/m;
      await until(() => said.test(statusOf(household)), 1000, "the status");
      expect(statusOf(household)).not.toContain("active=1");
      // Answers, and what a rule or a mark decides, go as before.
      const { network } = household;
      const way = network.run("router", "ip", "route", "get", server.ipv4, "from", lines[1].ipv4);
      expect(way).toContain(`dev ${lte.device}`);
      const asked = JSON.stringify({ dst: server.ipv4 });
      const answer = household.router.run("ubus", "call", "mini-mwan.daemon", "explain", asked);
      expect(JSON.parse(answer)).toMatchObject({
        section: null,
        device: "vpn0",
        reason: expect.stringContaining("foreign_default"),
      });

      // A failure behind it moves what is theirs alone.
      network.setBlackHole(1, true);
      await until(
        () => /\[fibre\][^[]*\nstatus=down/.test(statusOf(household)),
        5000,
        "fibre down"
      );
      await bothBy(vpn, 500);

      vpnDefault(household, "del");
      await bothBy(lines[1], 1500);
      await until(
        () => !statusOf(household).includes("- foreign_default"),
        1000,
        "the end of the warning"
      );
      expect(
        logOf(household).match(/default route of IPv4 in table main leads through 'vpn0'/g)
      ).toHaveLength(2);

      await household.router.end("daemon");
      network.setBlackHole(1, false);
      expect(kernelState(household)).toBe(before);
    });

    test("it is overridden where the configuration says so", async (context) => {
      const global = { ...fast.global, foreign_default: "override" };
      const { household, bothBy } = await running(context, { ...fast, global });
      vpnDefault(household, "add");
      const isSaid = (): boolean => statusOf(household).includes("foreign_default overrides it");
      await until(isSaid, 1500, "the warning");
      await bothBy(lines[0], 500);
      household.network.setBlackHole(1, true);
      await bothBy(lines[1], 5000);
    });

    test("in mode multi-uplink it keeps new connections, too", async (context) => {
      const global = { ...fast.global, mode: "multi-uplink" };
      const { household, bothBy } = await running(context, { ...fast, global });
      vpnDefault(household, "add");
      await bothBy(vpn, 3000);
      vpnDefault(household, "del");
      await bothBy(lines[0], 3000);
    });

    /** Where packets from this address leave, as the kernel says. */
    function wayFrom({ network }: Household, source: string): string {
      const words = [server.ipv6, "from", source, "iif", "lan0"];
      const text = network.run("router", "ip", "-6", "route", "get", ...words);
      return / dev (\S+)/.exec(text)?.[1] ?? "";
    }

    test("hosts keep the line of their prefix when it is no uplink's", async (context) => {
      const household = await build(context, fast, { delegated: true });
      const { network, router } = household;
      addWay(household);
      const router6 = network.namespace("router");
      ipBatch(router6, ["route add default from 2001:db8:77::/48 via fd08::1 dev vpn0 metric 512"]);
      router.addInterfaces([
        {
          ...{ interface: "henet", up: true, proto: "6in4", l3_device: "vpn0", "ipv4-address": [] },
          "ipv6-address": [{ address: "fd08::2", mask: 64 }],
          "ipv6-prefix": [{ address: "2001:db8:77::", mask: 48 }],
          route: [{ target: "::", mask: 0, nexthop: "::", source: "2001:db8:77::/48" }],
        },
      ]);
      router.writeConfig(configText(fast).replace(/'wwan'\n/, "$&\toption family 'ipv4'\n"));
      const hosts = {
        fibre: `${fibre.delegated6}2`,
        lte: `${lte.delegated6}2`,
        broker: "2001:db8:77:1::2",
      };
      const ways = () => Object.values(hosts).map((host) => wayFrom(household, host));
      expect(ways()).toEqual([fibre.device, lte.device, "vpn0"]);
      household.startDaemon();
      await household.settle();
      expect(ways()).toEqual([fibre.device, lte.device, "vpn0"]);
      // Not even its own outage moves them.
      network.setBlackHole(2, true);
      await until(() => /\[lte\][^[]*\nstatus=down/.test(statusOf(household)), 5000, "LTE down");
      expect(ways()).toEqual([fibre.device, lte.device, "vpn0"]);
    });

    test("DS-Lite is the IPv4 side of its line", async (context) => {
      const household = await build(context, fast);
      const { network, router } = household;
      const softwire = { device: "ds-wan6_4", ipv4: "192.0.0.2", ipv6: fibre.routerAddress6 };
      addWay(household, softwire.device, softwire.ipv4);
      ipBatch(network.namespace("router"), [
        `addr del ${fibre.routerAddress}/24 dev ${fibre.device}`,
        `route add default dev ${softwire.device}`,
      ]);
      network.run("internet", "sysctl", "-qw", "net.ipv4.conf.vpn.proxy_arp=1");
      router.announce("ifdown", "wan", { up: false });
      router.addInterfaces([
        {
          ...{ interface: "wan6_4", up: true, dynamic: true, proto: "dslite" },
          ...{ l3_device: softwire.device, "ipv4-address": [{ address: softwire.ipv4, mask: 32 }] },
          route: [{ target: "0.0.0.0", mask: 0, nexthop: "0.0.0.0", source: "0.0.0.0/0" }],
        },
      ]);
      const traffic = await household.startTraffic({ families: ["ipv4", "ipv6"] });
      household.startDaemon();
      await household.settle();
      const by = (address: string, withinMs: number): Promise<number> =>
        until(() => traffic.isCarriedBy(address), withinMs, `traffic by ${address}`);
      await Promise.all([by(softwire.ipv4, 3000), by(softwire.ipv6, 3000)]);
      expect(statusOf(household)).not.toContain("- foreign_default");
      network.run("router", "ip", "link", "set", softwire.device, "down");
      await by(lte.routerAddress, 5000);
      expect(traffic.isCarriedBy(softwire.ipv6)).toBe(true);
    });
  });

  onRealNetifd((build) => {
    test("a tunnel's peer follows when its line dies, and goes back with it", async (context) => {
      const household = await build(context, fast);
      await startRealNetifd(household);
      const { network, router } = household;
      const pin = (target: string, v6: boolean): string =>
        router.run("ubus", "call", "network", "add_host_route", JSON.stringify({ target, v6 }));
      pin(server.ipv4, false);
      pin(server.ipv6, true);
      const before = kernelState(household);
      expect(before).toMatch(/^192\.0\.2\.80 via 203\.0\.113\.1 dev eth1 proto static/m);
      const traffic = await household.startTraffic({ families: ["ipv4", "ipv6"] });
      household.startDaemon();
      await household.settle();
      const bothBy = async (line: (typeof lines)[number], withinMs: number): Promise<void> => {
        const carried = [line.ipv4, line.ipv6].map((address) =>
          until(() => traffic.isCarriedBy(address), withinMs, `traffic by ${address}`)
        );
        await Promise.all(carried);
      };
      await bothBy(lines[0], 3000);
      network.setBlackHole(1, true);
      await bothBy(lines[1], 6000);
      const asked = JSON.stringify({ dst: server.ipv4 });
      const answer = router.run("ubus", "call", "mini-mwan.daemon", "explain", asked);
      expect(JSON.parse(answer)).toMatchObject({
        section: "lte",
        reason: expect.stringContaining("tunnel's peer"),
      });
      network.setBlackHole(1, false);
      await bothBy(lines[0], 15000);
      await router.end("daemon");
      expect(kernelState(household)).toBe(before);
    });
  });
});
