/** Rules of the kernel's routing policy as plain values, and where ours stand among them. */
import type { PortRange } from "../../shared/domain.ts";

interface IpRule {
  priority: number;
  /** Packets with this mark under `mask`, or null for any. */
  mark: number | null;
  /** Bits of the mark that count; null without a mark. */
  mask: number | null;
  /** Packets from this address or prefix, or null for any. */
  source: string | null;
  /** Packets to this address or prefix, or null for any. */
  destination: string | null;
  /** IPPROTO_* of the packet, or null for any. */
  protocol: number | null;
  sourcePorts: PortRange | null;
  destinationPorts: PortRange | null;
  /** It is for packets that do not meet these conditions. */
  inverts: boolean;
  /** Where its route is looked for; 0 in a rule that refuses or goes on elsewhere. */
  table: number;
  /** The packet has no route: "Network is unreachable". */
  refuses: boolean;
  /** Rules before this priority are passed over, or null. */
  goTo: number | null;
  /** Ignore routes of the table with a prefix this short or shorter, or null. */
  suppressPrefixLength: number | null;
}

/**
 * Why there is each of them: docs/architecture.md, section Routing. All but the first stand directly
 * before the kernel's rule for table main (32766), behind what others have decided.
 */
const priorities = {
  /** Mark and address together are nobody else's. */
  probe: 4300,
  /** Copies of others' rules that stand behind ours: up to the next number. */
  copy: 32000,
  /** Peers of tunnels whose line is down: before the routes of table main that pin them to it. */
  peer: 32099,
  main: 32100,
  /** Policy rules that refuse: two for each policy rule there can be. */
  strict: 32110,
  /** What comes from lines that are no uplinks. */
  outside: 32390,
  flow: 32400,
  source: 32420,
  /** The other policy rules: one for each there can be. */
  policy: 32440,
  active: 32600,
  /** Nothing may leave: before table main. */
  last: 32700,
};

/** Number of table main, and priority of the kernel's rule for it. */
const mainTable = 254;
const mainPriority = 32766;

/** The rule that leads everything to a table. */
function ruleTo(table: number, priority: number): IpRule {
  return {
    priority,
    mark: null,
    mask: null,
    source: null,
    destination: null,
    protocol: null,
    sourcePorts: null,
    destinationPorts: null,
    inverts: false,
    table,
    refuses: false,
    goTo: null,
    suppressPrefixLength: null,
  };
}

export { mainPriority, mainTable, priorities, ruleTo };
export type { IpRule };
