/** Other programs that decide about packets keep what they decide, whatever we do. */
import { describe, expect, test } from "vitest";
import type { TestContext } from "vitest";
import type { ExplainReply } from "../../shared/queries.ts";
import type { Family } from "../../shared/domain.ts";
import { configText, fast } from "./household.ts";
import type { Household } from "./household.ts";
import { addNeighbours, addTunnel, foreignState, places, wayTo } from "./neighbours.ts";
import { providers } from "./network.ts";
import { until } from "./router.ts";
import { kernelState, onRealKernel } from "./suite.ts";
import { startAnswerer, startAsker } from "./talk.ts";
import type { Asker } from "./talk.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];
const families: Family[] = ["ipv4", "ipv6"];
const modes = ["failover", "multi-uplink"];

const tunnel = (table: number) => ({ device: "vpn0", table });
const modem = (table: number) => ({ device: lte.device, table });

/** Where each kind of packet goes that others decide about. */
function decisionsOfOthers(household: Household, family: Family): { [packet: string]: unknown } {
  const { tunnelled, hosts, modem: page, site } = places[family];
  const way = (to: string, words: string) => wayTo(household, to, ...words.split(" "));
  const lan = "iif lan0 ipproto tcp sport 4000 dport 443";
  const here = family === "ipv4" ? "10.0.0.2" : "fd00:6d77::2";
  const own = family === "ipv4" ? lte.routerAddress : lte.routerAddress6;
  return {
    "to Tailscale's network": way(tunnelled, `from ${here} ${lan}`),
    "marked for the tunnel": way(site, `from ${here} ${lan} mark 0x20000`),
    "marked for LTE": way(site, `from ${here} ${lan} mark 0x30000`),
    "marked for the tunnel, and by us": way(site, `from ${here} ${lan} mark 0x20100`),
    "of a rule with a priority": way(site, `from ${hosts.chosen} ${lan}`),
    "of a rule without": way(site, `from ${hosts.early} ${lan}`),
    "to the modem's own page": way(page, `from ${here} ${lan}`),
    "from the modem's address": way(site, `from ${own} ipproto udp`),
    "of a rule right before main": way(site, `from ${hosts.late} ${lan}`),
    "refused right before main": way(site, `from ${hosts.banned} iif lan0 ipproto udp`),
  };
}

const decided = {
  "to Tailscale's network": tunnel(52),
  "marked for the tunnel": tunnel(257),
  "marked for LTE": modem(258),
  "marked for the tunnel, and by us": tunnel(257),
  "of a rule with a priority": tunnel(100),
  "of a rule without": tunnel(100),
  "to the modem's own page": modem(211),
  "from the modem's address": modem(211),
  "of a rule right before main": tunnel(100),
  "refused right before main": null,
};

function explain(household: Household, args: object): ExplainReply {
  const words = ["ubus", "call", "mini-mwan.daemon", "explain", JSON.stringify(args)];
  return JSON.parse(household.router.run(...words)) as ExplainReply;
}

/** Warnings in the status, by code. */
function warnings(household: Household): string[] {
  const text = household.router.read("run/mini-mwan.status") ?? "";
  return [...text.matchAll(/^warning_\d+=\S+ (\S+) /gm)].map(([, code]) => code!);
}

/** Hosts on the Internet that answer, and the household's device that asks them. */
async function meetInternet(context: TestContext, household: Household): Promise<Asker> {
  household.network.run("internet", "ip", "route", "add", "local", "10.99.0.0/16", "dev", "lo");
  const servers = await Promise.all(
    [7777, 7778, 7779].map((port) => startAnswerer(household.network, "internet", port, []))
  );
  const asker = startAsker(household.network, "client");
  context.onTestFinished(() => {
    asker.stop();
    for (const server of servers) server.kill();
  });
  return asker;
}

/** What pbr does with a host's packets: a mark by port, behind our own hook. */
function addMarks(household: Household): void {
  const chain = "type filter hook prerouting priority mangle;";
  const mark = (port: number, bits: string): string =>
    `add rule inet pbr pre iifname "lan0" tcp dport ${port} meta mark set meta mark & 0xff00ffff | ${bits}`;
  const lines = [
    "add table inet pbr",
    `add chain inet pbr pre { ${chain} }`,
    mark(7777, "0x20000"),
    mark(7778, "0x30000"),
  ];
  household.network.run("router", "nft", lines.join("; "));
}

onRealKernel("oldest", (build) => {
  async function running(context: TestContext, mode: string): Promise<Household> {
    const household = await build(context, fast);
    household.router.writeConfig(configText({ ...fast, global: { ...fast.global, mode } }));
    return household;
  }

  test.for(modes)("in mode %s others' decisions are as without us", async (mode, context) => {
    const household = await running(context, mode);
    addNeighbours(household);
    const before = kernelState(household);
    for (const family of families) {
      expect([family, decisionsOfOthers(household, family)]).toEqual([family, decided]);
    }
    household.startDaemon();
    await household.settle();
    const isCopied = (): boolean => kernelState(household).split("\n32000:").length === 3;
    await until(isCopied, 3000, "copies of the rules behind ours");
    for (const family of families) {
      expect([family, decisionsOfOthers(household, family)]).toEqual([family, decided]);
      const { site } = places[family];
      const ordinary = wayTo(household, site, "mark", "0x80000");
      expect(ordinary).toEqual({ device: fibre.device, table: 7700 });
    }
    expect(foreignState(household)).toBe(before);
    household.network.setBlackHole(1, true);
    const isMoved = (): boolean =>
      families.every(
        (family) => wayTo(household, places[family].site, "mark", "0x80000")?.device === lte.device
      );
    await until(isMoved, 10000, "a tunnel's own packets through LTE");
    for (const family of families) {
      expect([family, decisionsOfOthers(household, family)]).toEqual([family, decided]);
    }
    expect(foreignState(household)).toBe(before);
    expect(warnings(household)).toEqual([]);
    await household.router.end("daemon");
    expect(kernelState(household)).toBe(before);
  });

  test.for(modes)(
    "in mode %s marked connections go where their mark leads",
    async (mode, context) => {
      const household = await running(context, mode);
      addTunnel(household);
      for (const rule of [
        "priority 29998 fwmark 0x20000/0xff0000 lookup 100",
        "priority 29999 fwmark 0x30000/0xff0000 lookup 258",
      ]) {
        household.network.run("router", "ip", "rule", "add", ...rule.split(" "));
      }
      const route = `default via ${lte.gateway} dev ${lte.device} table 258`;
      household.network.run("router", "ip", "route", "add", ...route.split(" "));
      addMarks(household);
      household.startDaemon();
      await household.settle();
      const isLoaded = (): boolean => kernelState(household).includes("table inet mini_mwan");
      await until(isLoaded, 5000, "our table of marks");
      const asker = await meetInternet(context, household);
      const visit = (port: number) =>
        asker.visit(Array.from({ length: 40 }, (_, i) => ({ host: `10.99.0.${i + 1}`, port })));
      expect(new Set(await visit(7777))).toEqual(new Set(["10.97.0.2"]));
      expect(new Set(await visit(7778))).toEqual(new Set([lte.routerAddress]));
      const shared = mode === "multi-uplink" ? [fibre, lte] : [fibre];
      const expected = shared.map(({ routerAddress }) => routerAddress);
      expect(new Set(await visit(7779))).toEqual(new Set(expected));
      // An open one stays there, too.
      expect(await asker.open("call", "tcp", { host: "10.99.1.1", port: 7778 })).toBe(
        lte.routerAddress
      );
      expect(await asker.chatter("call", 500)).not.toContain("lost");
    }
  );

  describe("rules that come and go", () => {
    test("are followed, copied or named, and forgotten", async (context) => {
      const household = await running(context, "failover");
      addTunnel(household);
      household.startDaemon();
      await household.settle();
      const rule = (verb: string, words: string) =>
        household.network.run("router", "ip", "rule", verb, ...words.split(" "));
      const ours = (): string =>
        household.network
          .run("router", "ip", "-4", "rule")
          .split("\n")
          .filter((line) => line.includes("proto 77"))
          .join("\n");
      const before = ours();
      const changes = [
        "priority 5210 fwmark 0x80000/0xff0000 lookup main",
        "priority 32764 lookup main suppress_prefixlength 0",
        "priority 32765 not from all fwmark 0xca6c lookup 100",
        "priority 32700 iif lan0 from 10.0.0.9 lookup 100",
        "priority 6000 iif lan0 lookup main",
        "priority 100 fwmark 0x100/0x3f00 lookup 100",
        "priority 200 from 10.0.0.9 lookup 7702",
      ];
      for (const words of changes) rule("add", words);
      const follower = "5209:\tfrom all fwmark 0x80000/0xff0000 goto 32100 proto 77";
      const copies = [
        "32000:\tfrom all lookup main suppress_prefixlength 0 proto 77",
        "32001:\tnot from all fwmark 0xca6c lookup 100 proto 77",
      ];
      await until(() => copies.every((copy) => ours().includes(copy)), 1500, "copies");
      expect(ours()).toContain(follower);
      const site = "192.0.2.80";
      expect(wayTo(household, site)).toEqual(tunnel(100));
      expect(wayTo(household, site, "mark", "0xca6c")).toEqual({
        device: fibre.device,
        table: 7700,
      });
      expect(explain(household, { dst: site })).toMatchObject({
        ...{ device: "vpn0", table: 100, section: null, priority: 32001 },
        reason:
          "A rule of somebody else, priority 32765 (all but mark 0xca6c), sends it to table 100 " +
          "before Mini-MWAN is asked: its copy at 32001 does.",
      });
      const named = ["mark_taken", "rule_not_followed", "rule_not_followed", "table_taken"];
      await until(() => warnings(household).length === named.length, 3000, "warnings");
      expect(warnings(household).toSorted()).toEqual(named);
      for (const words of changes) rule("del", words);
      await until(() => ours() === before, 1500, "our rules as before");
      await until(() => warnings(household).length === 0, 3000, "no warning");
    });
  });
});
