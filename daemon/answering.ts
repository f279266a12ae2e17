/** Keeps the code that explains in memory only while somebody asks. */
import type { UbusRequest } from "ucode:ubus";
import { timer } from "ucode:uloop";
import type { ExplainReply } from "../shared/queries.ts";
import { ofThisVersion, withLate } from "../shared/router/late.ts";
import type { Refusal } from "./bus/arguments.ts";
import type { State } from "./engine/state.ts";
import type { explain } from "./explain/main.ts";

type Args = UbusRequest["args"];

/** After so long without a question its memory is given back; loading takes some 3 ms of a fast processor. */
const keepMs = 60000;

/** What daemon/explain/main.ts exports; it comes with the package mini-mwan-cli. */
interface Explaining {
  explain: typeof explain;
  version: string;
}

interface Answering {
  /** A reply, or why not: also when its code cannot be loaded. */
  explain(state: State, args: Args): ExplainReply | Refusal;
}

/** Nothing is loaded yet. */
function createAnswering(): Answering {
  let explaining: Explaining | null = null;
  const release = timer(-1, () => {
    explaining = null;
    // Closures refer to themselves through the scope that they share.
    gc("collect");
  });
  return {
    explain: (state, args) =>
      withLate(
        "explain",
        (folder) =>
          (explaining ??= ofThisVersion(loadfile(folder + "/daemon/explain.uc")() as Explaining)),
        (code) => {
          release?.set?.(keepMs);
          return code.explain(state, args);
        }
      ),
  };
}

export { createAnswering };
