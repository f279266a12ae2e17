/** What would be used if uplinks failed. */
import type { UbusRequest } from "ucode:ubus";
import type { WhatIfReply } from "../../shared/queries.ts";
import { unknownSection } from "../bus/arguments.ts";
import type { Refusal } from "../bus/arguments.ts";
import type { State } from "../engine/state.ts";
import { whatIf as supposeDown } from "../engine/what-if.ts";
import { objectionToDown } from "./question.ts";

/** What would be used if uplinks failed now, at `nowMs` of the monotonic clock. */
function whatIf(state: State, args: UbusRequest["args"], nowMs: number): WhatIfReply | Refusal {
  const objection = objectionToDown(args.down);
  if (objection != null) {
    return objection;
  }
  const down = args.down as string[];
  const unknown = filter(down, (section) => !exists(state.uplinks, section))[0];
  return unknown == null ? supposeDown(state, down, nowMs) : unknownSection(unknown);
}

export { whatIf };
