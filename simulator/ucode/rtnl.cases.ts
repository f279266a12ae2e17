/**
 * Netlink requests that the simulated kernel and a real one are both asked. Devices: eth1 192.0.2.2/24
 * and wwan0 198.51.100.2/24.
 */
import type { RtnlCase } from "./rtnl-case.ts";
import { routeCases } from "./rtnl-route.cases.ts";
import { ruleCases } from "./rtnl-rule.cases.ts";

const rtnlCases: readonly RtnlCase[] = [...ruleCases, ...routeCases];

export { rtnlCases };
