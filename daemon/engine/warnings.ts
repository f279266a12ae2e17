/** What there is to warn of. It is asked for each publication, and the log tells what is new in it. */
import type { Warning } from "../../shared/domain.ts";
import type { State } from "./state.ts";

/** In the order in which they are shown. */
function warningsOf(state: State): Warning[] {
  return [...state.found];
}

export { warningsOf };
