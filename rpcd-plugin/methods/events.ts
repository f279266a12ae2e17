/** `events`, and what `status` tells of them. */
import { readfile } from "ucode:fs";
import type { EventReply, EventsReply } from "../../shared/queries.ts";
import {
  eventsAfter,
  eventsPath,
  latestIdIn,
  parseEvents,
} from "../../shared/router/event-file.ts";
import { objectionToNumber } from "../arguments.ts";
import type { Arguments, Refusal } from "../method.ts";

/** Far more than a hundred events; whatever is longer is none of the daemon's files. */
const maxBytes = 131072;

const largestId = 2147483647;

function readEventFile(): string {
  return readfile(eventsPath, maxBytes) ?? "";
}

/** All that are kept, oldest first; none when there is no file. */
function readEvents(): EventReply[] {
  return parseEvents(readEventFile());
}

interface News {
  events: EventReply[];
  /** Id of the latest event of all, 0 when there is none. */
  latestId: number;
}

/** The events after `since`, none when it is null. Mostly there is nothing new, and that is soon told. */
function readNews(since: number | null): News {
  const text = readEventFile();
  const latestId = latestIdIn(text);
  const isNews = since != null && since != latestId;
  return { events: isNews ? eventsAfter(parseEvents(text), since ?? 0) : [], latestId };
}

function objectionToSince(since: unknown): Refusal | null {
  return objectionToNumber("since", since, 0, largestId, "an event's id, or 0 for all events");
}

/** Those after `since`; without it all. */
function answerEvents(args: Arguments): EventsReply | Refusal {
  const objection = objectionToSince(args.since);
  if (objection != null) {
    return objection;
  }
  return { now: time(), events: eventsAfter(readEvents(), (args.since ?? 0) as number) };
}

export { answerEvents, objectionToSince, readEvents, readNews };
