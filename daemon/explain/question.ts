/** What `explain` is asked, checked and made into a packet of the engine. */
import type { UbusRequest } from "ucode:ubus";
import type { Family } from "../../shared/domain.ts";
import type { Protocol } from "../../shared/queries.ts";
import { familyOfAddress } from "../../shared/router/address.ts";
import { quoted } from "../../shared/router/text.ts";
import { protocolNumbers } from "../engine/packet.ts";
import type { Packet } from "../engine/packet.ts";
import { families } from "../engine/state.ts";
import {
  badArgument,
  objectionToAddress,
  objectionToChoice,
  objectionToPort,
} from "../bus/arguments.ts";
import type { Refusal } from "../bus/arguments.ts";

type Args = UbusRequest["args"];

const protocols: Protocol[] = ["tcp", "udp", "icmp"];

function objectionToFamilies(args: Args): Refusal | null {
  const family = familyOfAddress(args.dst as string);
  const source = args.src == null ? family : familyOfAddress(args.src as string);
  if (source != family) {
    const sides = `${quoted(args.src as string)} to ${quoted(args.dst as string)}`;
    return badArgument(`no packet goes from ${sides}: src and dst are of different families`);
  }
  return args.family == null || args.family == family
    ? null
    : badArgument(`dst is ${quoted(args.dst as string)}, which is no ${args.family} address`);
}

/** Why this describes no packet, or null when it does. */
function objectionToPacket(args: Args): Refusal | null {
  const objection =
    objectionToAddress("dst", args.dst) ??
    (args.src == null ? null : objectionToAddress("src", args.src)) ??
    objectionToChoice("family", args.family, families) ??
    objectionToFamilies(args) ??
    objectionToChoice("proto", args.proto, protocols) ??
    objectionToPort("sport", args.sport) ??
    objectionToPort("dport", args.dport);
  const hasPorts = args.sport != null || args.dport != null;
  return objection == null && args.proto == "icmp" && hasPorts
    ? badArgument("proto is 'icmp', which has no ports; leave out sport and dport")
    : objection;
}

/** The packet that checked arguments describe. */
function packetOf(args: Args): Packet {
  const destination = args.dst as string;
  const family = familyOfAddress(destination) as Family;
  const protocol = (args.proto ?? null) as Protocol | null;
  return {
    family,
    source: (args.src ?? null) as string | null,
    destination,
    protocol: protocol == null ? null : protocolNumbers[family][protocol],
    sourcePort: (args.sport ?? null) as number | null,
    destinationPort: (args.dport ?? null) as number | null,
  };
}

export { objectionToPacket, packetOf };
