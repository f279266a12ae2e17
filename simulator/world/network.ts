/** What happens to packets: links, the hosts that answer, and the raw sockets that get the answers. */
import type { Family } from "../../shared/domain.ts";
import type { Clock } from "./clock.ts";
import { SystemError } from "./errno.ts";
import {
  createEchoReply,
  createIpPacket,
  icmpProtocols,
  ipHeaderBytes,
  isValidEchoRequest,
  withIcmpv6Checksum,
} from "./icmp.ts";
import type { Kernel, Routing } from "./kernel.ts";
import { Link } from "./link.ts";
import type { LinkOptions } from "./link.ts";
import type { Random } from "./random.ts";
import { Services } from "./services.ts";

/** An open raw ICMP socket, as far as delivery goes. */
interface RawReceiver {
  readonly family: Family;
  readonly boundDevice: string | null;
  readonly boundAddress: string | null;
  receive(packet: string, source: string): void;
}

/** Where a packet is sent, and what its socket says of the way. */
interface PacketFlow {
  destination: string;
  source: string | null;
  mark: number;
  device: string | null;
  destinationPort?: number;
}

const ipProtocols = { tcp: 6, udp: 17 };
const transportHeaderBytes = { tcp: 20, udp: 8 };

/** A packet to the router itself takes this long. */
const loopbackMs = 0.05;

function familyOf(address: string): Family {
  return address.includes(":") ? "ipv6" : "ipv4";
}

/** What the host at `own` sends back to `peer`. */
function echoReply(request: string, own: string, peer: string): string {
  const reply = createEchoReply(familyOf(own), request);
  return familyOf(own) === "ipv6" ? withIcmpv6Checksum(reply, own, peer) : reply;
}

class Network {
  readonly links = new Map<string, Link>();
  /** Addresses on the Internet that answer nobody. */
  readonly silentHosts = new Set<string>();
  readonly services = new Services();
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
  sendIcmp(flow: PacketFlow, message: string): void {
    const family = familyOf(flow.destination);
    const routing = this.#route(flow, icmpProtocols[family]);
    const { destination } = flow;
    const { source } = routing;
    const sent = family === "ipv6" ? withIcmpv6Checksum(message, source, destination) : message;
    if (routing.local) return this.#loopBack(source, destination, sent);
    this.roundTrip(routing, destination, message.length + ipHeaderBytes[family], () => {
      if (isValidEchoRequest(family, sent))
        this.#deliver(routing.device, destination, source, echoReply(sent, destination, source));
    });
  }

  /** Where a socket's packets to that destination go; what cannot be routed throws a SystemError. */
  routeOf(protocol: "tcp" | "udp", flow: PacketFlow): Routing & { source: string } {
    return this.#route(flow, ipProtocols[protocol]);
  }

  /**
   * Sends a segment or datagram with `bytes` octets of data and gives the address it leaves with.
   * `answered` is called when the other host has had it and its answer is back; what cannot be routed
   * throws a SystemError.
   */
  sendSegment(
    protocol: "tcp" | "udp",
    flow: PacketFlow,
    bytes: number,
    answered: (device: string) => void
  ): string {
    const { destination } = flow;
    const routing = this.routeOf(protocol, flow);
    const { source, device } = routing;
    const whole = bytes + transportHeaderBytes[protocol] + ipHeaderBytes[familyOf(destination)];
    const arrived = (): void => {
      if (this.#kernel.devices.withAddress(source) !== null) answered(device);
    };
    if (routing.local) this.#clock.after(loopbackMs, arrived);
    else this.roundTrip(routing, destination, whole, arrived);
    return source;
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
    if (!link.leadsTo(routing.nextHop) || this.silentHosts.has(destination)) return;
    link.roundTrip(() => {
      if (!device.up) return;
      this.#kernel.devices.countReceived(device, bytes);
      answered();
    });
  }

  #route({ device, ...flow }: PacketFlow, ipProtocol: number): Routing & { source: string } {
    const routing = this.#kernel.lookup({ ...flow, ipProtocol, outputDevice: device });
    // To itself the router speaks from the address that is spoken to.
    const source = routing.source ?? (routing.local ? flow.destination : null);
    if (source === null) throw new SystemError("ENETUNREACH");
    return { ...routing, source };
  }

  /** A packet to the router itself: raw sockets see the request as well as the reply. */
  #loopBack(source: string, destination: string, message: string): void {
    this.#clock.after(loopbackMs, () => {
      this.#deliver("lo", source, destination, message);
      if (isValidEchoRequest(familyOf(destination), message))
        this.#deliver("lo", destination, source, echoReply(message, destination, source));
    });
  }

  /** Every raw socket of the family that is not bound elsewhere gets a copy. */
  #deliver(device: string, source: string, destination: string, message: string): void {
    if (this.#kernel.devices.withAddress(destination) === null) return;
    this.#lastPacketId += 1;
    const family = familyOf(destination);
    const packet =
      family === "ipv6"
        ? message
        : createIpPacket(source, destination, message, this.#lastPacketId);
    for (const receiver of [...this.#receivers]) {
      const isHere = receiver.boundDevice === null || receiver.boundDevice === device;
      const isMine = receiver.boundAddress === null || receiver.boundAddress === destination;
      if (receiver.family === family && isHere && isMine) receiver.receive(packet, source);
    }
  }
}

export { Network };
export type { PacketFlow, RawReceiver };
