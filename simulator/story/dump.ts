/** Interfaces as netifd's dump gives them, and what the daemon makes of them. */
import { factsFrom, readInterfaces } from "../../daemon/netifd/facts.ts";
import { setWorld } from "../ucode/current.ts";
import { connect } from "../ucode/ubus.ts";
import { World } from "../world/world.ts";

type Entry = { [field: string]: unknown };

/** The provider's router on the line. */
const providerRouter = "fe80::1";

/** An interface in netifd's dump, up on eth1 unless told otherwise. */
function entry(name: string, fields: Entry = {}): Entry {
  return { interface: name, up: true, l3_device: "eth1", device: "eth1", proto: "dhcp", ...fields };
}

function ipv4(address = "192.0.2.2"): Entry {
  return {
    "ipv4-address": [{ address, mask: 24 }],
    route: [{ target: "0.0.0.0", mask: 0, nexthop: "192.0.2.1", source: `${address}/32` }],
  };
}

function default6(fields: Entry = {}): Entry {
  return { target: "::", mask: 0, nexthop: providerRouter, metric: 512, source: "::/0", ...fields };
}

function address6(address: string, preferred?: number): Entry {
  return { address, mask: 64, ...(preferred === undefined ? {} : { preferred, valid: 9000 }) };
}

/** What netifd says of these interfaces, as facts; `network` is what UCI says of them. */
function factsOf(entries: Entry[], previous?: ReturnType<typeof factsFrom> | null, network = "") {
  const world = new World();
  world.files.write("/etc/config/network", network);
  world.kernel.addDevice("eth1");
  world.bus.publishNative("network.interface", {
    dump: () => ({ status: 0, data: { interface: entries } }),
  });
  setWorld(world);
  return factsFrom(readInterfaces(connect(null, 1)!)!, previous);
}

export { address6, default6, entry, factsOf, ipv4, providerRouter };
export type { Entry };
