/** What can no longer leave by its own line is refused at once, and leaves by no other; or comes back from it. */
import { expect, test } from "vitest";
import type { TestContext } from "vitest";
import { fast } from "./household.ts";
import type { Household } from "./household.ts";
import { startServer } from "./hosts.ts";
import { client, providers, server } from "./network.ts";
import type { NetworkOptions } from "./network.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";
import { startAnswerer, startAsker } from "./talk.ts";
import type { Asker } from "./talk.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];
const port = 7007;

function ruleset(household: Household): string {
  return household.network.run("router", "nft", "list", "ruleset");
}

/** Device of a table's default route. */
function leads(household: Household, flag: "-4" | "-6", table: number, device: string) {
  return (): boolean =>
    household.network
      .run("router", "ip", flag, "route", "show", "table", `${table}`)
      .includes(device);
}

/** Somebody on the Internet who answers, and somebody at home or on the router who asks. */
async function meet(context: TestContext, household: Household, host: string): Promise<Asker> {
  const asker = startAsker(household.network, host);
  context.onTestFinished(asker.stop);
  return asker;
}

/** Counts what reaches LTE's provider from a source; the function tells how much it was. */
function countAtLte(household: Household, source: string): () => number {
  const { network } = household;
  const rule = `iifname inner ${source.includes(":") ? "ip6" : "ip"} saddr ${source} counter`;
  network.run("isp2", "nft", "add table inet watch");
  network.run(
    "isp2",
    "nft",
    "add chain inet watch come { type filter hook prerouting priority -300; }"
  );
  network.run("isp2", "nft", `add rule inet watch come ${rule}`);
  return () =>
    Number(/packets (\d+)/.exec(network.run("isp2", "nft", "list", "table", "inet", "watch"))?.[1]);
}

/** Fibre gives the house a network of its own: nothing is translated there, and everything through LTE. */
function routeHouse({ network }: Household): void {
  network.run("router", "nft", "flush chain ip nat post");
  network.run("router", "nft", `add rule ip nat post oifname ${lte.device} masquerade`);
  network.run("isp1", "ip", "route", "add", "10.0.0.0/24", "via", fibre.routerAddress);
  network.run(
    "isp1",
    "ip",
    "rule",
    "add",
    "priority",
    "9",
    "from",
    "10.0.0.0/24",
    "lookup",
    "main"
  );
  network.run("internet", "ip", "route", "add", "10.0.0.0/24", "via", "192.0.2.4");
}

onRealKernel("oldest", (build) => {
  async function running(
    context: TestContext,
    options?: NetworkOptions,
    change: (household: Household) => void = () => {}
  ): Promise<Household> {
    const household = await build(context, fast, options);
    change(household);
    const answerer = await startAnswerer(household.network, "internet", port, [
      server.ipv4,
      server.ipv6,
    ]);
    context.onTestFinished(() => void answerer.kill());
    household.startDaemon();
    await household.settle();
    await until(() => ruleset(household).includes("inet mini_mwan"), 3000, "the table of marks");
    return household;
  }

  test("a flow that is not translated is refused on the other line, TCP and UDP", async (context) => {
    const household = await running(context, {}, routeHouse);
    const asker = await meet(context, household, "client");
    const to = { host: server.ipv4, port };
    const strays = countAtLte(household, "10.0.0.0/24");
    expect(await asker.open("tcp", "tcp", to)).toBe(client.ipv4);
    expect(await asker.open("udp", "udp", to)).toBe(client.ipv4);
    household.network.setBlackHole(1, true);
    await until(leads(household, "-4", 7701, lte.device), 5000, "fibre's flows led to LTE");
    expect(await asker.say("tcp")).toBe("reset");
    expect(await asker.say("udp")).toBe("refused");
    expect(await asker.open("new", "tcp", to), "a new one is translated").toBe(lte.routerAddress);
    expect(strays()).toBe(0);
  });

  test("IPv6 from the prefix of a line that is down is refused at once, and explained", async (context) => {
    const household = await running(context, { delegated: true });
    const asker = await meet(context, household, "client");
    const host = server.ipv6;
    const [ofFibre, ofLte] = [`${fibre.delegated6}2`, `${lte.delegated6}2`];
    const prefix = `${fibre.delegated6}/56`;
    await until(() => ruleset(household).includes(prefix), 3000, "the prefix in nftables");
    const strays = countAtLte(household, prefix);
    expect(await asker.open("before", "tcp", { host, port, from: ofFibre })).toBe(ofFibre);
    household.network.setBlackHole(1, true, "ipv6");
    await until(leads(household, "-6", 7701, lte.device), 5000, "fibre's flows led to LTE");
    const startedMs = performance.now();
    expect(await asker.say("before")).toBe("reset");
    expect(await asker.open("tcp", "tcp", { host, port, from: ofFibre })).toBe("refused");
    expect(await asker.open("udp", "udp", { host, port, from: ofFibre })).toBe("refused");
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect(await asker.open("other", "tcp", { host, port, from: ofLte })).toBe(ofLte);
    expect(strays()).toBe(0);

    const question = JSON.stringify({ src: ofFibre, dst: host });
    const call = ["ubus", "call", "mini-mwan.daemon", "explain", question];
    const reply = JSON.parse(household.router.run(...call)) as { section: string; reason: string };
    expect(reply).toMatchObject({ section: null });
    expect(reply.reason).toContain(`It comes from ${prefix}, which belongs to fibre`);
    expect(reply.reason).toContain("it is refused at once");

    household.network.setBlackHole(1, false, "ipv6");
    await until(leads(household, "-6", 7701, fibre.device), 10000, "fibre back");
    expect(await asker.open("after", "tcp", { host, port, from: ofFibre })).toBe(ofFibre);
  });

  test("a metered line that is no longer needed is left by all flows, of house and router", async (context) => {
    const household = await running(context, {}, ({ router }) =>
      router.writeConfig(router.readConfig().replace(/(name 'wwan')/, "$1\n\toption metered '1'"))
    );
    const { network } = household;
    const askers = [
      await meet(context, household, "client"),
      await meet(context, household, "router"),
    ];
    network.setBlackHole(1, true);
    await until(leads(household, "-4", 7700, lte.device), 5000, "a switch to LTE");
    const to = { host: server.ipv4, port };
    for (const asker of askers) {
      expect(await asker.open("call", "udp", to)).toBe(lte.routerAddress);
      expect(await asker.open("download", "tcp", to)).toBe(lte.routerAddress);
    }
    // They stay as long as LTE is the line in use.
    for (let i = 0; i < 4; i++)
      for (const asker of askers) expect(await asker.say("call")).toBe(lte.routerAddress);
    network.setBlackHole(1, false);
    await until(leads(household, "-4", 7700, fibre.device), 10000, "fibre back in use");
    const returnedMs = performance.now();
    for (const asker of askers) {
      let via = await asker.say("call");
      while (via !== fibre.routerAddress && performance.now() - returnedMs < 8000)
        via = await asker.say("call");
      expect(via).toBe(fibre.routerAddress);
      expect(await asker.say("download")).toBe("reset");
    }
    console.info(`all back after ${Math.round(performance.now() - returnedMs)} ms`);

    // What comes in through it is answered through it.
    const service = await startServer(network, "router", ["0.0.0.0"]);
    context.onTestFinished(service.stop);
    const outsider = await meet(context, household, "internet");
    const answer = await outsider.open("in", "tcp", { host: lte.routerAddress, port: 7 });
    expect(answer).not.toBe("lost");
  });
});
