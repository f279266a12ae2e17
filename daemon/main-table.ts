/** Tells the engine what others have in table main. */
import { monotonicMs } from "./clock.ts";
import { createGatheredLook } from "./gathered-look.ts";
import { readMainTable } from "./kernel/main-table.ts";
import type { Runtime } from "./runtime.ts";

/** A VPN brings several routes at once. */
const gatherMs = 100;

function createMainTableWatch(runtime: Runtime) {
  return createGatheredLook(gatherMs, (family) => {
    const seen = readMainTable(family);
    runtime.dispatch({ kind: "neighbours", nowMs: monotonicMs(), family, seen });
  });
}

export { createMainTableWatch };
