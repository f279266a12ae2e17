/**
 * The event file: the last transitions, one JSON object a line, oldest first. The daemon replaces it
 * by rename with every event; whoever reads it sees the old or the new one.
 */
import type { EventReply } from "../queries.ts";
import { oneLine } from "./text.ts";

const eventsPath = "/var/run/mini-mwan.events";

/** So many are kept. */
const maxEvents = 100;

const maxReasonLength = 200;

/** Of any other text; names are far shorter. */
const maxWordLength = 64;

/** Something that changed. Texts are printable ASCII on one line, the reason at most 200 characters. */
type LoggedEvent = EventReply;

/** One that has no number yet. */
type Transition = Omit<LoggedEvent, "id">;

/** Whether no JSON in the text can hold anything but printable ASCII: the usual case, and soon told. */
function isPlain(text: string): boolean {
  return index(text, "\\") < 0 && match(text, /[^\n -~]/) == null;
}

/** A plain text is on one line already. */
function cut(text: unknown, maxLength: number, plain: boolean): string | null {
  return type(text) == "string"
    ? substr(plain ? (text as string) : oneLine(text as string), 0, maxLength)
    : null;
}

function cutEvent(id: number, transition: Transition, plain: boolean): LoggedEvent {
  const family = transition.family;
  return {
    id,
    time: transition.time,
    kind: cut(transition.kind, maxWordLength, plain) ?? "",
    section: cut(transition.section, maxWordLength, plain),
    family: family == "ipv4" || family == "ipv6" ? family : null,
    from: cut(transition.from, maxWordLength, plain),
    to: cut(transition.to, maxWordLength, plain),
    reason: cut(transition.reason, maxReasonLength, plain) ?? "",
  };
}

/** The event with every text bounded and on one line. */
function boundedEvent(id: number, transition: Transition): LoggedEvent {
  return cutEvent(id, transition, false);
}

/** One line of the file, without its end. */
function formatEvent(event: LoggedEvent): string {
  return sprintf("%J", event);
}

function eventFrom(line: string, plain: boolean): LoggedEvent | null {
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
  return cutEvent(id, given as LoggedEvent, plain);
}

/** The events of a file, oldest first, at most the last hundred; lines that are none are left out. */
function parseEvents(text: string): LoggedEvent[] {
  const lines = split(text, "\n");
  const plain = isPlain(text);
  const events: LoggedEvent[] = [];
  let lastId = 0;
  for (let i = 0; i < length(lines); i++) {
    const event = eventFrom(lines[i] as string, plain);
    if (event != null && event.id > lastId) {
      lastId = event.id;
      push(events, event);
    }
  }
  return slice(events, max(0, length(events) - maxEvents));
}

/** Id of the file's latest event, 0 when there is none; in a hundredth of the time for all of them. */
function latestIdIn(text: string): number {
  const lines = split(text, "\n");
  for (let i = length(lines) - 1; i >= 0; i--) {
    const event = eventFrom(lines[i] as string, false);
    if (event != null) {
      return event.id;
    }
  }
  return 0;
}

/**
 * The events after the one with this id. All of them when there is no such event yet: then they were
 * counted anew since whoever asks has asked before.
 */
function eventsAfter(events: readonly LoggedEvent[], id: number): LoggedEvent[] {
  const lastId = events[length(events) - 1]?.id ?? 0;
  return filter(events, (event) => event.id > id || id > lastId);
}

export { eventsPath, maxEvents, boundedEvent, formatEvent, parseEvents, eventsAfter, latestIdIn };
export type { Transition, LoggedEvent };
