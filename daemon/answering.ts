/** Keeps the code that answers seldom asked questions in memory only while somebody asks. */
import type { UbusRequest } from "ucode:ubus";
import { timer } from "ucode:uloop";
import type { ExplainReply, WhatIfReply } from "../shared/queries.ts";
import { withLate } from "../shared/router/late.ts";
import type { Refusal } from "./bus/arguments.ts";
import type { State } from "./engine/state.ts";
import type { explain } from "./explain/main.ts";
import type { whatIf } from "./what-if/main.ts";

type Args = UbusRequest["args"];

/** After so long without a question its memory is given back; loading takes some 3 ms of a fast processor. */
const keepMs = 60000;

/** What daemon/explain/main.ts exports; it comes with the package mini-mwan-cli. */
interface Explaining {
  explain: typeof explain;
}

/** What daemon/what-if/main.ts exports. */
interface Supposing {
  whatIf: typeof whatIf;
}

/** Each gives a reply, or why not: also when its code cannot be loaded. */
interface Answering {
  explain(state: State, args: Args): ExplainReply | Refusal;
  whatIf(state: State, args: Args, nowMs: number): WhatIfReply | Refusal;
}

/** Nothing is loaded yet. */
function createAnswering(): Answering {
  let explaining: Explaining | null = null;
  let supposing: Supposing | null = null;
  const release = timer(-1, () => {
    explaining = null;
    supposing = null;
    // Closures refer to themselves through the scope that they share.
    gc("collect");
  });
  return {
    explain: (state, args) =>
      withLate(
        "explain",
        (folder) => (explaining ??= loadfile(folder + "/daemon/explain.uc")()() as Explaining),
        (code) => {
          release?.set?.(keepMs);
          return code.explain(state, args);
        }
      ),
    whatIf: (state, args, nowMs) =>
      withLate(
        null,
        (folder) => (supposing ??= loadfile(folder + "/daemon/what-if.uc")()() as Supposing),
        (code) => {
          release?.set?.(keepMs);
          return code.whatIf(state, args, nowMs);
        }
      ),
  };
}

export { createAnswering };
