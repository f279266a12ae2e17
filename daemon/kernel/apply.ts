/** Brings the kernel to a plan, by difference. */
import { changesTo } from "../engine/diff.ts";
import type { RouteChange } from "../engine/diff.ts";
import type { RoutePlan } from "../engine/plan.ts";
import { applyChange, readKernel } from "./routes.ts";

interface Outcome {
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
    ? `${change.kind} table ${change.route.table} via ${change.route.device}`
    : `${change.kind} priority ${change.rule.priority} table ${change.rule.table}`;
}

/** Makes the changes that are missing; an unchanged kernel is sent nothing. */
function applyPlan(plan: RoutePlan): Outcome {
  const actual = readKernel();
  if (actual == null) {
    return {
      failedTables: [],
      errors: ["the kernel does not list its rules; is rtnetlink there?"],
    };
  }
  const outcome: Outcome = { failedTables: [], errors: [] };
  const changes = changesTo(actual, plan);
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
