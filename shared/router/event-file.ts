/**
 * The event file: the last transitions, one JSON object a line, oldest first. The daemon replaces it
 * by rename with every event; whoever reads it sees the old or the new one.
 */
import type { Family } from "../domain.ts";
import { oneLine } from "./text.ts";

const eventsPath = "/var/run/mini-mwan.events";

/** So many are kept. */
const maxEvents = 100;

const maxReasonLength = 200;

/** Of any other text; names are far shorter. */
const maxWordLength = 64;

/** Something that changed. Texts are printable ASCII on one line. */
interface Transition {
  /** Seconds since 1970. */
  time: number;
  /** What kind of change, in a word. */
  kind: string;
  /** The uplink's UCI section; null when it is about all of them. */
  section: string | null;
  family: Family | null;
  from: string | null;
  to: string | null;
  /** Why, in words; at most 200 characters. */
  reason: string;
}

interface LoggedEvent extends Transition {
  /** Ascends by one from event to event, across restarts of the daemon. */
  id: number;
}

function cut(text: unknown, maxLength: number): string | null {
  return type(text) == "string" ? substr(oneLine(text as string), 0, maxLength) : null;
}

/** The event with every text bounded and on one line. */
function boundedEvent(id: number, transition: Transition): LoggedEvent {
  return {
    id,
    time: transition.time,
    kind: cut(transition.kind, maxWordLength) ?? "",
    section: cut(transition.section, maxWordLength),
    family: transition.family,
    from: cut(transition.from, maxWordLength),
    to: cut(transition.to, maxWordLength),
    reason: cut(transition.reason, maxReasonLength) ?? "",
  };
}

/** One line of the file, without its end. */
function formatEvent(event: LoggedEvent): string {
  return sprintf("%J", event);
}

function eventFrom(line: string): LoggedEvent | null {
  let value: unknown = null;
  try {
    value = json(line);
  } catch {
    return null;
  }
  const given = (type(value) == "object" ? value : {}) as Partial<LoggedEvent>;
  const id = type(given.id) == "int" ? (given.id as number) : 0;
  if (id < 1 || type(given.time) != "int" || type(given.kind) != "string") {
    return null;
  }
  const family = given.family == "ipv4" || given.family == "ipv6" ? given.family : null;
  return boundedEvent(id, { ...given, family } as LoggedEvent);
}

/** The events of a file, oldest first, at most the last hundred; lines that are none are left out. */
function parseEvents(text: string): LoggedEvent[] {
  const lines = split(text, "\n");
  const events: LoggedEvent[] = [];
  let lastId = 0;
  for (let i = 0; i < length(lines); i++) {
    const event = eventFrom(lines[i] as string);
    if (event != null && event.id > lastId) {
      lastId = event.id;
      push(events, event);
    }
  }
  return slice(events, max(0, length(events) - maxEvents));
}

/**
 * The events after the one with this id. All of them when there is no such event yet: then they were
 * counted anew since whoever asks has asked before.
 */
function eventsAfter(events: readonly LoggedEvent[], id: number): LoggedEvent[] {
  const lastId = events[length(events) - 1]?.id ?? 0;
  return filter(events, (event) => event.id > id || id > lastId);
}

export { eventsPath, maxEvents, boundedEvent, formatEvent, parseEvents, eventsAfter };
export type { Transition, LoggedEvent };
