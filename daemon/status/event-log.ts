/** Remembers the last transitions, also beyond the daemon's own life. */
import { readfile } from "ucode:fs";
import {
  boundedEvent,
  eventsAfter,
  eventsPath,
  formatEvent,
  maxEvents,
  parseEvents,
} from "../../shared/router/event-file.ts";
import type { LoggedEvent, Transition } from "../../shared/router/event-file.ts";
import { replaceFile } from "./replace-file.ts";

interface EventLog {
  /** Remembers it and puts it where others read it; gives it with its number. */
  add(transition: Transition): LoggedEvent;
  /** Events after the one with this id, oldest first. */
  after(id: number): LoggedEvent[];
}

/**
 * Goes on where a predecessor stopped; a broken file costs the events it held. `complain` is told what
 * keeps the file from being written, and "" once it is written again.
 */
function createEventLog(complain: (text: string) => void): EventLog {
  const found = parseEvents(readfile(eventsPath) ?? "");
  // Kept as they are written: as texts they take a quarter of the memory.
  const lines = map(found, (event) => formatEvent(event));
  let lastId = found[length(found) - 1]?.id ?? 0;

  function write(): void {
    const failure = replaceFile(eventsPath, (out) => {
      for (let i = 0; i < length(lines); i++) {
        out(`${lines[i]}\n`);
      }
    });
    complain(failure ?? "");
  }

  function add(transition: Transition): LoggedEvent {
    lastId++;
    const event = boundedEvent(lastId, transition);
    push(lines, formatEvent(event));
    if (length(lines) > maxEvents) {
      shift(lines);
    }
    write();
    return event;
  }

  return { add, after: (id) => eventsAfter(parseEvents(join("\n", lines)), id) };
}

export { createEventLog };
export type { EventLog };
