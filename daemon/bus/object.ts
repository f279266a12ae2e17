/**
 * The daemon's own ubus object: what only the running daemon can answer. Arguments of a wrong type and
 * unknown ones are refused by ucode's ubus module itself, with status 2 and no sentence.
 */
import type { Connection, UbusMethod, UbusObject, UbusRequest } from "ucode:ubus";
import { daemonObjectName, ubusStatus } from "../../shared/contract.ts";
import type { Family } from "../../shared/domain.ts";
import type { ExplainReply, ProbeReply, UseReply, WhatIfReply } from "../../shared/queries.ts";
import { oneLine } from "../../shared/router/text.ts";
import type { OverrideAction } from "../engine/event.ts";
import { overrideKinds } from "../engine/override.ts";
import { families } from "../engine/state.ts";
import { badArgument, isAbsentOrWithin, objectionTo, objectionToSection } from "./arguments.ts";
import type { Refusal } from "./arguments.ts";

/** The broadcast's name; it is also the service's. */
const eventName = "mini-mwan";

const useActions: OverrideAction[] = [...overrideKinds, "auto"];

/** An order lasts thirty days at most, or until it is taken back. */
const longestUseS = 2592000;

/** What the daemon does; each gives the reply, or why not. Nothing here may block. */
interface DaemonHandlers {
  /** The rings as the history file has them: unpacked they take more memory than all else. */
  history(section: string, family: Family): object | Refusal;
  /** Events after the one with this id; 0 gives all. */
  events(since: number): object | Refusal;
  /** `forS` is null when the order has no end. */
  use(section: string, action: OverrideAction, forS: number | null): UseReply | Refusal;
  /** All uplinks when `section` is null. */
  probe(section: string | null): ProbeReply | Refusal;
  /** Checks its arguments itself, as does `whatIf`: seldom asked, their code need not be there. */
  explain(args: UbusRequest["args"]): ExplainReply | Refusal;
  whatIf(args: UbusRequest["args"]): WhatIfReply | Refusal;
}

type Handler = (given: UbusRequest["args"]) => object | Refusal;

/** Carries out the handler; what it throws would end the loop, and so is told to the caller. */
function answerOf(handle: Handler, args: UbusRequest["args"]): object | Refusal {
  try {
    return handle(args);
  } catch (fault) {
    const words = oneLine(`${(fault as { message?: unknown }).message}`);
    return { message: `a fault of the daemon: ${words}`, code: ubusStatus.unknownError };
  }
}

/** A method that answers with what `handle` gives: a reply, or a refusal with its status. */
function methodOf(args: { [name: string]: unknown }, handle: Handler): UbusMethod {
  return {
    args,
    call: (request) => {
      const answer = answerOf(handle, request.args);
      if (!exists(answer, "code")) {
        request.reply(answer);
        return null;
      }
      const refusal = answer as Refusal;
      request.reply({ message: refusal.message }, refusal.code);
      return null;
    },
  };
}

function use(handlers: DaemonHandlers, args: UbusRequest["args"]): object | Refusal {
  const objection =
    objectionToSection(args.section) ?? objectionTo("action", args.action, useActions);
  if (objection != null) {
    return objection;
  }
  if (!isAbsentOrWithin(args.for, 1, longestUseS)) {
    return badArgument(`for is ${args.for}; it must be 1 to ${longestUseS} seconds`);
  }
  const forS = (args.for ?? null) as number | null;
  return handlers.use(args.section as string, args.action as OverrideAction, forS);
}

/**
 * Registers `mini-mwan.daemon`. Null when ubus refuses, see the connection's `error`; the object has
 * to be held as long as it shall answer.
 */
function publishObject(bus: Connection, handlers: DaemonHandlers): UbusObject | null {
  return bus.publish(daemonObjectName, {
    history: methodOf({ section: "", family: "" }, (args) => {
      const objection =
        objectionToSection(args.section) ?? objectionTo("family", args.family, families);
      return objection ?? handlers.history(args.section as string, args.family as Family);
    }),
    events: methodOf({ since: 0 }, (args) =>
      isAbsentOrWithin(args.since, 0, 2147483647)
        ? handlers.events((args.since ?? 0) as number)
        : badArgument(`since is ${args.since}; it must be an event's id, or 0 for all events`)
    ),
    use: methodOf({ section: "", action: "", for: 0 }, (args) => use(handlers, args)),
    probe: methodOf({ section: "" }, (args) => {
      const section = args.section ?? null;
      return section == ""
        ? badArgument("section is empty; leave it out to probe every uplink")
        : handlers.probe(section as string | null);
    }),
    explain: methodOf(
      { src: "", dst: "", proto: "", sport: 0, dport: 0, family: "" },
      handlers.explain
    ),
    what_if: methodOf({ down: [] }, handlers.whatIf),
  });
}

/** Tells everybody on the bus of a transition; whether ubus took it. */
function broadcast(bus: Connection, event: object): boolean {
  return bus.event(eventName, event) == true;
}

export { publishObject, broadcast };
export type { DaemonHandlers };
