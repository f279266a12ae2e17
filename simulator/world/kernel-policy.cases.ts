/** Rules by protocol, port and destination, such as a household asks for, and where packets go by them. */
import type { CaseRule, LookupCase } from "./kernel.cases.ts";

/** The mark that leads to table 7702. */
const flowMark = 0x0200;

/** What a household asks for: exceptions first, then refusals, then the rest. */
const policyRules: readonly CaseRule[] = [
  {
    priority: 32110,
    goTo: 32400,
    source: "192.168.1.40",
    protocol: 6,
    sourcePorts: { from: 80, to: 80 },
  },
  { priority: 32111, table: 7809, source: "192.168.1.40" },
  { priority: 32112, refuses: true, source: "192.168.1.40" },
  { priority: 32113, goTo: 32401, source: "192.168.1.50" },
  {
    priority: 32440,
    table: 7701,
    source: "192.168.1.48/29",
    protocol: 6,
    destinationPorts: { from: 8000, to: 8100 },
  },
  {
    priority: 32441,
    table: 7701,
    destination: "203.0.113.128/25",
    protocol: 17,
    destinationPorts: { from: 53, to: 53 },
  },
  { priority: 32442, table: 7709, source: "192.168.1.48/29", protocol: 17 },
  { family: "ipv6", priority: 32112, refuses: true, destination: "2001:db8:f0::/44", protocol: 6 },
  { family: "ipv6", priority: 32440, table: 7701, destination: "2001:db8:f:0::/64", protocol: 58 },
  {
    family: "ipv6",
    priority: 32440,
    table: 7701,
    source: "2001:db8:b::/48",
    protocol: 6,
    destinationPorts: { from: 443, to: 443 },
  },
];

const console51 = { from: "192.168.1.51", cameInBy: "lan0" };
const guest = { from: "2001:db8:b::100", cameInBy: "lan0" };

const policyLookupCases: readonly LookupCase[] = [
  {
    name: "a rule takes a client's ports",
    flow: { ...console51, to: "203.0.113.5", protocol: "tcp", destinationPort: 8100 },
    goes: "eth1 192.0.2.1",
  },
  {
    name: "a port beyond a rule's is none of its business",
    flow: { ...console51, to: "203.0.113.5", protocol: "tcp", destinationPort: 8101 },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a rule for TCP leaves UDP alone, and one whose table is empty lets it pass",
    flow: { ...console51, to: "203.0.113.5", protocol: "udp", destinationPort: 8050 },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a client beyond a rule's prefix is not in it",
    flow: {
      from: "192.168.1.56",
      cameInBy: "lan0",
      to: "203.0.113.5",
      protocol: "tcp",
      destinationPort: 8050,
    },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a rule for a destination takes the router's own packets, too",
    flow: { to: "203.0.113.200", protocol: "udp", destinationPort: 53 },
    goes: "eth1 192.0.2.1",
  },
  {
    name: "another destination is none of its business",
    flow: { to: "203.0.113.100", protocol: "udp", destinationPort: 53 },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a refusal holds where the table before it has no route",
    flow: { from: "192.168.1.40", cameInBy: "lan0", to: "203.0.113.5" },
    goes: "Network is unreachable",
  },
  {
    name: "a refusal comes before marks",
    flow: { from: "192.168.1.40", cameInBy: "lan0", to: "203.0.113.5", mark: flowMark },
    goes: "Network is unreachable",
  },
  {
    name: "a refused client still reaches connected networks",
    flow: { from: "192.168.1.40", cameInBy: "wwan0", to: "192.168.1.77" },
    goes: "lan0 direct",
  },
  {
    name: "what is sent on to a later rule passes the refusal",
    flow: {
      from: "192.168.1.40",
      cameInBy: "lan0",
      to: "203.0.113.5",
      protocol: "tcp",
      sourcePort: 80,
    },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "a rule that leads to a priority without a rule counts for nothing",
    flow: { from: "192.168.1.50", cameInBy: "lan0", to: "203.0.113.5", mark: flowMark },
    goes: "wwan0 198.51.100.1",
  },
  {
    name: "IPv6: a rule refuses a prefix for one protocol",
    flow: { to: "2001:db8:ff::1", protocol: "tcp", destinationPort: 1 },
    goes: "Network is unreachable",
  },
  {
    name: "IPv6: and no other protocol",
    flow: { to: "2001:db8:ff::1", protocol: "udp", destinationPort: 1 },
    goes: "wwan0 fe80::2 from 2001:db8:2::2",
  },
  {
    name: "IPv6: a rule takes a client's port",
    flow: { ...guest, to: "2001:db8:ffff::1", protocol: "tcp", destinationPort: 443 },
    goes: "eth1 fe80::1",
  },
  {
    name: "IPv6: and no other port",
    flow: { ...guest, to: "2001:db8:ffff::1", protocol: "tcp", destinationPort: 80 },
    goes: "wwan0 fe80::2",
  },
];

export { policyLookupCases, policyRules };
