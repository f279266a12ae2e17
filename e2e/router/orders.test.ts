/** A line that a person has disabled carries nothing, whatever happens to the others. */
import { expect, test } from "vitest";
import type { Family } from "../../shared/domain.ts";
import { fast } from "./household.ts";
import { providers, server } from "./network.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";
import { startAnswerer, startAsker } from "./talk.ts";
import type { Peer } from "./talk.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];
const port = 7777;
const families: Family[] = ["ipv4", "ipv6"];
const viaFibre = { ipv4: fibre.routerAddress, ipv6: fibre.routerAddress6 };
const viaLte = { ipv4: lte.routerAddress, ipv6: lte.routerAddress6 };
const peers: Peer[] = families.map((family) => ({ host: server[family], port }));

/** Counts what people send by LTE; our probes are pings. */
const witness = `table inet witness {
  counter lte { }
  chain leaving {
    type filter hook postrouting priority mangle + 20;
    meta l4proto { tcp, udp } oifname ${lte.device} counter name lte
  }
}`;

onRealKernel("oldest", (build) => {
  test("LTE is disabled and fibre goes down: nothing leaves by LTE, until the order is taken back", async (context) => {
    const household = await build(context, fast);
    const { network, router } = household;
    const answerer = await startAnswerer(network, "internet", port, Object.values(server));
    const house = startAsker(network, "client");
    const own = startAsker(network, "router");
    context.onTestFinished(() => {
      house.stop();
      own.stop();
      answerer.kill();
    });
    household.startDaemon();
    await household.settle();
    const order = (action: string, more = {}): void =>
      void router.run(
        ...["ubus", "call", "mini-mwan.daemon", "use"],
        JSON.stringify({ section: "lte", action, ...more })
      );
    const status = () => router.read("run/mini-mwan.status") ?? "";
    const log = () => router.read("log/mini-mwan.log") ?? "";
    const bySystem = () => network.run("router", "ip", "route", "show", "default");

    order("force");
    expect(await house.open("before", "udp", peers[0]!)).toBe(viaLte.ipv4);
    order("disable", { for: 600 });
    expect(await house.visit(peers)).toEqual([viaFibre.ipv4, viaFibre.ipv6]);
    network.run("router", "nft", witness);
    router.pullCable(1, "drops");
    await until(() => status().includes("nothing leaves"), 3000, "that nothing leaves");
    // Without us everything would leave by LTE now.
    expect(bySystem()).toContain(`dev ${lte.device}`);
    void house.chatter("before", 1000);
    for (const asker of [house, own])
      for (const answer of await asker.visit(peers)) expect(["lost", "reset"]).toContain(answer);
    const counted = network.run("router", "nft", "list", "counter", "inet", "witness", "lte");
    expect(counted).toContain("packets 0 ");
    expect(status()).not.toMatch(/^(ipv6_)?active=1$/m);
    expect(log()).toMatch(/lte: disabled \(was up\): disabled by order until \d\d:\d\d\n/);

    order("auto");
    expect(await house.visit(peers)).toEqual([viaLte.ipv4, viaLte.ipv6]);
    expect(log()).toContain("lte: override: its order has ended\n");
  });
});
