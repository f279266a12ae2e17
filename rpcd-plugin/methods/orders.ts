/** `use` and `probe`: a person's orders, carried out by the running daemon. */
import type { ProbeReply, UseAction, UseReply } from "../../shared/queries.ts";
import { quoted } from "../../shared/router/text.ts";
import { objectionToNumber, objectionToSection, objectionToWord } from "../arguments.ts";
import { askDaemon } from "../daemon.ts";
import { isRefusal } from "../method.ts";
import type { Arguments, Refusal } from "../method.ts";

const useActions: UseAction[] = ["force", "drain", "disable", "auto"];

/** Thirty days. */
const longestUseS = 2592000;

function unknownUplink(section: string): string {
  return `the running service has no uplink ${quoted(section)}`;
}

function use(args: Arguments): UseReply | Refusal {
  const objection =
    objectionToSection("section", args.section) ??
    objectionToWord("action", args.action, useActions) ??
    objectionToNumber("for", args.for, 1, longestUseS, "seconds");
  if (objection != null) {
    return objection;
  }
  const section = args.section as string;
  const action = args.action as UseAction;
  const order: Arguments = { section, action };
  const forS = action == "auto" ? null : ((args.for ?? null) as number | null);
  if (forS != null) {
    order.for = forS;
  }
  const answer = askDaemon("use", order, unknownUplink(section));
  return isRefusal(answer)
    ? (answer as Refusal)
    : { section, action, until: (answer as UseReply).until ?? null };
}

function probe(args: Arguments): ProbeReply | Refusal {
  const section = (args.section ?? null) as string | null;
  const objection = section == null ? null : objectionToSection("section", section);
  if (objection != null) {
    return objection;
  }
  const order: Arguments = section == null ? {} : { section };
  const answer = askDaemon("probe", order, unknownUplink(section ?? ""));
  return isRefusal(answer) ? (answer as Refusal) : { section };
}

export { probe, use };
