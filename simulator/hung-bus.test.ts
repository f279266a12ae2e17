/** ubusd does not get to run: nobody waits for it who has routes to see to. */
import { beforeEach, expect, test } from "vitest";
import type { Router } from "./router.ts";
import { createTwoWans } from "./scenarios/two-wans.ts";
import type { Client } from "./world/traffic.ts";

let router: Router;
let client: Client;

beforeEach(() => {
  router = createTwoWans({ seed: 7 });
  client = router.world.addClient();
  router.procd.start();
  router.world.clock.advance(20_000);
});

test("traffic moves as ever while ubusd hangs, and the bus is told when that is over", () => {
  const { bus, clock, network, shell } = router.world;
  const told: unknown[] = [];
  bus.subscribe(shell, "mini-mwan", (_, event) => told.push(event["to"]));
  bus.hang();
  network.getLink("eth1").change({ blackholed: true });
  clock.advance(120_000);
  expect(client.currentDevice).toBe("wwan0");
  expect(told).toEqual([]);
  bus.wake();
  clock.advance(10);
  expect(told).toContain("lte");
  network.getLink("eth1").change({ blackholed: false });
  clock.advance(60_000);
  expect(client.currentDevice).toBe("eth1");
  expect(router.procd.crashes).toEqual([]);
});

test("a lease that is renewed with another gateway is followed at once", () => {
  const { clock, kernel, netifd } = router.world;
  const gateway = () => kernel.routes.ofFamily("ipv4").find(({ table }) => table === 7700)?.gateway;
  const { address } = netifd.get("wan").options;
  expect(gateway()).not.toBe("192.0.2.77");
  netifd.get("wan").changeAddress(address ?? "", "192.0.2.77");
  clock.advance(200);
  expect(gateway()).toBe("192.0.2.77");
});
