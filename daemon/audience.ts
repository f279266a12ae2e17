/** Everybody who is told of what happens: the event file, the history, ubus and hooks. */
import type { Connection } from "ucode:ubus";
import type { Family, Transition } from "../shared/domain.ts";
import type { LoggedEvent } from "../shared/router/event-file.ts";
import type { PathRings } from "../shared/router/history-ring.ts";
import type { BusGate } from "./bus/gate.ts";
import { broadcast } from "./bus/object.ts";
import { createComplaint } from "./complaint.ts";
import type { Audience } from "./effects.ts";
import { ringsOf } from "./engine/history.ts";
import { sampleOf } from "./engine/snapshot.ts";
import type { State } from "./engine/state.ts";
import { createHooks, hookFolder, hookLimitMs } from "./hook/hooks.ts";
import { createEventLog } from "./status/event-log.ts";
import { createHistoryKeeper } from "./status/history.ts";
import { writeLog } from "./status/log.ts";

/** Events that wait for a ubus that hangs; the event file has the older ones. */
const maxUntold = 32;

interface Telling extends Audience {
  /** The last ten minutes and the last day of a path; null when nothing is known of it. */
  historyOf(section: string, family: Family): PathRings | null;
  /** Events after the one with this id. */
  eventsAfter(id: number): LoggedEvent[];
  /** Puts down what is still only in memory. */
  finish(): void;
}

/** Goes on from what a predecessor has put down. */
function createAudience(bus: Connection, whenAwake: BusGate): Telling {
  const events = createEventLog(createComplaint());
  const history = createHistoryKeeper(time(), createComplaint());
  const hooks = createHooks(hookFolder, hookLimitMs, (text) => writeLog("warning", text));

  /** Events that the bus has not been told of, oldest first. */
  const untold: LoggedEvent[] = [];
  const tellBus = (): void => {
    while (length(untold) > 0) {
      broadcast(bus, shift(untold) as LoggedEvent);
    }
  };

  function onTransition(transition: Transition): void {
    const isSwitch = transition.kind == "switch";
    const event = events.add({
      time: time(),
      kind: isSwitch ? "switch" : "state",
      section: transition.section,
      family: transition.family,
      from: transition.from,
      to: isSwitch ? transition.section : transition.kind,
      reason: transition.reason,
    });
    if (length(untold) == 0) {
      whenAwake(tellBus);
    } else if (length(untold) >= maxUntold) {
      shift(untold);
    }
    push(untold, event);
    hooks.run({
      action: transition.kind,
      interface: transition.interface ?? "",
      section: transition.section ?? "",
      label: transition.label ?? "",
      family: transition.family ?? "",
      device: transition.device ?? "",
      reason: transition.reason,
    });
  }

  function onSample(state: State, section: string, family: Family): void {
    const sample = sampleOf(state, section, family);
    if (sample != null) {
      history.add(section, family, { ...sample, time: time() });
    }
  }

  return {
    onTransition,
    onSample,
    onSections: history.keepOnly,
    historyOf: (section, family) => {
      const known = history.historyOf(section, family);
      return known == null ? null : ringsOf(known);
    },
    eventsAfter: events.after,
    finish: () => {
      hooks.close();
      history.write();
    },
  };
}

export { createAudience };
export type { Telling };
