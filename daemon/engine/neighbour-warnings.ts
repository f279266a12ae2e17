/** Other programs' rules and routes that Mini-MWAN cannot live with, and what to do about each. */
import type { Family, Warning, WarningCode } from "../../shared/domain.ts";
import { flowMarkOf, isMistakenFor, ownsTable } from "../../shared/router/mark.ts";
import type { MarkLayout } from "../../shared/router/mark.ts";
import { priorities } from "./ip-rule.ts";
import type { IpRule } from "./ip-rule.ts";
import { neglectedIn } from "./neighbours.ts";
import { families } from "./state.ts";
import type { State, UplinkState } from "./state.ts";

/** Marks that packets get from us: those of probes and of each uplink's flows. */
function ownMarks(state: State, layout: MarkLayout): number[] {
  const marks = [layout.probeMark];
  for (let section in state.uplinks) {
    push(marks, flowMarkOf(layout, (state.uplinks[section] as UplinkState).slot));
  }
  return marks;
}

function isForOwnMark(rule: IpRule, marks: readonly number[], layout: MarkLayout): boolean {
  const mask = rule.mask ?? 0;
  const mistaken = filter(mask == 0 ? [] : marks, (mark) =>
    isMistakenFor(mark, layout.mask, rule.mark ?? 0, mask)
  );
  return length(mistaken) > 0;
}

function neglectText(rule: IpRule): string {
  const name = `rule ${rule.priority} of another program`;
  return rule.priority < priorities.main
    ? `${name} keeps packets on the default route of table main whatever fails: let it ask for a mark or an address instead`
    : `${name} is never asked while this service steers: give it a priority below 32000`;
}

function markText(rule: IpRule): string {
  return `rule ${rule.priority} of another program asks for a firewall mark of this service: set mark_mask to bits that nobody else uses`;
}

function tableText(table: number): string {
  return `another program uses table ${table} of this service: let it use one that is not among 7700 to 7860`;
}

function warning(code: WarningCode, message: string): Warning {
  return { section: null, code, message };
}

function warningsFor(state: State, family: Family, layout: MarkLayout): Warning[] {
  const known = state.neighbours[family];
  if (length(known.rules) + length(known.takenTables) == 0) {
    return [];
  }
  const marks = ownMarks(state, layout);
  const rules = map(known.rules, (foreign) => foreign.rule);
  const leading = filter(rules, (rule) => rule.goTo == null && ownsTable(rule.table));
  const tables = [...map(leading, (rule) => rule.table), ...known.takenTables];
  const marked = filter(rules, (rule) => isForOwnMark(rule, marks, layout));
  return [
    ...map(neglectedIn(known.rules), (rule) => warning("rule_not_followed", neglectText(rule))),
    ...map(marked, (rule) => warning("mark_taken", markText(rule))),
    ...map(tables, (table) => warning("table_taken", tableText(table))),
  ];
}

/** Each is told once, though both families have it. Nothing is wrong while nothing is steered. */
function neighbourWarnings(state: State): Warning[] {
  const layout = state.marks;
  const found: Warning[] = [];
  for (let i = 0; i < length(families); i++) {
    const family = families[i] as Family;
    if (layout != null && length(state.routing[family].plan?.rules ?? []) > 0) {
      push(found, ...warningsFor(state, family, layout));
    }
  }
  const messages = map(found, (one) => one.message);
  return filter(found, (one, at) => index(messages, one.message) == at);
}

export { neighbourWarnings };
