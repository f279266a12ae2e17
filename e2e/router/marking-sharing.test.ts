/** New flows on a real kernel are shared by weight, and what belongs together goes one way. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MarkedUplink } from "../../daemon/engine/marking.ts";
import type { Family } from "../../shared/domain.ts";
import { buildLabTree, createMarkingLab, fibre, labPrograms, lte } from "./marking-lab.ts";
import { describeReal } from "./describe-real.ts";
import { planFor, ports, removeLabTree, routerAddresses } from "./marking-lab.ts";
import type { MarkingLab } from "./marking-lab.ts";
import { server } from "./network.ts";
import { startAsker } from "./talk.ts";
import type { Peer } from "./talk.ts";

let tree: string | undefined;
let lab: MarkingLab;

/** A host of the Internet; any number of them. */
function site(family: Family, number: number): string {
  return family === "ipv4"
    ? `10.99.${Math.floor(number / 250)}.${1 + (number % 250)}`
    : `2001:db8:ffff:99::${number.toString(16)}:1`;
}

function visitsTo(family: Family, count: number, from?: string): Peer[] {
  return Array.from({ length: count }, (_, i) => {
    const peer = { host: site(family, i), port: ports.internet };
    return from === undefined ? peer : { ...peer, from };
  });
}

/** Parts of a hundred through fibre and LTE; what was lost is in neither. */
function sharesOf(family: Family, seen: readonly string[]): [number, number] {
  const [viaFibre, viaLte] = routerAddresses[family].map(
    (address) => (100 * seen.filter((one) => one === address).length) / seen.length
  );
  return [viaFibre ?? 0, viaLte ?? 0];
}

/** Three to one within four of a hundred, and nothing lost. */
function expectThreeToOne(family: Family, by: string, seen: readonly string[]): void {
  const [viaFibre, viaLte] = sharesOf(family, seen);
  console.info(`${family}, weights 3:1, by ${by}: ${viaFibre} : ${viaLte}`);
  expect(viaFibre + viaLte).toBe(100);
  expect(Math.abs(viaFibre - 75)).toBeLessThanOrEqual(4);
}

/** More addresses for the client: a household. */
function addClients(count: number): string[] {
  const clients = Array.from({ length: count }, (_, i) => `10.0.0.${100 + i}`);
  for (const address of clients) {
    lab.network.run("client", "ip", "addr", "add", `${address}/24`, "dev", "eth0");
  }
  return clients;
}

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
    test("1000 connections to as many sites split by weight; a site keeps its way", async () => {
      const plan = planFor([3, 1], "site");
      expect(lab.loader.apply(plan)).toBeNull();
      const first = await lab.asker.visit(visitsTo(family, 1000));
      expectThreeToOne(family, "site", first);
      expect(await lab.asker.visit(visitsTo(family, 1000))).toEqual(first);

      expect(lab.loader.applyAll([null, plan]), "a reload").toEqual([null, null]);
      expect(await lab.asker.visit(visitsTo(family, 1000))).toEqual(first);
    });

    test("by flow, 1000 connections to one site split, too", async () => {
      expect(lab.loader.apply(planFor([3, 1], "flow"))).toBeNull();
      const to = { host: server[family], port: ports.internet };
      const seen = await lab.asker.visit(Array.from({ length: 1000 }, () => to));
      expectThreeToOne(family, "flow", seen);
    });
  });

  test("when one of three takes nothing more, its part is shared again and no other part moves", async () => {
    const [viaFibre, viaLte] = routerAddresses.ipv4;
    const two = planFor([1, 1], "site");
    const third: MarkedUplink = { ...two.uplinks[0]!, slot: 3, devices: [] };
    const isRuled = "rule add priority 32400 fwmark 0x300/0x3f00 lookup 7703";
    lab.network.run("router", "ip", ...isRuled.split(" "));
    lab.lead(7703, fibre);
    expect(lab.loader.apply({ ...two, uplinks: [...two.uplinks, third] })).toBeNull();
    const before = await lab.asker.visit(visitsTo("ipv4", 600));
    expect(Math.abs(sharesOf("ipv4", before)[0] - 67)).toBeLessThanOrEqual(6);
    const without = [...two.uplinks, { ...third, takes: [] }];
    expect(lab.loader.apply({ ...two, uplinks: without })).toBeNull();
    const after = await lab.asker.visit(visitsTo("ipv4", 600));
    console.info(`one of three is out: ${sharesOf("ipv4", after).join(" : ")}`);
    expect(sharesOf("ipv4", after)[0] + sharesOf("ipv4", after)[1]).toBe(100);
    expect(Math.abs(sharesOf("ipv4", after)[0] - 50)).toBeLessThanOrEqual(6);
    const moved = after.filter((via, i) => before[i] === viaLte && via !== viaLte);
    expect(moved, "sites that LTE had before").toEqual([]);
    expect(new Set(after)).toEqual(new Set([viaFibre, viaLte]));
  });

  test("by client, everything of one client goes one way, and clients split", async () => {
    expect(lab.loader.apply(planFor([1, 1], "client"))).toBeNull();
    const ways: string[] = [];
    for (const from of addClients(64)) {
      const seen = await lab.asker.visit(visitsTo("ipv4", 8, from));
      expect(new Set(seen).size).toBe(1);
      ways.push(seen[0] as string);
    }
    const shares = sharesOf("ipv4", ways);
    expect(shares[0] + shares[1]).toBe(100);
    expect(Math.min(...shares)).toBeGreaterThan(30);
  });

  test("an uplink without weight takes nothing new", async () => {
    expect(lab.loader.apply(planFor([0, 1], "site"))).toBeNull();
    expect(sharesOf("ipv4", await lab.asker.visit(visitsTo("ipv4", 50)))).toEqual([0, 100]);
  });

  test("the part of an uplink that is led elsewhere goes there, the others' stays", async () => {
    expect(lab.loader.apply(planFor([1, 1], "site"))).toBeNull();
    const before = await lab.asker.visit(visitsTo("ipv4", 200));
    lab.lead(7702, fibre);
    const [viaFibre] = routerAddresses.ipv4;
    expect(await lab.asker.visit(visitsTo("ipv4", 200))).toEqual(before.map(() => viaFibre));
  });

  test("the router's own traffic is not shared, and its probes are left alone", async () => {
    expect(lab.loader.apply(planFor([1, 1], "flow"))).toBeNull();
    const [viaFibre, viaLte] = routerAddresses.ipv4;
    lab.network.run(
      "router",
      ...`ip rule add priority 4300 fwmark 0x3f00/0x3f00 from ${viaLte} lookup 7802`.split(" ")
    );
    lab.lead(7802, lte);
    expect(lab.ping("router", "8.8.8.8", String(0x3f00), viaLte)).toBe("answered");
    const flows = lab.network.run("router", "cat", "/proc/net/nf_conntrack").split("\n");
    const ofProbe = flows.filter((flow) => /icmp .*dst=8\.8\.8\.8/.test(flow));
    expect(ofProbe.map((flow) => / mark=(\d+)/.exec(flow)?.[1])).toEqual(["0"]);

    const own = startAsker(lab.network, "router");
    const seen = await own.visit(visitsTo("ipv4", 50));
    own.stop();
    expect(new Set(seen)).toEqual(new Set([viaFibre]));
  });
});
