/** The daemon beside the real netifd: what it does on its own, and what people have it do. */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TestContext } from "vitest";
import type { TrafficOptions } from "./client.ts";
import { fast } from "./household.ts";
import { nowMs } from "./hosts.ts";
import { addTunnel, wayTo } from "./neighbours.ts";
import { providers } from "./network.ts";
import { startRealNetifd } from "./real-netifd.ts";
import { until } from "./router.ts";
import { kernelState, onRealNetifd } from "./suite.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];

const both: TrafficOptions = { families: ["ipv4", "ipv6"] };

describe("with netifd", () => {
  onRealNetifd((build) => {
    /** Everything up, traffic of both families through fibre. */
    async function running(context: TestContext) {
      const household = await build(context, fast);
      const netifd = await startRealNetifd(household);
      const before = kernelState(household);
      const traffic = await household.startTraffic(both);
      household.startDaemon();
      await household.settle();
      const carriedBy = (address: string, withinMs: number): Promise<number> =>
        until(() => traffic.isCarriedBy(address), withinMs, `traffic through ${address}`);
      const bothBy = async (one: typeof fibre, withinMs: number): Promise<void> => {
        await Promise.all(
          [one.routerAddress, one.routerAddress6].map((address) => carriedBy(address, withinMs))
        );
      };
      const status = (): string => household.router.read("run/mini-mwan.status") ?? "";
      const rules = (): string =>
        ["-4", "-6"].map((flag) => household.network.run("router", "ip", flag, "rule")).join("");
      await bothBy(fibre, 5000);
      return { household, netifd, before, traffic, carriedBy, bothBy, status, rules };
    }

    test("a pulled cable takes the interface down, and both families to LTE at once", async (context) => {
      const { household, bothBy, status } = await running(context);
      household.network.setCarrier(1, false);
      await bothBy(lte, 1500);
      await until(() => /\[fibre\][\s\S]*?status=interface_down/.test(status()), 1000, "its state");
      household.network.setCarrier(1, true);
      await bothBy(fibre, 15000);
    });

    test("ifdown moves traffic at once, ifup brings it back", async (context) => {
      const { netifd, bothBy } = await running(context);
      netifd.order("wan", "down");
      await bothBy(lte, 1500);
      netifd.order("wan", "up");
      await bothBy(fibre, 15000);
    });

    test("a restart of the network loses the rules, which are back at once", async (context) => {
      const { household, netifd, bothBy, rules } = await running(context);
      const before = rules();
      expect(before).toContain("32600:");
      household.router.signal("daemon", "SIGSTOP");
      await netifd.restart();
      expect(rules(), "netifd keeps nobody's rules").not.toContain("32600:");
      household.router.signal("daemon", "SIGCONT");
      await until(() => rules() === before, 1000, "our rules again");
      await bothBy(fibre, 15000);
    });

    test("a change of LTE's gateway is no news for fibre's traffic", async (context) => {
      const { netifd, traffic, household } = await running(context);
      await pause(1000);
      const sinceMs = nowMs();
      netifd.reload({ wwan: { gateway: "198.51.100.9" } });
      const routes = (): string =>
        household.network.run("router", "ip", "route", "show", "table", "all");
      await until(
        () => /default via 198\.51\.100\.9 dev wwan0 table 77/.test(routes()),
        3000,
        "LTE's tables"
      );
      await pause(3000);
      const mine = { ipv4: fibre.routerAddress, ipv6: fibre.routerAddress6 };
      const since = traffic.datagrams.filter(({ sentMs }) => sentMs > sinceMs);
      expect(since.length).toBeGreaterThan(300);
      expect(since.filter(({ family, via }) => via !== mine[family])).toEqual([]);
    });

    test("a lease that is renewed with another gateway is followed at once", async (context) => {
      const { household, netifd, carriedBy } = await running(context);
      const routes = (): string =>
        household.network.run("router", "ip", "route", "show", "table", "all");
      netifd.reload({ wan: { proto: "lease" } });
      netifd.renew(fibre.gateway);
      await until(
        () => routes().includes("default via 203.0.113.1 dev eth1 table 7700"),
        5000,
        "x"
      );
      await carriedBy(fibre.routerAddress, 15000);
      netifd.renew("203.0.113.7");
      await until(
        () => routes().includes("default via 203.0.113.7 dev eth1 table 7700"),
        5000,
        "the new gateway"
      ).then(console.log);
    });

    test("a new address is probed and used as the old one was", async (context) => {
      const { netifd, carriedBy, rules } = await running(context);
      netifd.reload({ wan: { ipaddr: "203.0.113.77" } });
      await carriedBy("203.0.113.77", 15000);
      expect(rules()).toContain("from 203.0.113.77 ");
      expect(rules()).not.toContain("from 203.0.113.2 ");
    });

    test("a stick that is plugged in after the start is taken up", async (context) => {
      const household = await build(context, fast);
      const { network, router } = household;
      const [here, there] = [network.namespace("router"), network.namespace("client")];
      network.run("router", "ip", "link", "set", lte.device, "netns", there);
      await startRealNetifd(household, ["wan"]);
      household.startDaemon();
      const status = (): string => router.read("run/mini-mwan.status") ?? "";
      await until(() => /\[fibre\][\s\S]*?status=up/.test(status()), 10000, "fibre");
      expect(status()).toMatch(/\[lte\][\s\S]*?status=interface_down/);
      network.run("client", "ip", "link", "set", lte.device, "netns", here);
      await until(() => /\[lte\][\s\S]*?status=up/.test(status()), 10000, "LTE");
      const traffic = await household.startTraffic();
      network.setBlackHole(1, true);
      const isByLte = () => traffic.isCarriedBy(lte.routerAddress);
      await until(isByLte, 5000, "traffic through LTE");
    });

    test("a modem's line is used by the name it was given, whoever holds its address", async (context) => {
      const { household, netifd, bothBy, carriedBy, status } = await running(context);
      const lteIs = (word: string) => () =>
        new RegExp(`\\[lte\\][\\s\\S]*?status=${word}`).test(status());
      netifd.reload({ wwan: { proto: "none" }, wwan6: { proto: "none" } });
      await until(lteIs("interface_down"), 3000, "LTE without an address");
      netifd.make("wwan_4", {
        ifname: "@wwan",
        proto: "static",
        ipaddr: [lte.routerAddress],
        netmask: "255.255.255.0",
        gateway: lte.gateway,
        metric: 20,
      });
      await until(lteIs("up"), 10000, "LTE");
      await bothBy(fibre, 5000);
      household.network.setBlackHole(1, true);
      await carriedBy(lte.routerAddress, 5000);
      netifd.order("wwan_4", "remove");
      await until(lteIs("interface_down"), 3000, "LTE without its part");
    });

    test("its own rules, and a modem with a table of its own, decide as without us", async (context) => {
      const { household, netifd, carriedBy } = await running(context);
      addTunnel(household);
      const rules = [{ src: "10.0.0.60/32", lookup: 100, priority: 29000 }];
      netifd.reload({ wwan: { ip4table: 211 } }, [...rules, { src: "10.0.0.61/32", lookup: 100 }]);
      const site = "192.0.2.80";
      const way = (to: string, from: string) => wayTo(household, to, "from", from, "iif", "lan0");
      const isDecided = (): boolean =>
        ["10.0.0.60", "10.0.0.61"].every((host) => way(site, host)?.device === "vpn0");
      await until(isDecided, 3000, "packets of both hosts in the tunnel");
      await until(
        () => way(lte.gateway, "10.0.0.2")?.table === 211,
        3000,
        "the way to the modem's own page"
      );
      expect(way(lte.gateway, "10.0.0.2")).toEqual({ device: lte.device, table: 211 });
      household.network.setBlackHole(1, true);
      await carriedBy(lte.routerAddress, 10000);
      expect(isDecided()).toBe(true);
      expect(way(lte.gateway, "10.0.0.2")).toEqual({ device: lte.device, table: 211 });
    });

    test("stop leaves what netifd made and nothing else", async (context) => {
      const { household, before } = await running(context);
      await until(() => kernelState(household).includes("inet mini_mwan"), 5000, "our table");
      await household.router.end("daemon");
      expect(kernelState(household)).toBe(before);
    });
  });
});
