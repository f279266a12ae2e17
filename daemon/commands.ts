/** What the bus may ask of the running daemon. */
import { ubusStatus } from "../shared/contract.ts";
import { ratio } from "../shared/router/number.ts";
import { quoted } from "../shared/router/text.ts";
import type { Telling } from "./audience.ts";
import type { Refusal } from "./bus/arguments.ts";
import type { DaemonHandlers } from "./bus/object.ts";
import { createWallOffset, monotonicMs } from "./clock.ts";
import { explain, tablesToExplain } from "./engine/explain.ts";
import type { Packet } from "./engine/packet.ts";
import type { State } from "./engine/state.ts";
import { whatIf } from "./engine/what-if.ts";
import { readRules, readTables } from "./kernel/lookup.ts";
import type { Runtime } from "./runtime.ts";

function unknownSection(section: string): Refusal {
  const message = `there is no uplink ${quoted(section)} in the configuration`;
  return { message, code: ubusStatus.notFound };
}

/** The engine's answer on what the kernel holds at this moment. */
function explainNow(state: State, packet: Packet): ReturnType<DaemonHandlers["explain"]> {
  const rules = readRules(packet.family);
  if (rules == null) {
    const message = `the kernel does not list its ${packet.family} rules; is rtnetlink there?`;
    return { message, code: ubusStatus.notSupported };
  }
  const tables = readTables(packet.family, tablesToExplain(rules, packet));
  return explain(state, packet, { rules, tables });
}

/** Handlers that read from memory and from the kernel, and turn orders into events. */
function createCommands(runtime: Runtime, audience: Telling): DaemonHandlers {
  const wallOffset = createWallOffset();
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
    explain: (packet) => explainNow(runtime.state(), packet),
    whatIf: (down) => {
      const unknown = filter(down, (section) => !isKnown(section))[0];
      return unknown == null
        ? whatIf(runtime.state(), down, monotonicMs())
        : unknownSection(unknown);
    },
  };
}

export { createCommands };
