/**
 * Answers to questions that are seldom asked. The router has it as a file of its own, which the daemon
 * loads for the first question: see daemon/answering.ts.
 */
import type { UbusRequest } from "ucode:ubus";
import { ubusStatus } from "../../shared/contract.ts";
import type { ExplainReply, WhatIfReply } from "../../shared/queries.ts";
import { unknownSection } from "../bus/arguments.ts";
import type { Refusal } from "../bus/arguments.ts";
import { explain as explainPacket, tablesToExplain } from "../engine/explain.ts";
import type { State } from "../engine/state.ts";
import { whatIf as supposeDown } from "../engine/what-if.ts";
import { readRules, readTables } from "../kernel/lookup.ts";
import { objectionToDown, objectionToPacket, packetOf } from "./questions.ts";

type Args = UbusRequest["args"];

/** Where a packet goes by what the kernel holds at this moment. */
function explain(state: State, args: Args): ExplainReply | Refusal {
  const objection = objectionToPacket(args);
  if (objection != null) {
    return objection;
  }
  const packet = packetOf(args);
  const rules = readRules(packet.family);
  if (rules == null) {
    const message = `the kernel does not list its ${packet.family} rules; is rtnetlink there?`;
    return { message, code: ubusStatus.notSupported };
  }
  const tables = readTables(packet.family, tablesToExplain(rules, packet));
  return explainPacket(state, packet, { rules, tables });
}

/** What would be used if uplinks failed now, at `nowMs` of the monotonic clock. */
function whatIf(state: State, args: Args, nowMs: number): WhatIfReply | Refusal {
  const objection = objectionToDown(args.down);
  if (objection != null) {
    return objection;
  }
  const down = args.down as string[];
  const unknown = filter(down, (section) => !exists(state.uplinks, section))[0];
  return unknown == null ? supposeDown(state, down, nowMs) : unknownSection(unknown);
}

export { explain, whatIf };
