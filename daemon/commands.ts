/** What the bus may ask of the running daemon. */
import { ubusStatus } from "../shared/contract.ts";
import { quoted } from "../shared/router/text.ts";
import type { Telling } from "./audience.ts";
import type { DaemonHandlers, Refusal } from "./bus/object.ts";
import { monotonicMs } from "./clock.ts";
import type { Runtime } from "./runtime.ts";

function unknownSection(section: string): Refusal {
  const message = `there is no uplink ${quoted(section)} in the configuration`;
  return { message, code: ubusStatus.notFound };
}

/** Handlers that read from the audience's memory and turn orders into events. */
function createCommands(runtime: Runtime, audience: Telling): DaemonHandlers {
  const isKnown = (section: string): boolean => exists(runtime.state().uplinks, section);
  return {
    history: (section, family) => audience.historyOf(section, family) ?? unknownSection(section),
    events: (since) => ({ events: audience.eventsAfter(since) }),
    use: (section, action, forS) => {
      if (!isKnown(section)) {
        return unknownSection(section);
      }
      const forMs = forS == null ? null : forS * 1000;
      runtime.dispatch({ kind: "override", nowMs: monotonicMs(), section, action, forMs });
      return { section, action };
    },
    probe: (section) => {
      if (section != null && !isKnown(section)) {
        return unknownSection(section);
      }
      runtime.dispatch({ kind: "check", nowMs: monotonicMs(), section });
      return { section };
    },
  };
}

export { createCommands };
