/**
 * Netlink requests that the simulated kernel and a real one are both asked. Devices: eth1 192.0.2.2/24
 * and wwan0 198.51.100.2/24; and the IPv6 ones below.
 */
import type { RtnlCase } from "./rtnl-case.ts";
import { ipv6RouteCases } from "./rtnl-ipv6-route.cases.ts";
import { ipv6RuleCases } from "./rtnl-ipv6-rule.cases.ts";
import { routeCases } from "./rtnl-route.cases.ts";
import { ruleCases } from "./rtnl-rule.cases.ts";

const caseAddresses = {
  eth1: ["192.0.2.2/24", "2001:db8:1::2/64"],
  wwan0: ["198.51.100.2/24", "2001:db8:2::2/64"],
} as const;

const rtnlCases: readonly RtnlCase[] = [
  ...ruleCases,
  ...routeCases,
  ...ipv6RuleCases,
  ...ipv6RouteCases,
];

export { caseAddresses, rtnlCases };
