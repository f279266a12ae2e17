/**
 * Keeps the table of marks in the kernel. `nft` loads it, the only program the daemon runs to steer, for
 * rtnetlink cannot do it; nothing waits for it. The file of what is loaded tells a later daemon that nothing
 * is to be done.
 */
import { readfile, rename, unlink } from "ucode:fs";
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import type { MarkingPlan } from "../engine/marking.ts";
import { markingText, removalText } from "../engine/marking.ts";
import { createNftRun, scriptPath, wordsPath } from "./nft-run.ts";
import type { Outcome } from "./nft-run.ts";
import { createNftTable } from "./nft-table.ts";

/** The script in force; /var/run is memory, and empty after a boot as the kernel's tables are. */
const loadedPath = "/var/run/mini-mwan.nft";

/** Changes come in swarms, at a start above all: so long they are gathered for one run of nft. */
const gatherMs = 100;

/** How often to look whether somebody has taken the table away; it costs two system calls. */
const lookEveryMs = 1000;

interface Marker {
  /**
   * Brings the table of marks to the plan, or removes it when there is none; what is loaded already is not
   * loaded again. Returns at once; of several plans that wait the latest counts.
   */
  apply(plan: MarkingPlan | null): void;
  /** Takes the table away for good, whatever is under way, and calls back with why it could not, or null. */
  withdraw(onDone: (refusal: string | null) => void): void;
}

/** Takes the table away, and the files that tell of it; null when done, else why not. */
function removeMarking(): string | null {
  unlink(scriptPath);
  unlink(wordsPath);
  unlink(loadedPath);
  return createNftTable().remove();
}

/**
 * Loads tables of marks. `tell` hears what came of the latest plan, and later that
 * it is no more: the table is looked after. `waitMs` is how long plans are gathered.
 */
function createMarker(tell: (outcome: Outcome) => void, waitMs: number): Marker {
  const table = createNftTable();
  const nft = createNftRun();
  /** The script that the table should be made of, and whether it waits to be looked at. */
  let wanted = removalText;
  let isWaiting = false;
  /** What the kernel says of the table as it was loaded; null when there is none, or it does not say. */
  let known: string | null = null;
  let watch: Timer | null = null;
  let gather: Timer | null = null;
  // Assigned below: the end of one leads to the next.
  let next: () => void;

  watch = timer(-1, () => {
    if (known == null) {
      return;
    }
    const seen = nft.isRunning() ? null : table.look();
    if (seen != null && seen != known) {
      known = null;
      unlink(loadedPath);
      tell({
        failure: "the nftables table inet mini_mwan was taken away or changed by somebody else",
      });
      return;
    }
    watch?.set?.(lookEveryMs);
  });

  /** Remembers the table as it is now. */
  function settle(): void {
    known = table.look();
    watch?.set?.(lookEveryMs);
  }

  function ended(outcome: Outcome): void {
    // The exit code of a process that a signal ended is 0, too.
    const isLoaded = outcome.failure == null && table.look() != "";
    if (isLoaded) {
      rename(scriptPath, loadedPath);
      settle();
    } else {
      unlink(scriptPath);
      // One that was killed may have done it all the same.
      unlink(loadedPath);
    }
    if (isWaiting) {
      next();
    } else {
      tell(
        isLoaded || outcome.failure != null
          ? outcome
          : { failure: "nft ended without loading the table" }
      );
    }
  }

  next = () => {
    isWaiting = false;
    if (wanted == removalText) {
      known = null;
      tell({ failure: removeMarking() });
      return;
    }
    if (readfile(loadedPath) == wanted && table.look() != "") {
      settle();
      tell({ failure: null });
      return;
    }
    nft.start(wanted, ended);
  };

  gather = timer(-1, () => {
    if (isWaiting && !nft.isRunning()) {
      next();
    }
  });

  function apply(plan: MarkingPlan | null): void {
    wanted = plan == null ? removalText : markingText(plan);
    if (!isWaiting && !nft.isRunning()) {
      gather?.set?.(waitMs);
    }
    isWaiting = true;
  }

  function withdraw(onDone: (refusal: string | null) => void): void {
    isWaiting = false;
    known = null;
    nft.abort(() => onDone(removeMarking()));
  }

  return { apply, withdraw };
}

export { createMarker, gatherMs, removeMarking };
export type { Marker };
