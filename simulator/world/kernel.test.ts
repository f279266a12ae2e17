import { describe, expect, test } from "vitest";
import { isLinkLocal, parsePrefix } from "./address.ts";
import { prefixOf } from "./connected-routes.ts";
import { parseDeviceAddress } from "./devices.ts";
import { SystemError } from "./errno.ts";
import { Kernel } from "./kernel.ts";
import type { KernelEvent } from "./kernel.ts";
import { devices, lookupCases, routes, rules } from "./kernel.cases.ts";
import type { CaseFlow, CaseRoute, CaseRule } from "./kernel.cases.ts";
import { routeTypes } from "./routes.ts";
import type { Route } from "./routes.ts";
import { ruleActions } from "./rules.ts";
import { World } from "./world.ts";

const newOnly = { create: true, exclusive: true, replace: false };

function actionOf({ refuses, goTo }: CaseRule): number {
  if (refuses) return ruleActions.unreachable;
  return goTo === undefined ? ruleActions.toTable : ruleActions.goTo;
}

function addRule(kernel: Kernel, rule: CaseRule): void {
  kernel.addRule({
    family: rule.family ?? "ipv4",
    priority: rule.priority,
    action: actionOf(rule),
    table: rule.table ?? 0,
    source: rule.source === undefined ? null : parsePrefix(rule.source),
    destination: rule.destination === undefined ? null : parsePrefix(rule.destination),
    mark: rule.mark ?? 0,
    mask: rule.mask ?? 0,
    ipProtocol: rule.protocol ?? 0,
    sourcePorts: rule.sourcePorts ?? null,
    destinationPorts: rule.destinationPorts ?? null,
    goTo: rule.goTo ?? 0,
    suppressPrefixLength: rule.suppressPrefixLength ?? null,
    protocol: 77,
  });
}

function routeOf(route: CaseRoute): Route {
  const to = { default: "0.0.0.0/0", default6: "::/0" }[route.to] ?? route.to;
  return {
    family: to.includes(":") ? "ipv6" : "ipv4",
    table: route.table ?? 254,
    destination: prefixOf(to),
    from: route.from === undefined ? null : prefixOf(route.from),
    metric: route.metric ?? 0,
    type: routeTypes[route.type ?? "unicast"],
    scope: 0,
    protocol: 4,
    device: route.device ?? null,
    gateway: route.gateway ?? null,
    preferredSource: null,
    onLink: false,
  };
}

function createKernel(): Kernel {
  const { kernel } = new World();
  for (const { name, address, ipv6 } of devices) {
    kernel.addDevice(name);
    kernel.addAddress(name, parseDeviceAddress(address));
    kernel.enableIpv6(name);
    kernel.addAddress(name, parseDeviceAddress(ipv6));
  }
  for (const route of routes) kernel.addRoute(routeOf(route), newOnly);
  for (const rule of rules) addRule(kernel, rule);
  return kernel;
}

const ipProtocols = { tcp: 6, udp: 17 };

function whereTo(kernel: Kernel, asked: CaseFlow): string {
  const { to, from, mark, boundTo, cameInBy, protocol, sourcePort, destinationPort } = asked;
  const flow = {
    destination: to,
    source: from ?? null,
    mark: mark ?? 0,
    ipProtocol: protocol === undefined ? 1 : ipProtocols[protocol],
    ...(sourcePort !== undefined && { sourcePort }),
    ...(destinationPort !== undefined && { destinationPort }),
  };
  try {
    const routing =
      cameInBy === undefined
        ? kernel.lookup({ ...flow, outputDevice: boundTo ?? null })
        : kernel.forward(flow);
    if (routing === null) return "Network is unreachable";
    const next = `${routing.device} ${routing.viaGateway ? routing.nextHop : "direct"}`;
    if (!to.includes(":") || from !== undefined) return next;
    return `${next} from ${isLinkLocal(routing.source!) ? "its link-local address" : routing.source}`;
  } catch (problem) {
    if (problem instanceof SystemError) return problem.message;
    throw problem;
  }
}

describe("a packet", () => {
  test.each(lookupCases)("$name", ({ flow, goes }) => {
    expect(whereTo(createKernel(), flow)).toBe(goes);
  });

  test("from an address the router does not have is refused", () => {
    expect(whereTo(createKernel(), { to: "203.0.113.5", from: "192.0.2.9" })).toBe(
      "Invalid argument"
    );
  });

  test("by a device that is down is refused", () => {
    const kernel = createKernel();
    kernel.setUp("eth1", false);
    expect(whereTo(kernel, { to: "203.0.113.5", boundTo: "eth1" })).toBe("Network is unreachable");
  });
});

describe("when an address goes", () => {
  test("its device loses the routes of every table, and only the address's own are told of", () => {
    const kernel = createKernel();
    const events: KernelEvent[] = [];
    kernel.subscribe((event) => events.push(event));
    kernel.removeAddress("wwan0", "198.51.100.2");
    const left = kernel.routes.ofFamily("ipv4").filter(({ device }) => device === "wwan0");
    expect(left).toEqual([]);
    const told = events.flatMap((event) => (event.kind === "route" ? [event.route.table] : []));
    expect(told).toEqual([255, 254]);
  });

  test("the active table's packets fall back to main's default", () => {
    const kernel = createKernel();
    kernel.removeAddress("wwan0", "198.51.100.2");
    expect(whereTo(kernel, { to: "203.0.113.5" })).toBe("eth1 192.0.2.1");
  });
});

describe("IPv6", () => {
  test("a sender without an address finds a route that is only for some", () => {
    const kernel = createKernel();
    for (const { priority } of kernel.rules.ofFamily("ipv6").filter((one) => one.protocol === 77))
      kernel.removeRule({ family: "ipv6", priority });
    expect(whereTo(kernel, { to: "2001:db8:ffff::1", boundTo: "eth1" })).toBe(
      "eth1 fe80::1 from 2001:db8:1::2"
    );
  });

  test("a deprecated address is left to the connections that have it", () => {
    const kernel = createKernel();
    kernel.addAddress("wwan0", { address: "2001:db8:c::2", prefixLength: 64 });
    kernel.refreshAddress("wwan0", "2001:db8:2::2", true);
    expect(whereTo(kernel, { to: "2001:db8:ffff::1" })).toBe("wwan0 fe80::2 from 2001:db8:c::2");
  });

  test("an address that goes leaves the device's other routes, and takes its network when it is the last in it", () => {
    const kernel = createKernel();
    const networks = (): string[] =>
      kernel.routes
        .ofFamily("ipv6")
        .filter(({ device, table }) => device === "wwan0" && table !== 255)
        .map(({ table, destination: { text, length } }) => `${table} ${text}/${length}`);
    const before = networks();
    kernel.addAddress("wwan0", { address: "2001:db8:2::3", prefixLength: 64 });
    kernel.removeAddress("wwan0", "2001:db8:2::2");
    expect(networks()).toEqual(before);
    kernel.removeAddress("wwan0", "2001:db8:2::3");
    expect(networks()).toEqual(before.filter((text) => text !== "254 2001:db8:2::/64"));
  });

  test("a device that goes down loses addresses and routes, and says so; up, it has a link-local address", () => {
    const kernel = createKernel();
    const told = new Set<string>();
    kernel.subscribe((event) => {
      if (event.kind === "route") told.add(`route ${event.route.table}`);
      if (event.kind === "address") told.add(`address ${event.address.address}`);
    });
    kernel.setUp("wwan0", false);
    expect([...told]).toEqual(
      expect.arrayContaining(["route 7700", "route 7702", "route 254", "address 2001:db8:2::2"])
    );
    expect(kernel.routes.ofFamily("ipv6").filter(({ device }) => device === "wwan0")).toEqual([]);
    kernel.setUp("wwan0", true);
    const left = kernel.devices.get("wwan0").addresses.map(({ address }) => address);
    expect(left).toEqual(["198.51.100.2", expect.stringMatching(/^fe80::/)]);
  });
});

test("a lost carrier leaves routes as they are", () => {
  const kernel = createKernel();
  kernel.setCarrier("wwan0", false);
  expect(whereTo(kernel, { to: "203.0.113.5" })).toBe("wwan0 198.51.100.1");
});
