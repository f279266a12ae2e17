/**
 * Firewall marks and routing tables of the uplinks. An uplink owns a slot, a small number that stays
 * with its section name; its tables and its mark follow from it. Arithmetic instead of bit operations,
 * because ucode's are 64-bit unsigned and JavaScript's 32-bit signed.
 */

/** The bits of a packet's mark that are ours; other programs' bits are never touched. */
const markMask = 0x3f00;

/** Mark of every probe: the source address tells the uplinks apart. */
const probeMark = 0x3f00;

/** Slots run from 1 to this; the mark's last value belongs to the probes. */
const maxSlot = 62;

/** Routing table of the uplinks in use. */
const activeTable = 7700;

/** The mark of a flow that stays on the uplink with this slot. */
function flowMark(slot: number): number {
  return slot * 256;
}

/** Routing table for flows of the uplink with this slot; leads elsewhere while that one is offline. */
function flowTable(slot: number): number {
  return activeTable + slot;
}

/** Routing table of the probes through the uplink with this slot; always leads through it. */
function probeTable(slot: number): number {
  return activeTable + 100 + slot;
}

/** Whether a routing table is one of ours. */
function ownsTable(table: number): boolean {
  return table >= activeTable && table <= probeTable(maxSlot);
}

export { markMask, probeMark, maxSlot, activeTable, flowMark, flowTable, probeTable, ownsTable };
