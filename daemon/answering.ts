/** Keeps the code that answers seldom asked questions in memory only while somebody asks. */
import { timer } from "ucode:uloop";
import { ubusStatus } from "../shared/contract.ts";
import { oneLine } from "../shared/router/text.ts";
import type { explain, whatIf } from "./answers/main.ts";
import type { Refusal } from "./bus/arguments.ts";

/** After so long without a question its memory is given back; loading takes some 3 ms of a fast processor. */
const keepMs = 60000;

/** Where the router has our code; the launcher knows, which does not run the daemon from there. */
const folder = getenv("MINI_MWAN_HOME") ?? "/usr/share/mini-mwan";

/** What daemon/answers/main.ts exports. */
interface Answers {
  explain: typeof explain;
  whatIf: typeof whatIf;
}

interface Answering {
  /** What `ask` makes of the answers' code, or why that code cannot be loaded. */
  ask<Reply>(ask: (answers: Answers) => Reply): Reply | Refusal;
}

function failure(fault: unknown): Refusal {
  const why = oneLine(`${(fault as { message?: unknown }).message}`);
  const message = `the part of mini-mwan that answers this cannot be loaded; install mini-mwan again: ${why}`;
  return { message, code: ubusStatus.notSupported };
}

/** Nothing is loaded yet. */
function createAnswering(): Answering {
  let answers: Answers | null = null;
  const release = timer(-1, () => {
    answers = null;
    // Closures refer to themselves through the scope that they share.
    gc("collect");
  });
  function ask<Reply>(question: (answers: Answers) => Reply): Reply | Refusal {
    try {
      answers ??= loadfile(folder + "/daemon/answers.uc")()() as Answers;
    } catch (fault) {
      return failure(fault);
    }
    release?.set?.(keepMs);
    return question(answers);
  }
  return { ask };
}

export { createAnswering };
export type { Answering };
