/** Brings the kernel to a plan, by difference. */
import { changesTo } from "../engine/diff.ts";
import type { RouteChange } from "../engine/diff.ts";
import type { RoutePlan } from "../engine/plan.ts";
import { applyChange, canonicalRule, readKernel } from "./routes.ts";

interface Outcome {
  /** Changes that were tried. */
  changeCount: number;
  /** Tables that are not as planned. */
  failedTables: number[];
  /** One sentence each. */
  errors: string[];
}

function tableOf(change: RouteChange): number {
  return "route" in change ? change.route.table : change.rule.table;
}

function describe(change: RouteChange): string {
  return "route" in change
    ? `${change.kind} ${change.family} table ${change.route.table} via ${change.route.device}`
    : `${change.kind} ${change.family} priority ${change.rule.priority} table ${change.rule.table}`;
}

/** Makes the changes that are missing in the plan's family; an unchanged kernel is sent nothing. */
function applyPlan(plan: RoutePlan): Outcome {
  const outcome: Outcome = { changeCount: 0, failedTables: [], errors: [] };
  const actual = readKernel(plan.family);
  if (actual == null) {
    // A kernel without IPv6 holds nothing of ours either, and has nothing to refuse.
    if (!(length(plan.routes) == 0 && plan.family == "ipv6")) {
      push(
        outcome.errors,
        `the kernel does not list its ${plan.family} rules; is rtnetlink there?`
      );
    }
    return outcome;
  }
  const rules = map(plan.rules, (rule) => canonicalRule(rule, plan.family));
  const changes = changesTo(actual, { ...plan, rules });
  outcome.changeCount = length(changes);
  for (let i = 0; i < length(changes); i++) {
    const change = changes[i] as RouteChange;
    const reason = applyChange(change);
    if (reason != null) {
      push(outcome.errors, `${describe(change)}: ${reason}`);
      push(outcome.failedTables, tableOf(change));
    }
  }
  return outcome;
}

export { applyPlan };
export type { Outcome };
