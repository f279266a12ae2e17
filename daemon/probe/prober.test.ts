/** The prober in the simulator: uplinks with hosts behind them that answer, refuse or stay silent. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Family, ProbeMethod } from "../../shared/domain.ts";
import { setWorld } from "../../simulator/ucode/current.ts";
import { World } from "../../simulator/world/world.ts";
import { createProber } from "./prober.ts";
import type { Prober } from "./prober.ts";
import type { ProbeRequest } from "./request.ts";

const targets = { ipv4: "203.0.113.5", ipv6: "2001:db8:ffff::5" };
const own = { ipv4: "192.0.2.2", ipv6: "2001:db8::2" };
const ports = { icmp: null, tcp: 443, dns: 53, http: 80 };

let world: World;
let prober: Prober;
let replies: { section: string; family: Family; sequence: number; rttMs: number }[];
let failures: { section: string; family: Family; sequence: number; reason: string }[];

function request(method: ProbeMethod, change: Partial<ProbeRequest> = {}): ProbeRequest {
  const family = change.family ?? "ipv4";
  return {
    section: "fibre",
    family,
    method,
    device: "eth1",
    address: own[family],
    targets: [targets[family]],
    port: ports[method],
    httpHost: null,
    httpPath: null,
    sequence: 1,
    mark: 0x3f00,
    timeoutMs: 2000,
    ...change,
  };
}

beforeEach(() => {
  world = new World();
  setWorld(world);
  world.addUplink({
    name: "wan",
    device: "eth1",
    address: "192.0.2.2/24",
    gateway: "192.0.2.1",
    metric: 10,
    ipv6: {
      gateway: "fe80::1",
      addresses: [{ address: "2001:db8::2/128", preferredS: null }],
      isSourceSpecific: false,
    },
    link: { delayMs: 20 },
  });
  world.clock.advance(5000);
  replies = [];
  failures = [];
  prober = createProber(
    (section, family, answers) => {
      for (const { sequence, rttUs } of answers)
        replies.push({ section, family, sequence, rttMs: Math.round(rttUs / 100) / 10 });
    },
    (section, family, sequence, reason) => failures.push({ section, family, sequence, reason })
  );
});

function expectRefusal(one: ProbeRequest, reason: string): void {
  expect(prober.send(one)).toEqual([{ sequence: one.sequence, reason }]);
}

/** Lets time pass and looks for what has arrived, as the daemon does before each step. */
function advance(ms: number): void {
  world.clock.advance(ms);
  prober.collect();
}

describe.each(["ipv4", "ipv6"] as const)("over %s", (family) => {
  const known = { section: "fibre", family, sequence: 1 };

  test.each([
    ["icmp", 20],
    ["tcp", 20],
    ["dns", 20],
    // The handshake, then the request.
    ["http", 40],
  ] as const)("%s takes the line's round trips", (method, rttMs) => {
    expect(prober.send(request(method, { family }))).toEqual([]);
    expect(replies).toEqual([]);
    advance(3000);
    expect(replies).toEqual([{ ...known, rttMs }]);
    expect(failures).toEqual([]);
  });

  test.each(["icmp", "tcp", "dns", "http"] as const)(
    "%s over a black hole has no outcome",
    (method) => {
      world.network.getLink("eth1").change({ blackholed: true });
      expect(prober.send(request(method, { family }))).toEqual([]);
      advance(300_000);
      expect([...replies, ...failures]).toEqual([]);
    }
  );

  test.each(["tcp", "dns", "http"] as const)("%s to a closed port has failed at once", (method) => {
    world.network.services.close(targets[family], ports[method]);
    prober.send(request(method, { family }));
    advance(25);
    expect(failures).toEqual([{ ...known, reason: "Connection refused" }]);
    advance(3000);
    expect(replies).toEqual([]);
  });

  test("a captive portal's redirection is a failure, and so is its page where none was asked for", () => {
    world.network.services.setPortal("eth1", 302);
    prober.send(request("http", { family }));
    advance(100);
    expect(failures).toEqual([{ ...known, reason: "answered 302, perhaps a log-in page" }]);
    world.network.services.setPortal("eth1", 200);
    prober.send(request("http", { family, sequence: 2 }));
    advance(100);
    expect(replies).toMatchObject([{ sequence: 2 }]);
    failures.length = 0;
    prober.send(request("http", { family, sequence: 3, httpPath: "/generate_204" }));
    advance(100);
    const reason = "answered 200 with a page, perhaps a log-in page";
    expect(failures).toEqual([{ ...known, sequence: 3, reason }]);
  });

  test("a DNS server that refuses has answered", () => {
    world.network.services.dnsRcode = 5;
    prober.send(request("dns", { family }));
    advance(100);
    expect(replies).toMatchObject([{ sequence: 1 }]);
  });

  test("an answer after the probe's time comes to nobody, but a late echo is told", () => {
    world.network.getLink("eth1").change({ delayMs: 900 });
    for (const [i, method] of (["icmp", "tcp", "dns", "http"] as const).entries())
      prober.send(request(method, { family, sequence: i, timeoutMs: 500 }));
    advance(10_000);
    expect(replies).toMatchObject([{ sequence: 0, rttMs: 900 }]);
    expect(failures).toEqual([]);
  });

  test("a lost first packet of a TCP connection is repeated after a second", () => {
    const link = world.network.getLink("eth1");
    link.change({ blackholed: true });
    prober.send(request("tcp", { family }));
    advance(500);
    link.change({ blackholed: false });
    advance(2000);
    expect(replies).toEqual([{ ...known, rttMs: 1020 }]);
  });

  test("an uplink that is no longer kept is heard of no more", () => {
    for (const method of ["icmp", "tcp", "dns", "http"] as const) {
      prober.send(request(method, { family }));
      prober.send(request(method, { family, section: "lte", sequence: 7 }));
    }
    prober.keepOnly(["lte"]);
    advance(5000);
    expect(replies.map(({ section }) => section)).toEqual(["lte", "lte", "lte", "lte"]);
  });

  test("with a new address a reply to the old one no longer counts, and the next probe is fine", () => {
    const address = family === "ipv4" ? "192.0.2.9" : "2001:db8::9";
    const prefixLength = family === "ipv4" ? 24 : 128;
    prober.send(request("icmp", { family }));
    world.kernel.addAddress("eth1", { address, prefixLength });
    prober.send(request("icmp", { family, address, sequence: 2 }));
    advance(100);
    expect(replies).toEqual([{ ...known, sequence: 2, rttMs: 20 }]);
  });
});

test("the longest open probe gives way when there are too many", () => {
  const silent = "203.0.113.77";
  world.network.silentHosts.add(silent);
  world.network.getLink("eth1").change({ delayMs: 500 });
  prober.send(request("dns", { sequence: 1, timeoutMs: 10_000 }));
  prober.send(request("dns", { sequence: 2, timeoutMs: 10_000 }));
  for (let i = 0; i < 255; i++)
    prober.send(request("dns", { sequence: 100 + i, targets: [silent], timeoutMs: 10_000 }));
  advance(1000);
  expect(replies.map(({ sequence }) => sequence)).toEqual([2]);
});

test("what cannot be sent says why, and nothing is told of it later", () => {
  const gone = request("icmp", { device: "eth9" });
  const foreign = request("tcp", { address: "192.0.2.77" });
  expectRefusal(gone, "cannot bind to eth9 and 192.0.2.2: No such device");
  expectRefusal(foreign, "cannot bind to eth1 and 192.0.2.77: Cannot assign requested address");
  expectRefusal(request("dns", { port: null }), "a probe by dns needs a port");
  expectRefusal(
    request("http", { httpPath: "/a b" }),
    "the HTTP address has characters that no request can hold"
  );
  world.kernel.setUp("eth1", false);
  for (const method of ["icmp", "tcp", "dns", "http"] as const)
    expectRefusal(request(method), "Network is unreachable");
  advance(5000);
  expect([...replies, ...failures]).toEqual([]);
});

test.each(["icmp", "tcp", "dns"] as const)(
  "%s to several targets: each has a number, and one that cannot be sent holds no other up",
  (method) => {
    const third = "203.0.113.6";
    const several = [targets.ipv4, "no address", third];
    const refusals = prober.send(request(method, { targets: several, sequence: 7 }));
    expect(refusals).toMatchObject([{ sequence: 8 }]);
    advance(100);
    expect(replies.map(({ sequence }) => sequence)).toEqual([7, 9]);
    expect(failures).toEqual([]);
  }
);

test("a probe that could not leave is followed by one that can", () => {
  world.netifd.ifdown("wan");
  advance(1000);
  expect(prober.send(request("icmp"))).toHaveLength(1);
  world.netifd.ifup("wan");
  advance(5000);
  expect(prober.send(request("icmp", { sequence: 2 }))).toEqual([]);
  advance(100);
  expect(replies).toMatchObject([{ sequence: 2 }]);
});
