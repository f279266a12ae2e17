/** Slots bind an uplink's tables and mark to its section name, so reordering never moves a live flow. */

interface Slots {
  [section: string]: number;
}

function freeSlot(taken: { [slot: string]: boolean }, maxSlot: number): number {
  let slot = 1;
  while (taken[`${slot}`] && slot < maxSlot) {
    slot++;
  }
  return slot;
}

/**
 * A slot from 1 to `maxSlot` for each section: the one it had in `previous`, else the lowest free one.
 * At most `maxSlot` sections, so that there always is one.
 */
function assignSlots(sections: readonly string[], previous: Slots, maxSlot: number): Slots {
  const slots: Slots = {};
  const taken: { [slot: string]: boolean } = {};
  for (let i = 0; i < length(sections); i++) {
    const known = previous[sections[i] as string];
    if (known != null && known >= 1 && known <= maxSlot && !taken[`${known}`]) {
      slots[sections[i] as string] = known;
      taken[`${known}`] = true;
    }
  }
  for (let i = 0; i < length(sections); i++) {
    const section = sections[i] as string;
    if (slots[section] == null) {
      slots[section] = freeSlot(taken, maxSlot);
      taken[`${slots[section]}`] = true;
    }
  }
  return slots;
}

export { assignSlots };
export type { Slots };
