/**
 * `explain`: which way a packet would take. The running daemon knows. The package mini-mwan-cli brings it
 * as a file of its own, which rpcd-plugin/late.ts loads for a call.
 */
import type { ExplainReply, Protocol } from "../../shared/queries.ts";
import { familyOfAddress } from "../../shared/router/address.ts";
import { version } from "../../shared/version.ts";
import { objectionToChoice, objectionToNumber, shown } from "../arguments.ts";
import { askDaemon } from "../daemon.ts";
import { badArgument } from "../method.ts";
import type { Arguments, Refusal } from "../method.ts";

const families = ["ipv4", "ipv6"];
const protocols: Protocol[] = ["tcp", "udp", "icmp"];

function familyIn(address: unknown): string | null {
  return type(address) == "string" ? familyOfAddress(address as string) : null;
}

function objectionToAddress(name: string, value: unknown): Refusal | null {
  return familyIn(value) == null
    ? badArgument(`${name} is ${shown(value)}; it must be an IPv4 or IPv6 address`)
    : null;
}

/** Addresses of two families have no packet between them. */
function objectionToFamilies(args: Arguments): Refusal | null {
  const family = familyIn(args.dst);
  if ((args.family ?? family) != family) {
    return badArgument(`family is ${shown(args.family)}, but dst is an address of ${family}`);
  }
  return args.src != null && familyIn(args.src) != family
    ? badArgument("src and dst are addresses of different families")
    : null;
}

function objectionToPorts(args: Arguments): Refusal | null {
  const objection =
    objectionToNumber("sport", args.sport, 1, 65535, "a port") ??
    objectionToNumber("dport", args.dport, 1, 65535, "a port");
  const hasPort = args.sport != null || args.dport != null;
  return objection == null && hasPort && args.proto == "icmp"
    ? badArgument("proto is 'icmp', which has no ports; leave out sport and dport")
    : objection;
}

function explain(args: Arguments): ExplainReply | Refusal {
  const objection =
    objectionToAddress("dst", args.dst) ??
    (args.src == null ? null : objectionToAddress("src", args.src)) ??
    objectionToChoice("proto", args.proto, protocols) ??
    objectionToChoice("family", args.family, families) ??
    objectionToPorts(args) ??
    objectionToFamilies(args);
  if (objection != null) {
    return objection;
  }
  const packet: Arguments = { dst: args.dst };
  for (let name in { src: true, proto: true, sport: true, dport: true, family: true }) {
    if (args[name] != null) {
      packet[name] = args[name];
    }
  }
  const unknown = "the service has no way to tell for this packet";
  return askDaemon("explain", packet, unknown) as ExplainReply | Refusal;
}

export { explain, version };
