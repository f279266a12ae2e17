import { describe, expect, test } from "vitest";
import type { Router } from "./router.ts";
import { config, createTwoWans } from "./scenarios/two-wans.ts";
import type { Client } from "./world/traffic.ts";

/** A household that plays on a console and for whom the daemon has a rule. */
interface Household {
  router: Router;
  console: Client;
  /** The console's, to another port. */
  update: Client;
  somebody: Client;
  after(seconds: number): void;
}

const address = "192.168.1.50";

function household(otherwise: string): Household {
  const router = createTwoWans({ seed: 7 });
  const options = { src_ip: address, proto: "udp", dest_port: "8000-8100", use: "lte", otherwise };
  const lines = Object.entries(options).map(([name, value]) => `\toption ${name} '${value}'\n`);
  const rule = `\nconfig rule 'console'\n${lines.join("")}`;
  router.world.files.install("/etc/config/mini-mwan", config + rule);
  const after = (seconds: number): void => router.world.clock.advance(seconds * 1000);
  router.procd.start();
  after(20);
  const console = router.world.addClient({ address, port: 8100 });
  const update = router.world.addClient({ address, port: 443 });
  const somebody = router.world.addClient({ port: 8100 });
  after(10);
  return { router, console, update, somebody, after };
}

function devicesOf(client: Client): Set<string | null> {
  return new Set(client.packets.map(({ device }) => device));
}

function ownRules({ router }: Household): string[] {
  const rules = router.world.kernel.rules.ofFamily("ipv4");
  return rules.filter(({ protocol }) => protocol === 77).map((rule) => JSON.stringify(rule));
}

describe("a console with a rule for LTE", () => {
  test("plays through it; all else, and everybody else, goes through fibre", () => {
    const { router, console, update, somebody } = household("others");
    expect(devicesOf(console)).toEqual(new Set(["wwan0"]));
    expect(devicesOf(update)).toEqual(new Set(["eth1"]));
    expect(devicesOf(somebody)).toEqual(new Set(["eth1"]));
    expect(console.gaps()).toEqual([]);
    expect(router.procd.crashes).toEqual([]);
  });

  test("plays on through fibre while LTE is down, and returns, by no change of a rule", () => {
    const story = household("others");
    const before = ownRules(story);
    const lte = story.router.world.network.getLink("wwan0");
    lte.change({ blackholed: true });
    story.after(30);
    expect(story.console.currentDevice).toBe("eth1");
    lte.change({ blackholed: false });
    story.after(60);
    expect(story.console.currentDevice).toBe("wwan0");
    expect(story.console.gaps()).toHaveLength(1);
    expect(ownRules(story)).toEqual(before);
  });

  test.each(["blackholed", "carrier"])("with nothing else allowed takes no fibre: %s", (what) => {
    const story = household("nothing");
    const lte = story.router.world.network.getLink("wwan0");
    lte.change(what === "carrier" ? { carrier: false } : { blackholed: true });
    story.after(30);
    expect(story.console.packets.at(-10)?.answered).toBe(false);
    lte.change(what === "carrier" ? { carrier: true } : { blackholed: false });
    story.after(60);
    expect(devicesOf(story.console)).not.toContain("eth1");
    expect(story.console.currentDevice).toBe("wwan0");
    expect(story.somebody.gaps()).toEqual([]);
  });

  test("is free again when the service is stopped, which leaves no rule behind", () => {
    const story = household("nothing");
    story.router.procd.stop();
    story.after(1);
    expect(ownRules(story)).toEqual([]);
    expect(story.console.currentDevice).toBe("eth1");
  });
});
