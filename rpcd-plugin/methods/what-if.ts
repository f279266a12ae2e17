/** `what_if`: what would be used if some uplinks were dead. The running daemon knows. */
import type { WhatIfReply } from "../../shared/queries.ts";
import { maxUplinks } from "../../shared/options.ts";
import { quoted } from "../../shared/router/text.ts";
import { objectionToSection, shown } from "../arguments.ts";
import { askDaemon } from "../daemon.ts";
import { badArgument } from "../method.ts";
import type { Arguments, Refusal } from "../method.ts";

function objectionToDown(down: unknown): Refusal | null {
  if (type(down) != "array" || length(down as unknown[]) == 0) {
    const given = type(down) == "array" ? "empty" : shown(down);
    return badArgument(`down is ${given}; it must be a list of one or more uplinks' sections`);
  }
  const sections = down as unknown[];
  if (length(sections) > maxUplinks) {
    return badArgument(`down has more than ${maxUplinks} sections, and there are no more uplinks`);
  }
  let objection: Refusal | null = null;
  for (let i = 0; i < length(sections); i++) {
    objection = objection ?? objectionToSection(`down[${i}]`, sections[i]);
  }
  return objection;
}

function whatIf(args: Arguments): WhatIfReply | Refusal {
  const objection = objectionToDown(args.down);
  if (objection != null) {
    return objection;
  }
  const names = join(
    ", ",
    map(args.down as string[], (section) => quoted(section))
  );
  const unknown = `the running service does not have every uplink of ${names}`;
  return askDaemon("what_if", { down: args.down }, unknown) as WhatIfReply | Refusal;
}

export { whatIf };
