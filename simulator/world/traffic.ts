/** A client on the LAN that sends a packet every so often and notes what becomes of it. */
import type { Clock } from "./clock.ts";
import type { Kernel } from "./kernel.ts";
import type { Network } from "./network.ts";

interface ClientPacket {
  /** Virtual monotonic time it was sent at. */
  atMs: number;
  /** Device that carried it; null when the router had no route for it. */
  device: string | null;
  /** Null while it can still be answered. */
  answered: boolean | null;
}

/** A stretch without an answer: from the first lost packet to the first answered one after it. */
interface Gap {
  fromMs: number;
  /** Null while it lasts. */
  untilMs: number | null;
  lost: number;
}

interface ClientOptions {
  address?: string;
  destination?: string;
  /** Of the UDP that it sends. */
  port?: number;
  intervalMs?: number;
  bytes?: number;
  /** An answer later than this is no answer. */
  timeoutMs?: number;
  /** Packets remembered. */
  limit?: number;
}

const defaults: Required<ClientOptions> = {
  address: "192.168.1.100",
  destination: "203.0.113.80",
  port: 443,
  intervalMs: 200,
  bytes: 120,
  timeoutMs: 1000,
  limit: 5000,
};

class Client {
  readonly packets: ClientPacket[] = [];
  readonly options: Required<ClientOptions>;
  #clock: Clock;
  #kernel: Kernel;
  #network: Network;

  constructor(options: ClientOptions, clock: Clock, kernel: Kernel, network: Network) {
    this.options = { ...defaults, ...options };
    this.#clock = clock;
    this.#kernel = kernel;
    this.#network = network;
    this.#sendNext();
  }

  /** Device of the last packet, or null before the first and while there is no way out. */
  get currentDevice(): string | null {
    return this.packets.at(-1)?.device ?? null;
  }

  /** Losses in a row, oldest first. Packets still waited for are not counted. */
  gaps(): Gap[] {
    const gaps: Gap[] = [];
    let open: Gap | null = null;
    for (const { atMs, answered } of this.packets) {
      if (answered === null) break;
      if (answered) {
        if (open) open.untilMs = atMs;
        open = null;
      } else if (open) open.lost += 1;
      else {
        open = { fromMs: atMs, untilMs: null, lost: 1 };
        gaps.push(open);
      }
    }
    return gaps;
  }

  #sendNext(): void {
    this.#send();
    this.#clock.after(this.options.intervalMs, () => this.#sendNext());
  }

  #send(): void {
    const { address, destination, port, bytes, timeoutMs, limit } = this.options;
    const routing = this.#kernel.forward({
      destination,
      source: address,
      mark: 0,
      ipProtocol: 17,
      destinationPort: port,
    });
    const packet: ClientPacket = {
      atMs: this.#clock.nowMs,
      device: routing?.device ?? null,
      answered: routing === null ? false : null,
    };
    this.packets.push(packet);
    if (this.packets.length > limit) this.packets.shift();
    if (routing === null) return;
    this.#network.roundTrip(routing, destination, bytes, () => {
      packet.answered ??= true;
    });
    this.#clock.after(timeoutMs, () => {
      packet.answered ??= false;
    });
  }
}

export { Client };
export type { ClientOptions, ClientPacket, Gap };
