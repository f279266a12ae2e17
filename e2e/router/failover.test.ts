/** The real daemon on a real kernel moves a household's traffic. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { TestContext } from "vitest";
import type { Traffic, TrafficOptions } from "./client.ts";
import { fast } from "./household.ts";
import type { Household } from "./household.ts";
import { nowMs } from "./hosts.ts";
import { providers } from "./network.ts";
import { until } from "./router.ts";
import { kernelState, onRealKernel } from "./suite.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];

interface Scene {
  household: Household;
  traffic: Traffic;
  /** Waits until traffic is answered through this address; gives the milliseconds. */
  carriedBy(address: string, withinMs: number): Promise<number>;
  status(): string;
  /** Waits for the daemon's so-manieth start. */
  started(times: number): Promise<unknown>;
}

onRealKernel("each", (build, name) => {
  async function prepare(context: TestContext, options: TrafficOptions = {}): Promise<Scene> {
    const household = await build(context, fast);
    const traffic = await household.startTraffic(options);
    return {
      household,
      traffic,
      carriedBy: (address, withinMs) =>
        until(() => traffic.isCarriedBy(address), withinMs, `traffic through ${address}`),
      status: () => household.router.read("run/mini-mwan.status") ?? "",
      started: (times) =>
        until(() => household.router.output().split("starts").length > times, 5000, "a start"),
    };
  }

  /** As `prepare`, with the daemon running and traffic where it belongs. */
  async function running(context: TestContext, options?: TrafficOptions): Promise<Scene> {
    const scene = await prepare(context, options);
    scene.household.startDaemon();
    await scene.household.settle();
    await scene.carriedBy(fibre.routerAddress, 5000);
    return scene;
  }

  test("a black hole moves new connections to LTE, its end brings them back", async (context) => {
    const { household, traffic, carriedBy, status } = await running(context);
    household.network.setBlackHole(1, true);
    const outageMs = await carriedBy(lte.routerAddress, 10000);
    expect(status()).toMatch(/\[fibre\][\s\S]*status=down[\s\S]*\[lte\]/);

    household.network.setBlackHole(1, false);
    const before = traffic.datagrams.length;
    await carriedBy(fibre.routerAddress, 15000);
    const lost = traffic.datagrams.slice(before).filter((datagram) => datagram.via === "lost");
    const late = lost.filter((datagram) => datagram.sentMs > traffic.lastAnsweredMs() - 500);
    expect(late, "nothing is lost by the fail-back").toEqual([]);
    console.info(`${name}: traffic on LTE ${Math.round(outageMs)} ms after the black hole began`);
  });

  test("a black hole for IPv6 alone moves IPv6 alone", async (context) => {
    const scene = await running(context, { families: ["ipv4", "ipv6"] });
    const { household, traffic, carriedBy } = scene;
    await carriedBy(fibre.routerAddress6, 5000);
    await pause(1500);
    const cutMs = nowMs();
    household.network.setBlackHole(1, true, "ipv6");
    await carriedBy(lte.routerAddress6, 10000);
    household.network.setBlackHole(1, false, "ipv6");
    await carriedBy(fibre.routerAddress6, 15000);
    const elsewhere = traffic.datagrams.filter(
      ({ family, sentMs, via }) =>
        family === "ipv4" && sentMs > cutMs - 500 && via !== fibre.routerAddress
    );
    expect(elsewhere, "IPv4 that was not answered through fibre").toEqual([]);
  });

  test.for(["drops", "keeps"] as const)(
    "a pulled cable moves everything at once where netifd %s the routes",
    async (way, context) => {
      const scene = await running(context, { families: ["ipv4", "ipv6"] });
      const { household, carriedBy, status } = scene;
      await carriedBy(fibre.routerAddress6, 5000);
      household.router.pullCable(1, way);
      await carriedBy(lte.routerAddress, 1500);
      await carriedBy(lte.routerAddress6, 1500);
      expect(status()).toMatch(/\[fibre\][\s\S]*status=interface_down[\s\S]*\[lte\]/);
      household.router.plugCable(1);
      await carriedBy(fibre.routerAddress, 15000);
      await carriedBy(fibre.routerAddress6, 15000);
    }
  );

  test("an interface that goes down loses its traffic to LTE at once", async (context) => {
    const { household, carriedBy, status } = await running(context);
    await until(() => status().includes("active=1"), 5000, "a choice");
    household.network.run("router", "ip", "route", "del", "default", "dev", "eth1");
    household.router.announce("ifdown", "wan", { up: false });
    await carriedBy(lte.routerAddress, 3000);
    expect(status()).toContain("status=interface_down");
  });

  test("rules that somebody else removes are back at once", async (context) => {
    const { household } = await running(context);
    const ours = (flag: string): string =>
      household.network.run("router", "ip", flag, "rule", "list", "protocol", "77");
    for (const flag of ["-4", "-6"]) {
      await until(() => ours(flag).includes("32600:"), 5000, "our rules");
      const before = ours(flag);
      household.network.run("router", "ip", flag, "rule", "flush", "protocol", "77");
      await until(() => ours(flag) === before, 1000, "our rules again");
    }
  });

  test("stop leaves kernel and firewall as they were, also after a crash", async (context) => {
    const { household, started } = await prepare(context);
    const before = kernelState(household);
    household.startDaemon();
    await household.settle();
    const all = (): string => kernelState(household);
    await until(() => all().split("32600:").length === 3, 5000, "our rules in both families");
    await until(() => all().includes("table inet mini_mwan"), 5000, "our nftables table");
    expect(all()).toContain("table 7700");
    await household.router.end("daemon", "SIGKILL");
    household.startDaemon();
    await started(2);
    await household.router.end("daemon");
    expect(kernelState(household)).toBe(before);
    expect(household.router.read("run/mini-mwan.status")).toBeNull();
  });

  test("a service that is stopped while its daemon is dead leaves nothing", async (context) => {
    const { household, started } = await prepare(context);
    const before = kernelState(household);
    household.startDaemon();
    await started(1);
    await household.settle();
    await until(() => kernelState(household).includes("inet mini_mwan"), 5000, "our table");
    await household.router.end("daemon", "SIGKILL");
    expect(kernelState(household)).not.toBe(before);
    household.clear();
    expect(kernelState(household)).toBe(before);
    expect(household.router.read("run/mini-mwan.status")).toBeNull();
  });

  test("a daemon started after a crash keeps traffic where it was", async (context) => {
    const { household, traffic, carriedBy, started } = await prepare(context);
    household.network.setBlackHole(1, true);
    household.startDaemon();
    await carriedBy(lte.routerAddress, 10000);
    // The long-lived flow loses the packet that meets its old masquerading; that is past then.
    await pause(500);
    await household.router.end("daemon", "SIGKILL");
    const killedMs = traffic.lastAnsweredMs();
    household.startDaemon();
    await started(2);
    await pause(3000);
    const since = traffic.datagrams.filter(
      ({ sentMs, via }) => sentMs > killedMs && via !== lte.routerAddress
    );
    expect(since, "every datagram went through LTE").toEqual([]);
  });
});
