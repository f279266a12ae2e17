/** `events`: what has happened, and with `follow` what happens from now on. */
import { connect } from "ucode:ubus";
import type { Connection } from "ucode:ubus";
import { end, init, run, timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import { objectName } from "../shared/contract.ts";
import type { EventReply, EventsReply } from "../shared/queries.ts";
import { wholeNumberOf } from "../shared/router/number.ts";
import { quoted } from "../shared/router/text.ts";
import type { Request } from "./arguments.ts";
import { ask } from "./bus.ts";
import { momentText } from "./duration.ts";
import { exitCode, fail, printJson, say } from "./terminal.ts";

/** What people call the uplinks, by section. */
interface Labels {
  [section: string]: string;
}

/** The event in words, without its number and time. */
function eventText(event: EventReply, labels: Labels): string {
  const nameOf = (word: string): string => labels[word] ?? word;
  const switches = event.kind == "switch";
  const about = switches ? "new connections" : nameOf(event.section ?? "all uplinks");
  const family = event.family == "ipv6" ? " (IPv6)" : "";
  const from = event.from == null || !switches ? event.from : nameOf(event.from);
  const before = from == null ? "" : `${from} -> `;
  const to = event.to ?? (switches ? "no uplink" : event.kind);
  const after = switches ? nameOf(to) : to;
  return `${about}${family}: ${before}${after}: ${event.reason}`;
}

/** Shows an event in words, or as JSON without labels. */
function showEvent(event: EventReply, labels: Labels | null): void {
  if (labels == null) {
    printJson(event);
  } else {
    say(`#${event.id} ${momentText(event.time, time())}  `, eventText(event, labels));
  }
}

/** Whether something heard on the bus is an event as the daemon tells them. */
function isEvent(data: { [key: string]: unknown }): boolean {
  return (
    type(data["id"]) == "int" &&
    type(data["time"]) == "int" &&
    type(data["kind"]) == "string" &&
    type(data["reason"]) == "string"
  );
}

/** libubus does not tell of a connection that has broken; so often it is tried. */
const checkMs = 5000;

/** Whether ubus itself cannot be asked on a connection any more; rpcd may come and go. */
function isBroken(bus: Connection): boolean {
  const reply = bus.call(objectName, "events", { since: 0 });
  const words = reply == null ? (bus.error() ?? "") : "";
  return index(words, "Failed to resolve") >= 0 && index(words, "Not found") != 0;
}

/** Shows events as they come, until it is told to end or ubus goes away. */
function follow(request: Request, bus: Connection, lastId: number, labels: Labels | null): number {
  const shown = { lastId, code: exitCode.ok as number };
  const show = (event: EventReply): void => {
    if (event.id > shown.lastId) {
      shown.lastId = event.id;
      showEvent(event, labels);
      request.terminal.flush();
    }
  };
  const listener = bus.listener(objectName, (_type, data) => {
    if (isEvent(data)) {
      show(data as unknown as EventReply);
    }
  });
  // What has happened since the listing was made.
  const code = ask("events", { since: lastId }, (reply: EventsReply) => {
    map(reply.events, (event) => show(event));
    return exitCode.ok;
  });
  let check: Timer | null = null;
  check = timer(checkMs, () => {
    if (isBroken(bus)) {
      shown.code = fail("ubus has gone away; run it again when it is back", exitCode.notRunning);
      end();
    }
    check?.set?.(checkMs);
  });
  if (code == exitCode.ok && listener != null) {
    run();
  }
  return code == exitCode.ok ? shown.code : code;
}

function showEvents(request: Request): number {
  const text = request.options["since"];
  const since = text == null ? 0 : wholeNumberOf(text);
  if (since == null) {
    return fail(`${quoted(text ?? "")} is no event's number`, exitCode.usage);
  }
  const following = request.options["follow"] != null;
  const labels: Labels = {};
  const code = request.json
    ? exitCode.ok
    : ask("status", {}, (reply) => {
        map(reply.uplinks, (uplink) => {
          labels[uplink.section] = uplink.label;
        });
        return exitCode.ok;
      });
  if (code != exitCode.ok) {
    return code;
  }
  const shown = request.json ? null : labels;
  return ask("events", { since }, (reply: EventsReply) => {
    if (request.json && !following) {
      printJson(reply);
      return exitCode.ok;
    }
    for (let i = 0; i < length(reply.events); i++) {
      showEvent(reply.events[i] as EventReply, shown);
    }
    if (length(reply.events) == 0 && !request.json) {
      say("", "Nothing has happened yet.");
    }
    request.terminal.flush();
    const last = reply.events[length(reply.events) - 1];
    if (!following) {
      return exitCode.ok;
    }
    init();
    const bus = connect(null, 1);
    const from = last?.id ?? since;
    return bus == null
      ? fail("ubus cannot be listened to; is ubusd running?", exitCode.notRunning)
      : follow(request, bus, from, shown);
  });
}

export { showEvents };
