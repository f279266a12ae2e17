/** Tells the engine what others have in the kernel: at the start, and when they have changed their rules. */
import { activeTable, flowTable, probeTable } from "../shared/router/mark.ts";
import { monotonicMs } from "./clock.ts";
import type { State, UplinkState } from "./engine/state.ts";
import { createGatheredLook } from "./gathered-look.ts";
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

function createNeighbourWatch(runtime: Runtime) {
  return createGatheredLook(gatherMs, (family) => {
    const seen = {
      rules: readForeignRules(family),
      takenTables: readTakenTables(family, ownTables(runtime.state())),
    };
    runtime.dispatch({ kind: "neighbours", nowMs: monotonicMs(), family, seen });
  });
}

export { createNeighbourWatch };
