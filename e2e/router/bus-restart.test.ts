/** ubus is restarted under the daemon, as an upgrade of the router's packages may do. */
import { expect, test } from "vitest";
import { fast } from "./household.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";

onRealKernel("each", (build) => {
  test("the daemon ends, and its successor goes on without a lost datagram", async (context) => {
    const household = await build(context, fast);
    const { router, network } = household;
    const traffic = await household.startTraffic();
    household.startDaemon();
    await household.settle();
    await until(() => traffic.latest() !== null, 5000, "traffic");
    const before = traffic.datagrams.length;

    await router.end("ubusd");
    // A new address makes the daemon look; by itself it would within half a minute.
    network.run("router", "ip", "address", "add", "192.0.2.99/32", "dev", "lo");
    await router.end("netifd");
    await router.startBus();
    await until(() => router.output().includes("daemon: ended with 0"), 10000, "the daemon's end");
    expect(router.output()).toContain("ubus was restarted");

    household.startDaemon();
    await until(() => router.output().split("starts").length > 2, 5000, "another start");
    await household.settle();
    const lost = traffic.datagrams.slice(before).filter(({ via }) => via === "lost");
    expect(lost).toEqual([]);
  });
});
