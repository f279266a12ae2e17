import type { Family, PortRange } from "../../shared/domain.ts";
import { policyLookupCases, policyRules } from "./kernel-policy.cases.ts";

/**
 * A router's rules and routes, and where packets go through them. The simulated kernel and, where
 * there is one, a real Linux kernel are both asked the same.
 */

interface CaseDevice {
  name: string;
  /** Address with prefix length. */
  address: string;
  ipv6: string;
}

interface CaseRule {
  /** IPv4 when it is not there. */
  family?: Family;
  priority: number;
  /** Where to look; or the rule has no route, or sends on to another priority. */
  table?: number;
  refuses?: boolean;
  goTo?: number;
  source?: string;
  destination?: string;
  /** IPPROTO_*. */
  protocol?: number;
  sourcePorts?: PortRange;
  destinationPorts?: PortRange;
  mark?: number;
  mask?: number;
  suppressPrefixLength?: number;
}

interface CaseRoute {
  /** "default", "default6" or a prefix. */
  to: string;
  /** Senders that it is for, in IPv6. */
  from?: string;
  type?: "unreachable" | "throw";
  device?: string;
  gateway?: string;
  table?: number;
  metric?: number;
}

interface CaseFlow {
  to: string;
  from?: string;
  mark?: number;
  /** With a protocol that has ports; a ping without. */
  protocol?: "tcp" | "udp";
  sourcePort?: number;
  destinationPort?: number;
  /** Device the socket is bound to. */
  boundTo?: string;
  /** Device it came in by: a packet that is passed on. */
  cameInBy?: string;
}

interface LookupCase {
  name: string;
  flow: CaseFlow;
  /** Device and gateway, "direct" when there is none, in IPv6 the address it leaves with unless chosen; or the error's text. */
  goes: string;
}

const devices: readonly CaseDevice[] = [
  { name: "eth1", address: "192.0.2.2/24", ipv6: "2001:db8:1::2/64" },
  { name: "wwan0", address: "198.51.100.2/24", ipv6: "2001:db8:2::2/64" },
  { name: "lan0", address: "192.168.1.1/24", ipv6: "2001:db8:7:1::1/64" },
];

const probeMark = 0x3f00;
const flowMark = 0x0200;
const markMask = 0x3f00;

const ipv6Rules: readonly CaseRule[] = [
  { priority: 4300, table: 7801, source: "2001:db8:1::2", mark: probeMark, mask: markMask },
  { priority: 32100, table: 254, suppressPrefixLength: 0 },
  { priority: 32400, table: 7702, mark: flowMark, mask: markMask },
  { priority: 32420, table: 7701, source: "2001:db8:1::2" },
  { priority: 32420, table: 7701, source: "2001:db8:7::/56" },
  { priority: 32420, table: 7702, source: "2001:db8:2::2" },
  { priority: 32600, table: 7700 },
];

const rules: readonly CaseRule[] = [
  ...ipv6Rules.map((rule) => ({ ...rule, family: "ipv6" as const })),
  { priority: 4300, table: 7801, source: "192.0.2.2", mark: probeMark, mask: markMask },
  { priority: 4300, table: 7802, source: "198.51.100.2", mark: probeMark, mask: markMask },
  { priority: 32100, table: 254, suppressPrefixLength: 0 },
  { priority: 32400, table: 7702, mark: flowMark, mask: markMask },
  { priority: 32420, table: 7701, source: "192.0.2.2" },
  { priority: 32420, table: 7702, source: "198.51.100.2" },
  { priority: 32600, table: 7700 },
  ...policyRules,
];

const routes: readonly CaseRoute[] = [
  { to: "default", device: "eth1", gateway: "192.0.2.1", metric: 10 },
  { to: "default", device: "wwan0", gateway: "198.51.100.1", metric: 20 },
  { to: "10.8.0.0/16", device: "lan0", gateway: "192.168.1.9" },
  { to: "10.8.5.0/24", device: "wwan0", gateway: "198.51.100.1" },
  { to: "10.9.0.0/16", type: "unreachable" },
  { to: "10.10.0.0/16", type: "throw" },
  { to: "default", device: "wwan0", gateway: "198.51.100.1", table: 7700 },
  { to: "default", device: "eth1", gateway: "192.0.2.1", table: 7701 },
  { to: "default", device: "wwan0", gateway: "198.51.100.1", table: 7702 },
  { to: "default", device: "eth1", gateway: "192.0.2.1", table: 7801 },
  { to: "default6", from: "2001:db8:1::/64", device: "eth1", gateway: "fe80::1", metric: 512 },
  { to: "default6", from: "2001:db8:7::/56", device: "eth1", gateway: "fe80::1", metric: 512 },
  { to: "2001:db8:9::/48", device: "lan0", gateway: "2001:db8:7:1::9" },
  { to: "2001:db8:9:5::/64", from: "2001:db8:2::2", device: "wwan0", gateway: "fe80::2" },
  { to: "2001:db8:a::/48", type: "unreachable" },
  { to: "default6", device: "wwan0", gateway: "fe80::2", table: 7700 },
  { to: "default6", device: "eth1", gateway: "fe80::1", table: 7701 },
  { to: "default6", device: "wwan0", gateway: "fe80::2", table: 7702 },
  { to: "default6", device: "eth1", gateway: "fe80::1", table: 7801 },
];

const lookupCases: readonly LookupCase[] = [
  {
    name: "a new connection follows the active table, not main's default",
    flow: { to: "203.0.113.5" },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a connected network wins over the active table",
    flow: { to: "192.168.1.77" },
    goes: "lan0 direct",
  },
  {
    name: "a static route of main wins over the active table",
    flow: { to: "10.8.1.1" },
    goes: "lan0 192.168.1.9",
  },
  {
    name: "the longer of two prefixes wins",
    flow: { to: "10.8.5.1" },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "an unreachable route of main is final",
    flow: { to: "10.9.1.1" },
    goes: "No route to host",
  },
  {
    name: "a throw route sends the packet on to the next rule",
    flow: { to: "10.10.1.1" },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "what is sent from the first WAN's address leaves by the first WAN",
    flow: { to: "203.0.113.5", from: "192.0.2.2" },
    goes: "eth1 192.0.2.1",
  },
  {
    name: "a flow mark chooses its table",
    flow: { to: "203.0.113.5", mark: flowMark },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "bits of a mark outside of the mask do not matter",
    flow: { to: "203.0.113.5", from: "192.0.2.2", mark: 0x10080 },
    goes: "eth1 192.0.2.1",
  },
  {
    name: "a marked probe uses its uplink's probe table",
    flow: { to: "203.0.113.5", from: "192.0.2.2", mark: probeMark, boundTo: "eth1" },
    goes: "eth1 192.0.2.1",
  },
  {
    name: "a probe whose table is empty falls through to its address's rule",
    flow: { to: "203.0.113.5", from: "198.51.100.2", mark: probeMark, boundTo: "wwan0" },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a socket bound to a device takes that device's route wherever a rule leads first",
    flow: { to: "203.0.113.5", boundTo: "eth1" },
    goes: "eth1 192.0.2.1",
  },
  {
    name: "a socket bound to a device without a route sends as if everybody were on the link",
    flow: { to: "203.0.113.5", boundTo: "lan0" },
    goes: "lan0 direct",
  },
  {
    name: "being bound to a device gets around an unreachable route",
    flow: { to: "10.9.1.1", boundTo: "lan0" },
    goes: "lan0 direct",
  },
  {
    name: "a client's packet is passed on by the active table",
    flow: { to: "203.0.113.5", from: "192.168.1.100", cameInBy: "lan0" },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a client's packet to the other LAN router takes main's static route",
    flow: { to: "10.8.1.1", from: "192.168.1.100", cameInBy: "lan0" },
    goes: "lan0 192.168.1.9",
  },
  {
    name: "IPv6: a new connection follows the active table, with that device's address",
    flow: { to: "2001:db8:ffff::1" },
    goes: "wwan0 fe80::2 from 2001:db8:2::2",
  },
  {
    name: "IPv6: a connected network wins over the active table",
    flow: { to: "2001:db8:7:1::77" },
    goes: "lan0 direct from 2001:db8:7:1::1",
  },
  {
    name: "IPv6: a static route of main wins over the active table",
    flow: { to: "2001:db8:9:1::1" },
    goes: "lan0 2001:db8:7:1::9 from 2001:db8:7:1::1",
  },
  {
    name: "IPv6: a route for other senders does not count",
    flow: { to: "2001:db8:9:5::1", from: "2001:db8:1::2" },
    goes: "lan0 2001:db8:7:1::9",
  },
  {
    name: "IPv6: a longer route for this sender does",
    flow: { to: "2001:db8:9:5::1", from: "2001:db8:2::2" },
    goes: "wwan0 fe80::2",
  },
  {
    name: "IPv6: an unreachable route of main is final",
    flow: { to: "2001:db8:a::1" },
    goes: "No route to host",
  },
  {
    name: "IPv6: what is sent from the first WAN's address leaves by the first WAN",
    flow: { to: "2001:db8:ffff::1", from: "2001:db8:1::2" },
    goes: "eth1 fe80::1",
  },
  {
    name: "IPv6: what a client sends from a delegated prefix leaves by its WAN",
    flow: { to: "2001:db8:ffff::1", from: "2001:db8:7:1::100", cameInBy: "lan0" },
    goes: "eth1 fe80::1",
  },
  {
    name: "IPv6: a client with another source follows the active table",
    flow: { to: "2001:db8:ffff::1", from: "2001:db8:b::100", cameInBy: "lan0" },
    goes: "wwan0 fe80::2",
  },
  {
    name: "IPv6: a flow mark chooses its table before the source does",
    flow: { to: "2001:db8:ffff::1", from: "2001:db8:1::2", mark: flowMark },
    goes: "wwan0 fe80::2",
  },
  {
    name: "IPv6: a marked probe uses its uplink's probe table",
    flow: { to: "2001:db8:ffff::1", from: "2001:db8:1::2", mark: probeMark, boundTo: "eth1" },
    goes: "eth1 fe80::1",
  },
  {
    name: "IPv6: a socket bound to a device without a route is refused",
    flow: { to: "2001:db8:ffff::1", boundTo: "lan0" },
    goes: "Network is unreachable",
  },
  {
    name: "IPv6: link-local neighbours are reached on the device that is named",
    flow: { to: "fe80::9", boundTo: "wwan0" },
    goes: "wwan0 direct from its link-local address",
  },
  ...policyLookupCases,
];

export { devices, rules, routes, lookupCases };
export type { CaseRule, CaseRoute, CaseFlow, LookupCase };
