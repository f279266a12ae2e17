/** What happens to connections when the uplink in use changes, and to those that come in. */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TestContext } from "vitest";
import { watchChoices } from "./choices.ts";
import { watchFlows } from "./flow-watch.ts";
import { fast } from "./household.ts";
import type { Household } from "./household.ts";
import { nowMs, startServer, trafficScript } from "./hosts.ts";
import { providers, server } from "./network.ts";
import type { NetworkOptions } from "./network.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];

/** What somebody on the Internet gets from a service of the household. */
interface Answered {
  tcp: number;
  udp: number;
}

function connectFromOutside(household: Household, address: string, port: number): Answered {
  const words = [process.execPath, trafficScript("inbound.mjs"), address, String(port), "5"];
  return JSON.parse(household.network.run("internet", ...words)) as Answered;
}

function pingFromOutside(household: Household, address: string): number {
  const words = ["ucode", trafficScript("ping.uc"), address, "3", "20"];
  return Number(household.network.run("internet", ...words));
}

/** Flows stay on their uplink by their mark, which takes the daemon's nftables table. */
async function needMarks(household: Household): Promise<void> {
  const isThere = (): boolean =>
    household.network.run("router", "nft", "list", "tables").includes("mini_mwan");
  await until(isThere, 3000, "the table inet mini_mwan");
}

onRealKernel("oldest", (build) => {
  async function running(context: TestContext, options?: NetworkOptions): Promise<Household> {
    const household = await build(context, fast, options);
    household.startDaemon();
    await household.settle();
    return household;
  }

  test("a switch resets TCP at its next packet and takes UDP along at once", async (context) => {
    const household = await running(context);
    const traffic = await household.startTraffic();
    const flows = watchFlows(household.network);
    context.onTestFinished(flows.stop);
    const download = flows.open("download", server.ipv4);
    await until(() => download.echoedMs > 0, 3000, "a download");
    const watch = await watchChoices(household.network);
    await pause(1500);
    const cutMs = nowMs();
    household.network.setBlackHole(1, true);
    await until(() => watch.choices.length > 0, 5000, "a switch");
    const switchedMs = watch.choices[0]?.atMs as number;

    // TCP waits twice as long before each attempt, so the next one may be as far off as the outage was long.
    await until(() => download.end !== null, switchedMs - cutMs + 500, "an end of the download");
    expect(download.end?.reason).toBe("ECONNRESET");
    expect([...download.vias]).toEqual([fibre.routerAddress]);

    await pause(1500);
    const moved = traffic.datagrams.filter(
      ({ kind, via }) => kind === "same" && via === lte.routerAddress
    );
    const firstMs = Math.min(...moved.map(({ sentMs }) => sentMs));
    expect(firstMs - switchedMs).toBeLessThan(200);
    watch.stop();
  });

  test("a flow opened during the outage lives on where it is when fibre is back", async (context) => {
    const household = await running(context);
    await needMarks(household);
    const traffic = await household.startTraffic();
    const carries = (address: string) => () => traffic.isCarriedBy(address);
    await until(carries(fibre.routerAddress), 3000, "traffic through fibre");
    household.network.setBlackHole(1, true);
    await until(carries(lte.routerAddress), 5000, "traffic through LTE");
    const flows = watchFlows(household.network);
    context.onTestFinished(flows.stop);
    const call = flows.open("call", server.ipv4);
    await until(() => call.echoedMs > 0, 3000, "a call");

    household.network.setBlackHole(1, false);
    await until(carries(fibre.routerAddress), 10000, "traffic back on fibre");
    const backMs = nowMs();
    await pause(3000);
    expect(call.end).toBeNull();
    expect([...call.vias]).toEqual([lte.routerAddress]);
    expect(call.echoedMs).toBeGreaterThan(backMs + 2000);
  });

  describe("what comes in is answered the way it came", () => {
    test("from the router itself: TCP and ping", async (context) => {
      const household = await running(context);
      const service = await startServer(household.network, "router", ["0.0.0.0", "::"]);
      context.onTestFinished(service.stop);
      for (const { routerAddress, routerAddress6 } of providers) {
        for (const address of [routerAddress, routerAddress6]) {
          expect(connectFromOutside(household, address, 7).tcp, address).toBe(5);
          expect(pingFromOutside(household, address), address).toBe(3);
        }
      }
    });

    test("from a device behind a port forward: TCP and UDP", async (context) => {
      const household = await running(context);
      await needMarks(household);
      household.network.forwardPort(7);
      const service = await startServer(household.network, "client", ["0.0.0.0"]);
      context.onTestFinished(service.stop);
      for (const { routerAddress } of providers) {
        const answered = connectFromOutside(household, routerAddress, 7);
        expect(answered, routerAddress).toEqual({ tcp: 5, udp: 5 });
      }
    });

    test("from a device with addresses of both providers", async (context) => {
      const household = await running(context, { delegated: true });
      await until(
        () => household.network.run("router", "ip", "-6", "rule").includes("2001:db8:2:100::/56"),
        3000,
        "a rule for the delegated prefix"
      );
      const service = await startServer(household.network, "client", ["::"]);
      context.onTestFinished(service.stop);
      for (const { delegated6 } of providers) {
        const answered = connectFromOutside(household, `${delegated6}2`, 7);
        expect(answered.tcp, delegated6).toBe(5);
      }
    });
  });
});
