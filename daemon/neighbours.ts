/** Tells the engine what others have in the kernel: at the start, and when they have changed their rules. */
import { timer } from "ucode:uloop";
import type { Family } from "../shared/domain.ts";
import { activeTable, flowTable, probeTable } from "../shared/router/mark.ts";
import { monotonicMs } from "./clock.ts";
import { families } from "./engine/state.ts";
import type { State, UplinkState } from "./engine/state.ts";
import { readForeignRules, readTakenTables } from "./kernel/neighbours.ts";
import type { Runtime } from "./runtime.ts";

/** Programs change their rules one by one; this gathers them, and bounds how often anything is read. */
const gatherMs = 500;

function ownTables(state: State): number[] {
  const tables = [activeTable];
  for (let section in state.uplinks) {
    const slot = (state.uplinks[section] as UplinkState).slot;
    push(tables, flowTable(slot), probeTable(slot));
  }
  return tables;
}

/** The first look is the loop's first work, when everything that routes has been asked for. */
function createNeighbourWatch(runtime: Runtime) {
  let isDue = true;
  const look = timer(0, () => {
    isDue = false;
    for (let i = 0; i < length(families); i++) {
      const family = families[i] as Family;
      const rules = readForeignRules(family);
      const takenTables = readTakenTables(family, ownTables(runtime.state()));
      runtime.dispatch({ kind: "neighbours", nowMs: monotonicMs(), family, rules, takenTables });
    }
  });
  return {
    look,
    /** A rule of somebody else has come or gone. */
    onNews: (): void => {
      if (!isDue) {
        isDue = true;
        look?.set?.(gatherMs);
      }
    },
  };
}

export { createNeighbourWatch };
