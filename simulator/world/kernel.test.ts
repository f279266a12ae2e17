import { describe, expect, test } from "vitest";
import { parsePrefix } from "./address.ts";
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

function addRule(kernel: Kernel, rule: CaseRule): void {
  kernel.addRule({
    family: "ipv4",
    priority: rule.priority,
    action: ruleActions.toTable,
    table: rule.table,
    source: rule.source === undefined ? null : parsePrefix(rule.source),
    destination: null,
    mark: rule.mark ?? 0,
    mask: rule.mask ?? 0,
    ipProtocol: 0,
    suppressPrefixLength: rule.suppressPrefixLength ?? null,
    protocol: 77,
  });
}

function routeOf(route: CaseRoute): Route {
  return {
    family: "ipv4",
    table: route.table ?? 254,
    destination: prefixOf(route.to === "default" ? "0.0.0.0/0" : route.to),
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
  for (const { name, address } of devices) {
    kernel.addDevice(name);
    kernel.addAddress(name, parseDeviceAddress(address));
  }
  for (const route of routes) kernel.addRoute(routeOf(route), newOnly);
  for (const rule of rules) addRule(kernel, rule);
  return kernel;
}

function whereTo(kernel: Kernel, { to, from, mark, boundTo, cameInBy }: CaseFlow): string {
  const flow = { destination: to, source: from ?? null, mark: mark ?? 0, ipProtocol: 1 };
  try {
    const routing =
      cameInBy === undefined
        ? kernel.lookup({ ...flow, outputDevice: boundTo ?? null })
        : kernel.forward(flow);
    if (routing === null) return "nowhere";
    return `${routing.device} ${routing.viaGateway ? routing.nextHop : "direct"}`;
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

test("a lost carrier leaves routes as they are", () => {
  const kernel = createKernel();
  kernel.setCarrier("wwan0", false);
  expect(whereTo(kernel, { to: "203.0.113.5" })).toBe("wwan0 198.51.100.1");
});
