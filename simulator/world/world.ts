/** One simulated router with its uplinks and the Internet behind them. */
import { Bus } from "./bus.ts";
import { Clock } from "./clock.ts";
import { FileTree } from "./file-tree.ts";
import { Kernel } from "./kernel.ts";
import type { LinkOptions } from "./link.ts";
import { Log } from "./log.ts";
import { Netifd } from "./netifd.ts";
import type { InterfaceOptions } from "./netifd-interface.ts";
import { Network } from "./network.ts";
import { Process } from "./process.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import { Client } from "./traffic.ts";
import type { ClientOptions } from "./traffic.ts";

/** A program of the router that others can execute; gives its exit code. */
type Program = (args: readonly string[]) => number;

/** A WAN: netifd's interface, and the line behind its device. */
interface UplinkOptions {
  name: string;
  device: string;
  proto?: InterfaceOptions["proto"];
  /** Address with prefix length. */
  address: string;
  gateway: string;
  metric: number;
  link?: Omit<LinkOptions, "device" | "gateway">;
}

interface WorldOptions {
  /** The same seed gives the same losses and delays. */
  seed?: number;
  /** What the wall clock shows at the beginning, milliseconds since 1970. */
  wallStartMs?: number;
}

const defaultWallStartMs = Date.UTC(2026, 10, 21, 12);

class World {
  readonly clock: Clock;
  readonly files: FileTree;
  readonly log: Log;
  readonly bus: Bus;
  readonly kernel: Kernel;
  readonly network: Network;
  readonly netifd: Netifd;
  /** By path, for uloop.process. */
  readonly programs = new Map<string, Program>();
  /** Whoever calls from outside of a simulated program, tests for example. */
  readonly shell: Process;
  readonly random: Random;

  constructor({ seed = 1, wallStartMs = defaultWallStartMs }: WorldOptions = {}) {
    this.random = createRandom(seed);
    this.clock = new Clock(wallStartMs);
    this.files = new FileTree(this.clock);
    this.log = new Log(this.clock);
    this.bus = new Bus(this.clock);
    this.kernel = new Kernel(this.files);
    this.network = new Network(this.clock, this.kernel, createRandom(seed + 1));
    this.netifd = new Netifd(this.clock, this.kernel, this.bus);
    this.shell = new Process("shell", this.clock, ({ exception }) => {
      throw new Error(`A callback outside of any simulated program threw: ${exception}`);
    });
    this.#furnish();
  }

  /** Adds a WAN, up unless its line has no carrier. */
  addUplink({ name, device, proto = "dhcp", address, gateway, metric, link }: UplinkOptions): void {
    this.kernel.addDevice(device);
    this.network.addLink({ ...link, device, gateway });
    this.netifd.addInterface({ name, device, proto, address, gateway, metric });
  }

  /** Adds the network that clients are on. */
  addLan(address = "192.168.1.1/24", device = "br-lan"): void {
    this.kernel.addDevice(device);
    this.netifd.addInterface({ name: "lan", device, proto: "static", address });
  }

  /** Puts a client on the LAN that sends from now on. */
  addClient(options: ClientOptions = {}): Client {
    return new Client(options, this.clock, this.kernel, this.network);
  }

  #furnish(): void {
    for (const path of ["/etc/config", "/tmp", "/var/run", "/var/log", "/usr/share"])
      this.files.makePath(path);
    this.files.installStream("/dev/urandom", (count) =>
      Array.from({ length: count }, () =>
        String.fromCharCode(Math.floor(this.random.next() * 256))
      ).join("")
    );
    this.kernel.addDevice("lo");
    this.kernel.addAddress("lo", { address: "127.0.0.1", prefixLength: 8 });
  }
}

/** A world with these WANs and a LAN. */
function createWorld({ uplinks, ...options }: WorldOptions & { uplinks: UplinkOptions[] }): World {
  const world = new World(options);
  for (const uplink of uplinks) world.addUplink(uplink);
  world.addLan();
  return world;
}

export { World, createWorld };
export type { Program, UplinkOptions, WorldOptions };
