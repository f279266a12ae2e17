/**
 * A router's rules and routes, and where packets go through them. The simulated kernel and, where
 * there is one, a real Linux kernel are both asked the same.
 */

interface CaseDevice {
  name: string;
  /** Address with prefix length. */
  address: string;
}

interface CaseRule {
  priority: number;
  table: number;
  source?: string;
  mark?: number;
  mask?: number;
  suppressPrefixLength?: number;
}

interface CaseRoute {
  /** "default" or a prefix. */
  to: string;
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
  /** Device the socket is bound to. */
  boundTo?: string;
  /** Device it came in by: a packet that is passed on. */
  cameInBy?: string;
}

interface LookupCase {
  name: string;
  flow: CaseFlow;
  /** Device and gateway, "direct" when there is none; or the error's text. */
  goes: string;
}

const devices: readonly CaseDevice[] = [
  { name: "eth1", address: "192.0.2.2/24" },
  { name: "wwan0", address: "198.51.100.2/24" },
  { name: "lan0", address: "192.168.1.1/24" },
];

const probeMark = 0x3f00;
const flowMark = 0x0200;
const markMask = 0x3f00;

const rules: readonly CaseRule[] = [
  { priority: 4400, table: 7801, source: "192.0.2.2", mark: probeMark, mask: markMask },
  { priority: 4400, table: 7802, source: "198.51.100.2", mark: probeMark, mask: markMask },
  { priority: 4410, table: 254, suppressPrefixLength: 0 },
  { priority: 4420, table: 7702, mark: flowMark, mask: markMask },
  { priority: 4440, table: 7701, source: "192.0.2.2" },
  { priority: 4440, table: 7702, source: "198.51.100.2" },
  { priority: 4490, table: 7700 },
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
];

export { devices, rules, routes, lookupCases };
export type { CaseRule, CaseRoute, CaseFlow };
