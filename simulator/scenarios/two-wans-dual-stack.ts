/** A household with fibre and LTE, both with IPv6: a delegated prefix each, and the same gateway. */
import { createRouter } from "../router.ts";
import type { Router } from "../router.ts";
import { createWorld } from "../world/world.ts";
import type { UplinkOptions, WorldOptions } from "../world/world.ts";
import { config, uplinks } from "./two-wans.ts";

/** What router advertisements and DHCPv6 give on the two lines. */
const leases: NonNullable<UplinkOptions["ipv6"]>[] = [
  {
    gateway: "fe80::1",
    addresses: [{ address: "2001:db8:1::2/128", preferredS: 3600 }],
    prefixes: ["2001:db8:7::/56"],
  },
  {
    gateway: "fe80::1",
    addresses: [{ address: "2001:db8:2::2/64", preferredS: 1800 }],
    prefixes: ["2001:db8:8::/60"],
  },
];

/** The router as it is after boot, before the service starts: `procd.start()` is the next step. */
function createDualStack(options: WorldOptions = {}): Router {
  const dual = uplinks.map((uplink, i) => ({ ...uplink, ipv6: leases[i]! }));
  const world = createWorld({ ...options, uplinks: dual });
  world.files.install("/etc/config/mini-mwan", config);
  return createRouter(world);
}

export { createDualStack };
