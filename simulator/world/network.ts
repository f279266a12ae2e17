/** What happens to packets: links, the hosts that answer, and the raw sockets that get the answers. */
import type { Clock } from "./clock.ts";
import { SystemError } from "./errno.ts";
import { createEchoReply, createIpPacket, ipHeaderBytes, isValidEchoRequest } from "./icmp.ts";
import type { Kernel, Routing } from "./kernel.ts";
import { Link } from "./link.ts";
import type { LinkOptions } from "./link.ts";
import type { Random } from "./random.ts";

/** An open raw ICMP socket, as far as delivery goes. */
interface RawReceiver {
  readonly boundDevice: string | null;
  readonly boundAddress: string | null;
  receive(packet: string, source: string): void;
}

interface IcmpSend {
  destination: string;
  message: string;
  source: string | null;
  mark: number;
  device: string | null;
}

const icmpProtocol = 1;

class Network {
  readonly links = new Map<string, Link>();
  /** Addresses on the Internet that answer nobody. */
  readonly silentHosts = new Set<string>();
  #clock: Clock;
  #kernel: Kernel;
  #random: Random;
  #receivers = new Set<RawReceiver>();
  #lastPacketId = 0;

  constructor(clock: Clock, kernel: Kernel, random: Random) {
    this.#clock = clock;
    this.#kernel = kernel;
    this.#random = random;
  }

  /** Puts a line behind a device; the device's carrier follows the line's. */
  addLink(options: LinkOptions): Link {
    const link = new Link(options, this.#clock, this.#random);
    this.links.set(link.device, link);
    link.onCarrierChange((carrier) => this.#kernel.setCarrier(link.device, carrier));
    if (!link.settings.carrier) this.#kernel.setCarrier(link.device, false);
    return link;
  }

  getLink(device: string): Link {
    const link = this.links.get(device);
    if (!link)
      throw new Error(
        `There is no link behind "${device}"; those there are: ${[...this.links.keys()].join(", ")}.`
      );
    return link;
  }

  addReceiver(receiver: RawReceiver): () => void {
    this.#receivers.add(receiver);
    return () => this.#receivers.delete(receiver);
  }

  /** Sends from a raw socket; what cannot be routed throws a SystemError. */
  sendIcmp({ destination, message, source, mark, device }: IcmpSend): void {
    const routing = this.#kernel.lookup({
      destination,
      source,
      mark,
      ipProtocol: icmpProtocol,
      outputDevice: device,
    });
    if (routing.source === null) throw new SystemError("ENETUNREACH");
    if (routing.local) return this.#loopBack(routing.source, destination, message);
    const leftWith = routing.source;
    this.roundTrip(routing, destination, message.length + ipHeaderBytes, () => {
      if (isValidEchoRequest(message))
        this.#deliver(routing.device, destination, leftWith, createEchoReply(message));
    });
  }

  /**
   * Sends a packet of `bytes` octets over the device that `routing` names; `answered` is called when
   * the answer, of the same size, is back.
   */
  roundTrip(routing: Routing, destination: string, bytes: number, answered: () => void): void {
    const device = this.#kernel.devices.get(routing.device);
    const link = this.links.get(routing.device);
    if (!device.up || !device.carrier || !link) return;
    this.#kernel.devices.countSent(device, bytes);
    const isOnLine = link.gateway === null || routing.nextHop === link.gateway;
    if (!isOnLine || this.silentHosts.has(destination)) return;
    link.roundTrip(() => {
      if (!device.up) return;
      this.#kernel.devices.countReceived(device, bytes);
      answered();
    });
  }

  /** A packet to the router itself: raw sockets see the request as well as the reply. */
  #loopBack(source: string, destination: string, message: string): void {
    this.#clock.after(0.05, () => {
      this.#deliver("lo", source, destination, message);
      if (isValidEchoRequest(message))
        this.#deliver("lo", destination, source, createEchoReply(message));
    });
  }

  /** Every raw socket that is not bound elsewhere gets a copy. */
  #deliver(device: string, source: string, destination: string, message: string): void {
    if (this.#kernel.devices.withAddress(destination) === null) return;
    this.#lastPacketId += 1;
    const packet = createIpPacket(source, destination, message, this.#lastPacketId);
    for (const receiver of [...this.#receivers]) {
      const isHere = receiver.boundDevice === null || receiver.boundDevice === device;
      const isMine = receiver.boundAddress === null || receiver.boundAddress === destination;
      if (isHere && isMine) receiver.receive(packet, source);
    }
  }
}

export { Network };
export type { RawReceiver };
