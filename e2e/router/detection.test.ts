/** A false alarm is worse than a slow one: bad lines on a real kernel, and what the daemon makes of them. */
import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { describe, test } from "vitest";
import type { TestContext } from "vitest";
import { watchChoices } from "./choices.ts";
import type { Choice } from "./choices.ts";
import { trafficScript } from "./hosts.ts";
import { fast } from "./household.ts";
import type { Household } from "./household.ts";
import { providers } from "./network.ts";
import { obstacleTo } from "./programs.ts";
import { slowDownPings } from "./slow-hosts.ts";
import { groupObstacle, holdBack } from "./slow-router.ts";
import { onRealKernel } from "./suite.ts";
import { fillBuffer } from "./uploads.ts";

interface Observation {
  /** What the status said of an uplink that it declared dead. */
  falls: string[];
  /** What new connections moved to, one after the other. */
  moves: Choice[];
}

/** What the daemon says and does for so long. */
async function observe(household: Household, seconds: number): Promise<Observation> {
  const watch = await watchChoices(household.network);
  const falls = new Set<string>();
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) {
    const status = household.router.read("run/mini-mwan.status") ?? "";
    for (const [section] of status.matchAll(/^\[[^[]*^status=down[^[]*/gm)) falls.add(section);
    await pause(50);
  }
  watch.stop();
  return { falls: [...falls], moves: watch.choices };
}

const [{ gateway, routerAddress }] = providers as [(typeof providers)[number]];

// Side by side: they wait most of the time.
onRealKernel("oldest", (build) => {
  describe.concurrent("the preferred uplink", () => {
    async function settled(context: TestContext): Promise<Household> {
      const household = await build(context, fast);
      household.startDaemon();
      await household.settle();
      await pause(3000);
      return household;
    }

    test("is never declared dead for losing one packet in five", async (context) => {
      const household = await settled(context);
      household.network.setLoss(1, 20);
      context.expect((await observe(household, 40)).falls).toEqual([]);
    });

    test("is never declared dead by targets that answer every second ping", async (context) => {
      const household = await settled(context);
      household.network.limitPings(true);
      context.expect((await observe(household, 40)).falls).toEqual([]);
    });

    test("is never declared dead for 300 ms of jitter", async (context) => {
      const household = await settled(context);
      const stop = await slowDownPings(household.network, { 1: { leastMs: 20, jitterMs: 300 } });
      context.expect((await observe(household, 40)).falls).toEqual([]);
      stop();
    });

    test.skipIf(obstacleTo(["tc"]))("is never declared dead for a full buffer", async (context) => {
      const household = await build(context, {});
      household.startDaemon();
      await household.settle();
      context.onTestFinished(await fillBuffer(household.network));
      const { falls } = await observe(household, 30);
      context.expect(falls).toEqual([]);
      context.expect(household.router.read("log/mini-mwan.log")).toMatch(/degraded.*ms latency/);
    });

    test.skipIf(groupObstacle())("is never declared dead by a slow router", async (context) => {
      const household = await build(context, {});
      const daemon = household.startDaemon();
      const letGo = holdBack(daemon.pid as number, 1);
      const { falls } = await observe(household, 60);
      letGo();
      context.expect(falls).toEqual([]);
      context.expect(household.router.read("log/mini-mwan.log")).toMatch(/fibre: up/);
    });

    test("loses nothing by 10,000 small ICMP packets a second that hit the router", async (context) => {
      const household = await settled(context);
      const { network } = household;
      const words = ["ucode", trafficScript("ping-flood.uc"), gateway, routerAddress];
      const flood = spawn("ip", ["netns", "exec", network.namespace("isp1"), ...words]);
      context.onTestFinished(() => void flood.kill());
      const { falls, moves } = await observe(household, 20);
      const status = household.router.read("run/mini-mwan.status") ?? "";
      context.expect({ falls, moves }).toEqual({ falls: [], moves: [] });
      context.expect(/^\[fibre\][^[]*?^loss=(.*)$/m.exec(status)?.[1]).toBe("0.00");
      const floodCount = network.run("router", "nstat", "-asz", "IcmpInEchoReps");
      context.expect(Number(/IcmpInEchoReps +(\d+)/.exec(floodCount)?.[1])).toBeGreaterThan(50_000);
    });

    test("is left at most once for losing three packets in ten", async (context) => {
      const household = await settled(context);
      household.network.setLoss(1, 30);
      const { moves } = await observe(household, 60);
      for (const family of ["ipv4", "ipv6"]) {
        const own = moves.filter((move) => move.family === family);
        context.expect(own.length, family).toBeLessThanOrEqual(1);
      }
    });
  });
});
