/** Flows on a real kernel stay on their uplinks, and other programs' marks stay theirs. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Family } from "../../shared/domain.ts";
import { buildLabTree, createMarkingLab, fibre, labPrograms, lte } from "./marking-lab.ts";
import { describeReal } from "./describe-real.ts";
import { planFor, ports, removeLabTree, routerAddresses } from "./marking-lab.ts";
import type { MarkingLab } from "./marking-lab.ts";
import { client, server } from "./network.ts";

/** As in mode failover. */
const pinning = planFor([0, 0], "site");

/** What the outside host calls itself on the way to LTE. */
const outsideAddress = "192.0.2.9";

let tree: string | undefined;
let lab: MarkingLab;

/** Three connections of 4 packets at least, one after the other. */
const fewVisits = Array.from({ length: 3 }, () => ({ host: server.ipv4, port: ports.internet }));

beforeAll(() => {
  tree = buildLabTree();
});

afterAll(() => removeLabTree(tree));

describeReal("on a real kernel", labPrograms, "root", () => {
  beforeEach(async () => {
    lab = await createMarkingLab(tree as string);
  });

  afterEach((context) => {
    if (context.task.result?.state === "fail") {
      console.error(lab.network.run("router", "nft", "list", "ruleset"));
    }
    lab.remove();
  });

  describe.each<Family>(["ipv4", "ipv6"])("with %s", (family) => {
    const to = { host: server[family], port: ports.internet };
    const [viaFibre, viaLte] = routerAddresses[family];

    test.each(["tcp", "udp"] as const)("a %s flow ends where it began", async (proto) => {
      expect(lab.loader.apply(pinning)).toBeNull();
      lab.lead(7700, lte);
      expect(await lab.asker.open("outage", proto, to)).toBe(viaLte);
      lab.lead(7700, fibre);
      expect(await lab.asker.say("outage")).toBe(viaLte);
      expect(await lab.asker.open("later", proto, to)).toBe(viaFibre);
      await pause(1000);
      expect(await lab.asker.say("outage")).toBe(viaLte);
      expect(await lab.asker.say("later")).toBe(viaFibre);
    });

    test("flows of an uplink that is led elsewhere are reset or move", async () => {
      expect(lab.loader.apply(pinning)).toBeNull();
      lab.lead(7700, lte);
      expect(await lab.asker.open("tcp", "tcp", to)).toBe(viaLte);
      expect(await lab.asker.open("udp", "udp", to)).toBe(viaLte);
      lab.lead(7700, fibre);
      lab.lead(7702, fibre);
      const started = performance.now();
      expect(await lab.asker.say("tcp")).toBe("reset");
      const resetMs = Math.round(performance.now() - started);
      const answers = await lab.asker.chatter("udp", 500);
      const lost = answers.filter((answer) => answer === "lost").length;
      console.info(`${family}: TCP reset in ${resetMs} ms, UDP lost ${lost} of ${answers.length}`);
      // The datagram that meets the old masquerading.
      expect(lost).toBeLessThanOrEqual(1);
      expect(answers.at(-1)).toBe(viaFibre);

      lab.lead(7702, lte);
      lab.lead(7700, lte);
      expect(await lab.asker.say("udp"), "it is fibre's now").toBe(viaFibre);
    });
  });

  test("who asks through LTE is answered through LTE while fibre is in use", async () => {
    const host = lte.routerAddress;
    const ask = async (round: string): Promise<string[]> => [
      ...(await Promise.all(
        (["tcp", "udp"] as const).flatMap((proto) =>
          [ports.forwarded, ports.router].map((port) =>
            lab.outsider.open(`${round} ${proto} ${port}`, proto, { host, port })
          )
        )
      )),
      lab.ping("internet", host),
    ];
    expect(await ask("unmarked")).toEqual(["lost", "lost", "lost", "lost", "lost"]);

    expect(lab.loader.apply(pinning)).toBeNull();
    const answers = [outsideAddress, outsideAddress, outsideAddress, outsideAddress, "answered"];
    expect(await ask("marked")).toEqual(answers);
    expect(lab.loader.apply(planFor([1, 0], "site")), "while flows are shared").toBeNull();
    expect(await ask("shared")).toEqual(answers);
    for (const name of [`marked tcp ${ports.forwarded}`, `marked udp ${ports.router}`]) {
      expect(await lab.outsider.say(name)).toBe(outsideAddress);
    }
  });

  test("other programs' bits of marks stay as they are", async () => {
    const ours = `oifname { ${fibre.device}, ${lte.device} } ip saddr ${client.ipv4}`;
    lab.nft(`table inet other {
      counter sent { }
      counter kept { }
      counter pinned { }
      chain first {
        type filter hook prerouting priority mangle - 10;
        meta mark set meta mark | 0x00110000
        ct mark set ct mark | 0x00220000
      }
      chain last {
        type filter hook postrouting priority mangle + 10;
        ${ours} counter name sent
        ${ours} meta mark & 0xffff00ff == 0x00110000 ct mark & 0xffff00ff == 0x00220000 counter name kept
        ${ours} meta mark & 0x3f00 == 0x200 ct mark & 0x3f00 == 0x200 counter name pinned
      }
    }`);
    expect(lab.loader.apply(planFor([0, 1], "site"))).toBeNull();
    const seen = await lab.asker.visit(fewVisits);
    expect(seen).toEqual(fewVisits.map(() => lte.routerAddress));
    const listing = lab.network.run("router", "nft", "list", "counters", "table", "inet", "other");
    const packets = [...listing.matchAll(/packets (\d+)/g)].map(([, count]) => Number(count));
    expect(packets[0]).toBeGreaterThan(10);
    expect(packets).toEqual([packets[0], packets[0], packets[0]]);
  });

  test("a packet that carries a mark of ours already keeps it", async () => {
    lab.nft(`table inet other {
      chain first {
        type filter hook prerouting priority raw;
        iifname lan0 meta mark set meta mark | 0x200
      }
    }`);
    expect(lab.loader.apply(planFor([1, 0], "site"))).toBeNull();
    const seen = await lab.asker.visit(fewVisits);
    expect(seen).toEqual(fewVisits.map(() => lte.routerAddress));
  });

  test("reloads break no flow", async () => {
    const plans = [planFor([3, 1], "site"), planFor([1, 3], "flow"), pinning];
    expect(lab.loader.apply(pinning)).toBeNull();
    lab.lead(7700, lte);
    const to = { host: server.ipv4, port: ports.internet };
    await lab.asker.open("tcp", "tcp", to);
    await lab.asker.open("udp", "udp", to);
    lab.lead(7700, fibre);
    const talks = [lab.asker.chatter("tcp", 2000), lab.asker.chatter("udp", 2000)];
    await pause(100);
    const outcomes = lab.loader.applyAll(Array.from({ length: 60 }, (_, i) => plans[i % 3]!));
    expect(outcomes).toEqual(outcomes.map(() => null));
    for (const answers of await Promise.all(talks)) {
      expect(answers.length).toBeGreaterThan(100);
      expect(new Set(answers)).toEqual(new Set([lte.routerAddress]));
    }
  });
});
