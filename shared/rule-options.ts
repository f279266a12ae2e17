/** Options of the sections of type `rule`: which traffic takes which uplink. */
import type { OptionSpec } from "./option-types.ts";

const ruleOptions = {
  enabled: {
    type: "flag",
    default: true,
    label: "Enabled",
    help: "Whether this rule counts. The first one in the file that fits decides.",
  },
  src_ip: {
    type: "prefix",
    default: null,
    label: "Source",
    help: "Address or network of the devices that it is for; empty for all.",
  },
  dest_ip: {
    type: "prefix",
    default: null,
    label: "Destination",
    help: "Address or network on the Internet that it is for; empty for all.",
  },
  proto: {
    type: "choice",
    choices: ["all", "tcp", "udp", "tcpudp", "icmp"],
    default: "all",
    label: "Protocol",
    help: "tcpudp: both of them. icmp: pings, of either IP version.",
  },
  src_port: {
    type: "ports",
    default: null,
    label: "From port",
    help: "Port or range of the sender, with tcp or udp; empty for all.",
  },
  dest_port: {
    type: "ports",
    default: null,
    label: "To port",
    help: "Port or range of the receiver, with tcp or udp; empty for all.",
  },
  family: {
    type: "choice",
    choices: ["any", "ipv4", "ipv6"],
    default: "any",
    label: "IP version",
    help: "Addresses above decide it by themselves.",
  },
  use: {
    type: "section",
    default: null,
    label: "Connection",
    help: "Name of the section of the connection that it takes.",
  },
  otherwise: {
    type: "choice",
    choices: ["others", "nothing"],
    default: "others",
    fallback: "nothing",
    label: "When that is down",
    help: "others: it takes the connection in use. nothing: it is refused and leaves through no other connection.",
  },
} as const satisfies Record<string, OptionSpec>;

export { ruleOptions };
