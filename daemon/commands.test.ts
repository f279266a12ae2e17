import { beforeEach, describe, expect, test } from "vitest";
import { createDualStack } from "../simulator/scenarios/two-wans-dual-stack.ts";
import type { Router } from "../simulator/router.ts";
import { parsePrefix } from "../simulator/world/address.ts";
import { ruleActions } from "../simulator/world/rules.ts";
import type { IpRule } from "../simulator/world/rules.ts";
import { daemonObjectName } from "../shared/contract.ts";

let router: Router;

const phone = "192.168.1.100";
const site = "203.0.113.80";

/** Starts a router with these options of its file changed, and lets it settle. */
function run(change: (config: string) => string = (config) => config): void {
  router = createDualStack({ seed: 7 });
  const { files } = router.world;
  files.install("/etc/config/mini-mwan", change(files.read("/etc/config/mini-mwan")));
  router.procd.start();
  after(30);
}

function after(seconds: number): void {
  router.world.clock.advance(seconds * 1000);
}

function ask(method: string, args: object): { status: number; data: unknown } {
  return router.world.bus.call(daemonObjectName, method, args);
}

function explain(args: object): unknown {
  return ask("explain", args).data;
}

function foreignRule(rule: Partial<IpRule>): IpRule {
  return {
    ...{ family: "ipv4", priority: 1001, action: ruleActions.toTable, table: 3 },
    ...{ source: null, destination: null, mark: 0, mask: 0, ipProtocol: 0 },
    ...{ sourcePorts: null, destinationPorts: null, goTo: 0 },
    ...{ suppressPrefixLength: null, protocol: 3 },
    ...rule,
  };
}

beforeEach(() => run());

describe("explain", () => {
  test("a new connection takes the uplink in use, and one that is there stays", () => {
    expect(explain({ src: phone, dst: site, proto: "tcp", dport: 443 })).toEqual({
      family: "ipv4",
      section: "fibre",
      interface: "wan",
      device: "eth1",
      gateway: "192.0.2.1",
      priority: 32600,
      table: 7700,
      policy: null,
      shares: [{ section: "fibre", share_pct: 100 }],
      reason:
        "No other rule concerns it, so it takes the uplink in use: fibre has the lowest metric of " +
        "those online. A connection that is there already stays on its uplink.",
    });
  });

  test("the router's own addresses are its own", () => {
    expect(explain({ src: phone, dst: "192.168.1.1" })).toMatchObject({
      ...{ section: null, device: null, priority: 0, table: 255 },
      reason: "192.168.1.1 is an address of the router itself.",
    });
  });

  test("table main's own routes come before the uplinks", () => {
    expect(explain({ src: phone, dst: "192.168.1.7" })).toMatchObject({
      ...{ section: null, device: "br-lan", table: 254, shares: [] },
      reason:
        "Table main has a route of its own to 192.168.1.0/24 through br-lan; those come before every uplink.",
    });
    expect(explain({ dst: "198.51.100.9" })).toMatchObject({ section: "lte", device: "wwan0" });
  });

  test("answers leave where the question came in", () => {
    expect(explain({ src: "198.51.100.2", dst: site })).toMatchObject({
      ...{ section: "lte", priority: 32420, table: 7702 },
      reason: "It comes from 198.51.100.2, which belongs to lte (wwan), and leaves through it.",
    });
    expect(explain({ src: "2001:db8:8::100", dst: "2001:db8:ffff::80" })).toMatchObject({
      ...{ family: "ipv6", section: "lte", gateway: "fe80::1" },
      reason: "It comes from 2001:db8:8::/60, which belongs to lte (wwan), and leaves through it.",
    });
  });

  test("while an uplink is down another one stands in for it", () => {
    router.world.network.getLink("wwan0").change({ blackholed: true });
    after(60);
    expect(explain({ src: "198.51.100.2", dst: site })).toMatchObject({
      ...{ section: "fibre", device: "eth1", table: 7702 },
      reason:
        "It comes from 198.51.100.2, which belongs to lte (wwan); that one is down, so fibre (wan) stands in for it.",
    });
  });

  test("with all uplinks down the first of them is tried", () => {
    for (const link of router.world.network.links.values()) link.change({ blackholed: true });
    after(90);
    expect(explain({ src: phone, dst: site })).toMatchObject({
      ...{ section: "fibre", device: "eth1", priority: 32600, table: 7700 },
      reason:
        "No other rule concerns it, no uplink is online; fibre is tried. A connection that is there already stays on its uplink.",
    });
  });

  test("a rule of somebody else that comes before is named", () => {
    const { kernel } = router.world;
    kernel.addRule(foreignRule({}));
    expect(explain({ src: phone, dst: site })).toMatchObject({ section: "fibre" });
    const wanted = { create: true, exclusive: true, replace: false };
    const [main] = kernel.routes.covering(254, site, null);
    kernel.addRoute({ ...main!, table: 3, device: "wwan0", gateway: "198.51.100.1" }, wanted);
    expect(explain({ src: phone, dst: site })).toMatchObject({
      ...{ section: "lte", priority: 1001, table: 3 },
      reason:
        "A rule of somebody else, priority 1001, sends it to table 3, which leads through lte (wwan), before Mini-MWAN is asked.",
    });
    const refusing = { action: ruleActions.unreachable, table: 0, priority: 900 };
    kernel.addRule(foreignRule({ ...refusing, source: parsePrefix("192.168.1.64/26") }));
    expect(explain({ src: phone, dst: site })).toMatchObject({
      ...{ section: null, device: null, priority: 900, table: null },
      reason:
        "A rule of somebody else, priority 900 (from 192.168.1.64/26), refuses it before Mini-MWAN is asked.",
    });
  });

  test("a rule for marks of another program is mentioned", () => {
    router.world.kernel.addRule(foreignRule({ priority: 900, mark: 0x10000, mask: 0xff0000 }));
    expect(explain({ src: phone, dst: site })).toMatchObject({
      ...{ section: "fibre", priority: 32600 },
      reason: expect.stringMatching(
        / If another program marks it, its rule of priority 900 comes first\.$/
      ),
    });
  });

  test("what is on one network alone goes nowhere", () => {
    for (const dst of ["224.0.0.251", "255.255.255.255", "ff02::1", "fe80::1"])
      expect(explain({ dst })).toMatchObject({
        ...{ section: null, priority: null },
        reason: `${dst} is reached on one network alone: no router passes it on.`,
      });
  });

  test("connections that are shared are drawn by weight; the router's own are not", () => {
    run((config) =>
      config
        .replace("'failover'", "'multi-uplink'")
        .replace("option metric '10'", "option metric '10'\n\toption weight '2'")
    );
    expect(explain({ src: phone, dst: site })).toMatchObject({
      ...{ section: "fibre", priority: 32400, table: 7701 },
      shares: [
        { section: "fibre", share_pct: expect.closeTo(66.7, 1) },
        { section: "lte", share_pct: expect.closeTo(33.3, 1) },
      ],
      reason:
        "New connections are drawn by weight, a client and a site together: 67 % to fibre " +
        "(wan) and 33 % to lte (wwan). A connection that is there already stays on its uplink.",
    });
    expect(explain({ dst: site })).toMatchObject({ section: "fibre", priority: 32600 });
    expect(ask("what_if", { down: ["wan"] }).status).toBe(4);
    expect(ask("what_if", { down: ["lte"] }).data).toMatchObject({
      summary:
        "If lte (wwan) fails: everything moves to fibre (wan); nothing else is left behind it.",
    });
    router.world.network.getLink("eth1").change({ blackholed: true });
    after(60);
    expect(explain({ src: phone, dst: site })).toMatchObject({
      ...{ section: "lte", shares: [{ section: "lte", share_pct: 100 }] },
    });
  });
});

const voip =
  "\nconfig rule 'voip'\n\toption proto 'udp'\n\toption dest_port '5060-5090'\n\toption use 'lte'\n";

describe("explain with policy rules", () => {
  const call = { src: phone, dst: site, proto: "udp", dport: 5061 };

  test("names the rule that decides", () => {
    run((config) => config + voip);
    expect(explain(call)).toMatchObject({
      ...{ section: "lte", priority: 32440, table: 7702, policy: "voip" },
      reason:
        "Rule 'voip' asks for lte (wwan). A connection that is there already stays on its uplink.",
    });
    expect(explain({ ...call, dport: 443 })).toMatchObject({ section: "fibre", policy: null });
    const { dport: _, ...portless } = call;
    expect(explain(portless)).toMatchObject({ section: "fibre", policy: null });
  });

  test("says why another uplink is taken", () => {
    run((config) => config + voip);
    router.world.network.getLink("wwan0").change({ blackholed: true });
    after(60);
    expect(explain(call)).toMatchObject({
      ...{ section: "fibre", policy: "voip" },
      reason: expect.stringMatching(
        /^Rule 'voip' asks for lte \(wwan\), which is down, so it takes fibre \(wan\)\./
      ),
    });
    ask("use", { section: "lte", action: "disable" });
    expect(explain(call)).toMatchObject({
      ...{ section: "fibre", policy: null, priority: 32600 },
      reason: expect.stringMatching(
        /^Rule 'voip' asks for lte \(wwan\), which is disabled, so it takes the uplink in use: /
      ),
    });
  });
});

describe("use", () => {
  test("says when the order ends by itself", () => {
    const nowS = Math.floor(router.world.clock.wallMs / 1000);
    expect(ask("use", { section: "lte", action: "force", for: 600 })).toEqual({
      ...{ status: 0, data: { section: "lte", action: "force", until: nowS + 600 } },
    });
    expect(ask("use", { section: "lte", action: "auto" }).data).toEqual({
      ...{ section: "lte", action: "auto", until: null },
    });
  });
});

describe("what_if", () => {
  test("answers from the running engine", () => {
    expect(ask("what_if", { down: ["fibre"] })).toMatchObject({
      ...{ status: 0 },
      data: {
        ...{ ipv4: { section: "lte" }, ipv6: { section: "lte" } },
        summary:
          "If fibre (wan) fails: everything moves to lte (wwan); nothing else is left behind it.",
      },
    });
  });

  test("refuses a section that is not there by its name", () => {
    expect(ask("what_if", { down: ["fibre", "dsl"] })).toEqual({
      ...{ status: 4, data: { message: "there is no uplink 'dsl' in the configuration" } },
    });
  });
});
