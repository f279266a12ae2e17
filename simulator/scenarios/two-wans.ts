/** A household with fibre and, as a reserve, LTE. */
import { createRouter } from "../router.ts";
import type { Router } from "../router.ts";
import { createWorld } from "../world/world.ts";
import type { UplinkOptions, WorldOptions } from "../world/world.ts";

/** What the household has configured. */
const config = `
config global 'global'
\toption enabled '1'
\toption mode 'failover'
\toption check_interval '5'

config interface 'fibre'
\toption name 'wan'
\tlist ping_target '1.1.1.1'
\tlist ping_target '8.8.8.8'
\toption metric '10'

config interface 'lte'
\toption name 'wwan'
\tlist ping_target '9.9.9.9'
\toption metric '20'
`;

const uplinks: UplinkOptions[] = [
  {
    name: "wan",
    device: "eth1",
    address: "192.0.2.2/24",
    gateway: "192.0.2.1",
    metric: 10,
    link: { delayMs: 12, jitterMs: 1 },
  },
  {
    name: "wwan",
    device: "wwan0",
    address: "198.51.100.2/24",
    gateway: "198.51.100.1",
    metric: 20,
    link: { delayMs: 45, jitterMs: 8 },
  },
];

/** The router as it is after boot, before the service starts: `procd.start()` is the next step. */
function createTwoWans(options: WorldOptions = {}): Router {
  const world = createWorld({ ...options, uplinks });
  world.files.install("/etc/config/mini-mwan", config);
  return createRouter(world);
}

export { config, createTwoWans, uplinks };
