/** One simulated router with its uplinks and the Internet behind them. */
import { Bus } from "./bus.ts";
import { Clock } from "./clock.ts";
import { FileTree } from "./file-tree.ts";
import { Kernel } from "./kernel.ts";
import type { LinkOptions } from "./link.ts";
import { Log } from "./log.ts";
import { Netifd } from "./netifd.ts";
import type { Ipv6Lease } from "./netifd-ipv6.ts";
import type { InterfaceOptions } from "./netifd-interface.ts";
import { Network } from "./network.ts";
import { Nft } from "./nft.ts";
import { Process } from "./process.ts";
import { createRandom } from "./random.ts";
import { createShell } from "./shell.ts";
import type { Random } from "./random.ts";
import { Client } from "./traffic.ts";
import type { ClientOptions } from "./traffic.ts";

/** A program under way. */
interface ProgramRun {
  readonly pid: number;
  readonly env: { readonly [name: string]: string };
  /** Ends it, by itself or by a signal; once. */
  exit(exitCode: number): void;
}

/** A program of the router that others can execute; gives its exit code, or null when it goes on. */
type Program = (args: readonly string[], run: ProgramRun) => number | null;

/** A WAN: netifd's interface, and the line behind its device. */
interface UplinkOptions {
  name: string;
  device: string;
  proto?: InterfaceOptions["proto"];
  /** Address with prefix length. */
  address: string;
  gateway: string;
  metric: number;
  /** Its IPv6, on a companion interface whose name has a 6 at its end. */
  ipv6?: Partial<Ipv6Lease> & { gateway: string };
  link?: Omit<LinkOptions, "device" | "gateway" | "ipv6Gateway">;
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
  readonly nft: Nft;
  /** By path, for uloop.process. */
  readonly programs = new Map<string, Program>();
  /** What bundles that programs load with `loadfile` export, by path. */
  readonly code = new Map<string, object>();
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
    this.nft = new Nft(this.files);
    this.shell = new Process("shell", this.clock, ({ exception }) => {
      throw new Error(`A callback outside of any simulated program threw: ${exception}`);
    });
    this.#furnish();
  }

  /** Adds a WAN, up unless its line has no carrier. */
  addUplink({ name, device, proto = "dhcp", ipv6, link, ...ipv4 }: UplinkOptions): void {
    this.kernel.addDevice(device);
    const ipv6Gateway = ipv6?.gateway ?? null;
    this.network.addLink({ ...link, device, gateway: ipv4.gateway, ipv6Gateway });
    this.netifd.addInterface({ name, device, proto, ...ipv4 });
    if (ipv6 === undefined) return;
    const lease = { addresses: [], prefixes: [], isSourceSpecific: true, ...ipv6 };
    this.netifd.addInterface({
      ...{ name: `${name}6`, device, proto: "dhcpv6", address: null, ipv6: lease },
    });
  }

  /** Adds the network that clients are on. */
  addLan(address = "192.168.1.1/24", device = "br-lan"): void {
    this.kernel.addDevice(device);
    this.netifd.addInterface({
      name: "lan",
      device,
      proto: "static",
      address,
      takesPrefixes: true,
    });
  }

  /** Puts a client on the LAN that sends from now on. */
  addClient(options: ClientOptions = {}): Client {
    return new Client(options, this.clock, this.kernel, this.network);
  }

  #furnish(): void {
    this.programs.set("/bin/sh", createShell(this.clock, this.files, this.nft));
    for (const path of ["/etc/config", "/tmp", "/var/run", "/var/log", "/usr/share"])
      this.files.makePath(path);
    this.files.installStream("/dev/urandom", (count) =>
      Array.from({ length: count }, () =>
        String.fromCharCode(Math.floor(this.random.next() * 256))
      ).join("")
    );
    this.kernel.addDevice("lo");
    this.kernel.addAddress("lo", { address: "127.0.0.1", prefixLength: 8 });
    this.kernel.addAddress("lo", { address: "::1", prefixLength: 128 });
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
export type { Program, ProgramRun, UplinkOptions, WorldOptions };
