/** What there is to warn of. It is asked for each publication, and the log tells what is new in it. */
import type { Warning } from "../../shared/domain.ts";
import { isContested } from "./repair.ts";
import type { State } from "./state.ts";

/** Somebody undoes what we do. */
function contestWarnings(state: State, nowMs: number): Warning[] {
  return isContested(state, nowMs)
    ? [
        {
          section: null,
          code: "route_contested",
          message:
            "another program keeps changing rules or routes of Mini-MWAN: 'ip monitor rule route' shows them come and go; have that program leave tables 7700 to 7860 alone",
        },
      ]
    : [];
}

/** In the order in which they are shown. */
function warningsOf(state: State, nowMs: number): Warning[] {
  return [...state.found, ...contestWarnings(state, nowMs)];
}

export { warningsOf };
