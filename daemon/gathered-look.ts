/** Looks at what others have in the kernel, family by family: at the start, and when there was news of it. */
import { timer } from "ucode:uloop";
import type { Family } from "../shared/domain.ts";
import { families } from "./engine/state.ts";

/**
 * The first look is the loop's first work, when everything that routes has been asked for. News come in
 * swarms: they are gathered for `gatherMs`, which also bounds how often anything is read.
 */
function createGatheredLook(gatherMs: number, look: (family: Family) => void) {
  let isDue = true;
  const timing = timer(0, () => {
    isDue = false;
    map(families, (family) => look(family));
  });
  return {
    /** Kept, or the loop forgets it. */
    timing,
    onNews: (): void => {
      if (!isDue) {
        isDue = true;
        timing?.set?.(gatherMs);
      }
    },
  };
}

export { createGatheredLook };
