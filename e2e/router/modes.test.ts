/** The daemon's modes and a person's orders with real connections on a real kernel. */
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TestContext } from "vitest";
import { fast } from "./household.ts";
import type { Household } from "./household.ts";
import { providers } from "./network.ts";
import { until } from "./router.ts";
import { onRealKernel } from "./suite.ts";
import { startAnswerer, startAsker } from "./talk.ts";
import type { Asker } from "./talk.ts";

const [fibre, lte] = providers as [(typeof providers)[number], (typeof providers)[number]];
const port = 7777;
const siteNetwork = "10.99.0.0/16";

/** A host of the Internet; any number of them. */
function site(number: number): string {
  return `10.99.${Math.floor(number / 250)}.${1 + (number % 250)}`;
}

/** Hosts on the Internet that answer, and the household's device that asks them. */
async function meetInternet(context: TestContext, household: Household): Promise<Asker> {
  household.network.run("internet", "ip", "route", "add", "local", siteNetwork, "dev", "lo");
  const server = await startAnswerer(household.network, "internet", port, []);
  const asker = startAsker(household.network, "client");
  context.onTestFinished(() => {
    asker.stop();
    server.kill();
  });
  return asker;
}

async function visitSites(asker: Asker, from: number, count: number): Promise<string[]> {
  return asker.visit(Array.from({ length: count }, (_, i) => ({ host: site(from + i), port })));
}

function activeRoute(household: Household): string {
  return household.network.run("router", "ip", "route", "show", "table", "7700");
}

onRealKernel("oldest", (build) => {
  describe("mode multi-uplink", () => {
    const threeToOne = `
config global 'global'
	option enabled '1'
	option mode 'multi-uplink'
	option check_interval '1'

config interface 'fibre'
	option name 'wan'
	option metric '10'
	option weight '3'
	option ping_timeout '1'

config interface 'lte'
	option name 'wwan'
	option metric '20'
	option weight '1'
	option ping_timeout '1'
`;

    async function sharing(context: TestContext): Promise<Household> {
      const household = await build(context, fast);
      household.router.writeConfig(threeToOne);
      household.startDaemon();
      await household.settle();
      await until(isShared(household), 3000, "the table of marks");
      return household;
    }

    /** Whether both lines take new connections. */
    function isShared({ network }: Household): () => boolean {
      return () => network.run("router", "nft", "list", "ruleset").includes("jhash");
    }

    test("400 connections to many sites go out three to one, none is lost", async (context) => {
      const household = await sharing(context);
      const asker = await meetInternet(context, household);
      const seen = await visitSites(asker, 0, 400);
      const viaFibre = seen.filter((address) => address === fibre.routerAddress).length;
      const viaLte = seen.filter((address) => address === lte.routerAddress).length;
      console.info(`400 connections at 3:1: ${viaFibre} and ${viaLte}`);
      expect(viaFibre + viaLte).toBe(400);
      expect(Math.abs(viaFibre - 300)).toBeLessThanOrEqual(16);
      // A client and a site stay together.
      expect(await visitSites(asker, 0, 50)).toEqual(seen.slice(0, 50));
    });

    test("an outage of one moves its connections only, its return none", async (context) => {
      const household = await sharing(context);
      const asker = await meetInternet(context, household);
      const opened = new Map<string, string>();
      for (let i = 0; i < 30; i++)
        opened.set(`${i}`, await asker.open(`${i}`, "tcp", { host: site(i), port }));
      const through = (address: string) =>
        [...opened.keys()].filter((name) => opened.get(name) === address);
      const healthy = through(fibre.routerAddress);
      expect(healthy.length).toBeGreaterThan(10);
      expect(through(lte.routerAddress).length).toBeGreaterThan(2);

      household.network.setBlackHole(2, true);
      const isRehomed = () =>
        household.network.run("router", "ip", "route", "show", "table", "7702").includes("eth1");
      await until(isRehomed, 5000, "LTE's flows led to fibre");
      const during = await visitSites(asker, 0, 60);
      expect(new Set(during)).toEqual(new Set([fibre.routerAddress]));
      for (const name of healthy) expect(await asker.say(name)).toBe(fibre.routerAddress);

      household.network.setBlackHole(2, false);
      await until(() => !isRehomed(), 10000, "LTE back");
      await until(isShared(household), 2000, "LTE among those that take new connections");
      for (const name of healthy) expect(await asker.say(name)).toBe(fibre.routerAddress);
      const after = await visitSites(asker, 300, 100);
      expect(after).toContain(lte.routerAddress);
    });
  });

  describe("a person's order", () => {
    async function running(context: TestContext): Promise<Household> {
      const household = await build(context, fast);
      household.startDaemon();
      await household.settle();
      await until(() => activeRoute(household).includes("eth1"), 3000, "traffic through fibre");
      return household;
    }

    function use(household: Household, order: object): string {
      return household.router.run(
        ...["ubus", "call", "mini-mwan.daemon", "use", JSON.stringify(order)]
      );
    }

    test("holds for as long as it says", async (context) => {
      const household = await running(context);
      use(household, { section: "lte", action: "force", for: 3 });
      expect(activeRoute(household)).toContain("wwan0");
      await pause(1500);
      expect(activeRoute(household)).toContain("wwan0");
      await until(() => activeRoute(household).includes("eth1"), 3000, "its end");
    });

    test("outlives the daemon, and is taken back in one word", async (context) => {
      const household = await running(context);
      use(household, { section: "lte", action: "force" });
      await household.router.end("daemon", "SIGKILL");
      household.startDaemon();
      const starts = () => household.router.output().split(" starts").length > 2;
      await until(starts, 5000, "a second start");
      await pause(3000);
      expect(activeRoute(household)).toContain("wwan0");
      use(household, { section: "lte", action: "auto" });
      expect(activeRoute(household)).toContain("eth1");
    });

    test("for an uplink that is not there is refused by name", async (context) => {
      const household = await running(context);
      expect(() => use(household, { section: "$(id)", action: "force" })).toThrow();
      expect(activeRoute(household)).toContain("eth1");
    });
  });
});
