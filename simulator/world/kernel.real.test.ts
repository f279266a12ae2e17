import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNamespace, namespaceObstacle } from "../node/namespace.ts";
import type { Namespace } from "../node/namespace.ts";
import { devices, lookupCases, routes, rules } from "./kernel.cases.ts";
import type { CaseFlow, CaseRoute, CaseRule } from "./kernel.cases.ts";

const obstacle = namespaceObstacle();

/** Words of a command; those whose value is undefined are left out. */
function words(
  ...pairs: (readonly [name: string, value: string | number | undefined])[]
): string[] {
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));
}

function rangeText(range: { from: number; to: number } | undefined): string | undefined {
  return range && `${range.from}-${range.to}`;
}

function addRule(namespace: Namespace, rule: CaseRule): void {
  const mark = rule.mark === undefined ? undefined : `${rule.mark}/${rule.mask}`;
  const options = words(
    ["priority", rule.priority],
    ["from", rule.source],
    ["to", rule.destination],
    ["ipproto", rule.protocol],
    ["sport", rangeText(rule.sourcePorts)],
    ["dport", rangeText(rule.destinationPorts)],
    ["fwmark", mark],
    ["lookup", rule.table],
    ["goto", rule.goTo],
    ["suppress_prefixlength", rule.suppressPrefixLength]
  ).concat(rule.refuses ? "unreachable" : []);
  const family = rule.family === "ipv6" ? "-6" : "-4";
  expect(namespace.run("ip", family, "rule", "add", ...options)).toBe("");
}

function addRoute(namespace: Namespace, route: CaseRoute): void {
  const options = words(
    ["from", route.from],
    ["via", route.gateway],
    ["dev", route.device],
    ["table", route.table],
    ["metric", route.metric]
  );
  const type = route.type === undefined ? [] : [route.type];
  const family = route.to === "default6" || route.to.includes(":") ? "-6" : "-4";
  const to = route.to.replace("default6", "default");
  expect(namespace.run("ip", family, "route", "add", ...type, to, ...options)).toBe("");
}

/** A link-local address is another one on every machine. */
function nameOf(source: string): string {
  return source.startsWith("fe80:") ? "its link-local address" : source;
}

function whereTo(namespace: Namespace, flow: CaseFlow): string {
  const { to, from } = flow;
  const options = words(
    ["from", from],
    ["iif", flow.cameInBy],
    ["oif", flow.boundTo],
    ["mark", flow.mark],
    ["ipproto", flow.protocol],
    ["sport", flow.sourcePort],
    ["dport", flow.destinationPort]
  );
  const answer = namespace.run("ip", "route", "get", to, ...options);
  const device = / dev (\S+)/.exec(answer)?.[1];
  if (device === undefined) return answer.replace("RTNETLINK answers: ", "");
  const next = `${device} ${/ via (\S+)/.exec(answer)?.[1] ?? "direct"}`;
  const source = / src (\S+)/.exec(answer)?.[1];
  return to.includes(":") && from === undefined && source !== undefined
    ? `${next} from ${nameOf(source)}`
    : next;
}

describe.skipIf(obstacle !== null)(`a real kernel agrees (${obstacle ?? "ip route get"})`, () => {
  let namespace: Namespace;

  beforeAll(() => {
    namespace = createNamespace();
    // Without duplicate address detection link-local addresses count at once.
    namespace.run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
    for (const { name, address, ipv6 } of devices) {
      namespace.addDevice(name, address);
      namespace.run("ip", "address", "add", ipv6, "dev", name);
    }
    for (const route of routes) addRoute(namespace, route);
    for (const rule of rules) addRule(namespace, rule);
  });

  afterAll(() => namespace.remove());

  test.each(lookupCases)("$name", ({ flow, goes }) => {
    expect(whereTo(namespace, flow)).toBe(goes);
  });
});
