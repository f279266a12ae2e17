/** The daemon beside other programs, on the simulated router: it hears of their rules and reads them. */
import { beforeEach, expect, test } from "vitest";
import { parseStatus, statusPath } from "../shared/router/status-file.ts";
import type { Router } from "../simulator/router.ts";
import { createDualStack } from "../simulator/scenarios/two-wans-dual-stack.ts";
import { parsePrefix } from "../simulator/world/address.ts";
import { ruleActions } from "../simulator/world/rules.ts";
import type { IpRule } from "../simulator/world/rules.ts";

let router: Router;

beforeEach(() => {
  router = createDualStack({ seed: 7 });
});

function run(): void {
  router.procd.start();
  router.world.clock.advance(20_000);
}

function others(rule: Partial<IpRule>): IpRule {
  return {
    ...{ family: "ipv4", priority: 1001, action: ruleActions.toTable, table: 100 },
    ...{ source: null, destination: null, mark: 0, mask: 0, ipProtocol: 0 },
    ...{ sourcePorts: null, destinationPorts: null, goTo: 0 },
    ...{ suppressPrefixLength: null, protocol: 3 },
    ...rule,
  };
}

const tailscale = others({ priority: 5210, table: 254, mark: 0x80000, mask: 0xff0000 });
const guests = others({ priority: 32765, source: parsePrefix("192.168.9.0/24") });

const ours = (): string[] =>
  router.world.kernel.rules
    .ofFamily("ipv4")
    .filter(({ protocol }) => protocol === 77)
    .map(({ priority, table, goTo }) => `${priority}: ${goTo === 0 ? table : `goto ${goTo}`}`);

const codes = (): string[] =>
  parseStatus(router.world.files.read(statusPath))!.warnings.map(({ code }) => code);

test("rules that are there at the start are followed and copied as soon as ours are there", () => {
  router.world.kernel.addRule(tailscale);
  router.world.kernel.addRule(guests);
  run();
  expect(ours()).toEqual(expect.arrayContaining(["5209: goto 32100", "32000: 100"]));
});

test("those that come and go later are, too, and netifd may flush them all", () => {
  run();
  const before = ours();
  router.world.kernel.addRule(tailscale);
  router.world.kernel.addRule(guests);
  router.world.clock.advance(1000);
  expect(ours()).toHaveLength(before.length + 2);
  router.world.kernel.flushRules();
  router.world.clock.advance(2000);
  expect(ours()).toEqual(before);
});

test("a device, which only ip tells, makes a rule one to name", () => {
  run();
  router.world.kernel.addRule({ ...guests, inputDevice: "br-guest" });
  router.world.clock.advance(1000);
  expect(ours()).not.toContain("32000: 100");
  expect(codes()).toEqual(["rule_not_followed"]);
  router.world.kernel.removeRule({ family: "ipv4", priority: 32765 });
  router.world.clock.advance(1000);
  expect(codes()).toEqual([]);
});

test("routes of others in tables of ours are named", () => {
  run();
  const { kernel } = router.world;
  const [main] = kernel.routes.covering(254, "203.0.113.80", null);
  const wanted = { create: true, exclusive: true, replace: false };
  kernel.addRoute({ ...main!, table: 7702, destination: parsePrefix("10.0.0.0/8")! }, wanted);
  kernel.addRule(others({ source: parsePrefix("192.168.9.0/24") }));
  router.world.clock.advance(1000);
  expect(codes()).toContain("table_taken");
});
