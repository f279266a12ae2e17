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

function addRule(namespace: Namespace, rule: CaseRule): void {
  const mark = rule.mark === undefined ? undefined : `${rule.mark}/${rule.mask}`;
  const options = words(
    ["priority", rule.priority],
    ["from", rule.source],
    ["fwmark", mark],
    ["lookup", rule.table],
    ["suppress_prefixlength", rule.suppressPrefixLength]
  );
  expect(namespace.run("ip", "rule", "add", ...options)).toBe("");
}

function addRoute(namespace: Namespace, route: CaseRoute): void {
  const options = words(
    ["via", route.gateway],
    ["dev", route.device],
    ["table", route.table],
    ["metric", route.metric]
  );
  const type = route.type === undefined ? [] : [route.type];
  expect(namespace.run("ip", "route", "add", ...type, route.to, ...options)).toBe("");
}

function whereTo(namespace: Namespace, { to, from, mark, boundTo, cameInBy }: CaseFlow): string {
  const options = words(["from", from], ["iif", cameInBy], ["oif", boundTo], ["mark", mark]);
  const answer = namespace.run("ip", "route", "get", to, ...options);
  const device = / dev (\S+)/.exec(answer)?.[1];
  if (device === undefined) return answer.replace("RTNETLINK answers: ", "");
  return `${device} ${/ via (\S+)/.exec(answer)?.[1] ?? "direct"}`;
}

describe.skipIf(obstacle !== null)(`a real kernel agrees (${obstacle ?? "ip route get"})`, () => {
  let namespace: Namespace;

  beforeAll(() => {
    namespace = createNamespace();
    for (const { name, address } of devices) namespace.addDevice(name, address);
    for (const route of routes) addRoute(namespace, route);
    for (const rule of rules) addRule(namespace, rule);
  });

  afterAll(() => namespace.remove());

  test.each(lookupCases)("$name", ({ flow, goes }) => {
    expect(whereTo(namespace, flow)).toBe(goes);
  });
});
