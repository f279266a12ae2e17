/** ubusd or netifd does not get to run for a while: on a router that swaps, or because somebody stopped it. */
import { expect, test } from "vitest";
import type { TestContext } from "vitest";
import { fast } from "./household.ts";
import { providers } from "./network.ts";
import { until } from "./router.ts";
import { kernelState, onRealKernel } from "./suite.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];

onRealKernel("each", (build) => {
  async function running(context: TestContext) {
    const household = await build(context, fast);
    const traffic = await household.startTraffic();
    household.router.start("listener", "ubus", "listen", "mini-mwan");
    household.startDaemon();
    await household.settle();
    const isBy = (address: string) => () => traffic.isCarriedBy(address);
    await until(isBy(fibre.routerAddress), 5000, "traffic through fibre");
    await until(() => household.router.output().includes("listener: "), 5000, "a listener");
    return { household, router: household.router, network: household.network, isBy };
  }

  test("a switch does not wait for a hung ubusd, and what happened is told when that is over", async (context) => {
    const { router, network, isBy } = await running(context);
    router.signal("ubusd", "SIGSTOP");
    network.setBlackHole(1, true);
    await until(isBy(lte.routerAddress), 2500, "traffic through LTE");
    network.setBlackHole(1, false);
    // News of the kernel's are seen to as well.
    network.run("router", "ip", "rule", "del", "pref", "4300", "from", fibre.routerAddress);
    const rules = (): string => network.run("router", "ip", "rule");
    await until(() => rules().includes(`from ${fibre.routerAddress}`), 1000, "the rule again");
    router.signal("ubusd", "SIGCONT");
    await until(() => /"kind":"switch".*"to":"lte"/.test(router.output()), 1000, "the event");
    await until(isBy(fibre.routerAddress), 20000, "traffic through fibre again");
    expect(router.output()).not.toContain("daemon: ended");
  });

  test("a hung netifd holds a switch up for a second at most", async (context) => {
    const { router, network, isBy } = await running(context);
    router.signal("netifd", "SIGSTOP");
    // News of the kernel's make the daemon ask.
    network.run("router", "ip", "address", "add", "192.0.2.99/32", "dev", "lo");
    network.setBlackHole(1, true);
    await until(isBy(lte.routerAddress), 3500, "traffic through LTE");
    router.signal("netifd", "SIGCONT");
    network.setBlackHole(1, false);
    await until(isBy(fibre.routerAddress), 20000, "traffic through fibre again");
  });

  test("a stop does not wait for a hung ubusd", async (context) => {
    const { household, router } = await running(context);
    router.signal("ubusd", "SIGSTOP");
    await router.end("daemon");
    router.signal("ubusd", "SIGCONT");
    expect(kernelState(household)).not.toMatch(/proto 77|mini_mwan/);
    household.startDaemon();
    await household.settle();
  });
});
