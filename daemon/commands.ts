/** What the bus may ask of the running daemon. */
import { ratio } from "../shared/router/number.ts";
import { createAnswering } from "./answering.ts";
import type { Telling } from "./audience.ts";
import { unknownSection } from "./bus/arguments.ts";
import type { DaemonHandlers } from "./bus/object.ts";
import { createWallOffset, monotonicMs } from "./clock.ts";
import type { Runtime } from "./runtime.ts";
import { whatIf } from "./what-if/answer.ts";

/** Handlers that read from memory and from the kernel, and turn orders into events. */
function createCommands(runtime: Runtime, audience: Telling): DaemonHandlers {
  const wallOffset = createWallOffset();
  const answering = createAnswering();
  const isKnown = (section: string): boolean => exists(runtime.state().uplinks, section);
  return {
    history: (section, family) => audience.historyOf(section, family) ?? unknownSection(section),
    events: (since) => ({ events: audience.eventsAfter(since) }),
    use: (section, action, forS) => {
      if (!isKnown(section)) {
        return unknownSection(section);
      }
      const nowMs = monotonicMs();
      const forMs = forS == null ? null : forS * 1000;
      runtime.dispatch({ kind: "override", nowMs, section, action, forMs });
      const untilMs = runtime.state().overrides[section]?.untilMs ?? null;
      const until = untilMs == null ? null : int(ratio(untilMs + wallOffset(), 1000));
      return { section, action, until };
    },
    probe: (section) => {
      if (section != null && !isKnown(section)) {
        return unknownSection(section);
      }
      runtime.dispatch({ kind: "check", nowMs: monotonicMs(), section });
      return { section };
    },
    explain: (args) => answering.explain(runtime.state(), args),
    whatIf: (args) => whatIf(runtime.state(), args, monotonicMs()),
  };
}

export { createCommands };
