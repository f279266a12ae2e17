/**
 * Firewall marks and routing tables of the uplinks. An uplink owns a slot, a small number that stays
 * with its section name; its tables and its mark follow from it. Arithmetic instead of bit operations,
 * because ucode's are 64-bit unsigned and JavaScript's 32-bit signed.
 */
import { quotient } from "./number.ts";
import { matchLine } from "./text.ts";

/** So many uplinks are enough for any mask: a wider one has values left over. */
const mostSlots = 60;

/** Routing table of the uplinks in use. */
const activeTable = 7700;

/** Routing table for flows of the uplink with this slot; leads elsewhere while that one is offline. */
function flowTable(slot: number): number {
  return activeTable + slot;
}

/** Routing table of the probes through the uplink with this slot; always leads through it. */
function probeTable(slot: number): number {
  return activeTable + 100 + slot;
}

/** What follows from a mask: which values under it mean what. */
interface MarkLayout {
  /** The bits of a mark that are ours: one run without gaps, at least four, of 32. */
  mask: number;
  /** Value of the mask's lowest bit. */
  unit: number;
  /** Mark of every probe: all of our bits. */
  probeMark: number;
  /** Slots run from 1 to this, at most 60. */
  maxSlot: number;
}

/** All 32 bits of a mark. */
const allBits = 4294967295;

const hexDigits = "0123456789abcdef";

/** The layout for a mask, or null when the mask is not one run of at least four bits of 32. */
function markLayoutOf(mask: number): MarkLayout | null {
  if (type(mask) != "int" || mask < 1 || mask > allBits) {
    return null;
  }
  let unit = 1;
  let run = mask;
  while (run % 2 == 0) {
    run = quotient(run, 2);
    unit *= 2;
  }
  const values = run + 1;
  let power = 16;
  while (power < values) {
    power *= 2;
  }
  if (power != values) {
    return null;
  }
  return { mask, unit, probeMark: mask, maxSlot: min(values - 2, mostSlots) };
}

/** The mark of a flow that stays on the uplink with this slot, 1 to the layout's last. */
function flowMarkOf(layout: MarkLayout, slot: number): number {
  return layout.unit * slot;
}

function hexValueOf(digits: string): number {
  let value = 0;
  for (let i = 0; i < length(digits); i++) {
    value = value * 16 + index(hexDigits, substr(digits, i, 1));
  }
  return value;
}

/**
 * The 32-bit number in a text such as `0x3f00` or `16128`, or null when it is anything else. Whether it
 * can be a mask is for `markLayoutOf` to say.
 */
function maskOf(text: string): number | null {
  const hex = matchLine(lc(text), /^0x([0-9a-f]{1,8})$/);
  if (hex != null) {
    return hexValueOf(hex[1] as string);
  }
  const value = matchLine(text, /^[0-9]{1,10}$/) != null ? int(text) : null;
  return value != null && value <= allBits ? value : null;
}

/** Whether two marks of 32 bits are the same under a mask; only a test for 0 is the same everywhere. */
function hasMark(mark: number, wanted: number, mask: number): boolean {
  return ((mark ^ wanted) & mask) == 0;
}

/** Whether two marks, each under a mask of its own, have bits in common and agree on them. */
function isMistakenFor(mark: number, mask: number, other: number, otherMask: number): boolean {
  const shared = mask & otherMask;
  return shared != 0 && ((mark ^ other) & shared) == 0;
}

/** Whether a routing table is one of ours. */
function ownsTable(table: number): boolean {
  return table >= activeTable && table <= probeTable(mostSlots);
}

export {
  activeTable,
  flowTable,
  probeTable,
  ownsTable,
  markLayoutOf,
  flowMarkOf,
  hasMark,
  isMistakenFor,
  maskOf,
};
export type { MarkLayout };
