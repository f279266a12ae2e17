/** Leaves the kernel as if there were no Mini-MWAN. */
import type { Family } from "../shared/domain.ts";
import { emptyPlan } from "./engine/plan.ts";
import { applyPlan } from "./kernel/apply.ts";
import { removeMarking } from "./kernel/marking.ts";

/** What the kernel would not give up, in words, by what it concerns; empty where it did. */
type Refusals = { [concern in Family | "marking"]: string };

/** Takes away every rule and route of ours; what the kernel would not give up, in words, or empty. */
function clearRoutes(family: Family): string {
  return join("; ", applyPlan(emptyPlan(family)).errors);
}

/** Takes away every rule, route and mark of ours, whichever daemon made them. */
function clearKernel(): Refusals {
  const ipv4 = clearRoutes("ipv4");
  return { ipv4, ipv6: clearRoutes("ipv6"), marking: removeMarking() ?? "" };
}

export { clearKernel, clearRoutes };
