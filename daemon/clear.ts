/** Leaves the kernel as if there were no Mini-MWAN. */
import type { Family } from "../shared/domain.ts";
import { emptyPlan } from "./engine/plan.ts";
import { applyPlan } from "./kernel/apply.ts";
import { applyMarking } from "./kernel/marking.ts";

/** What the kernel would not give up, in words, by what it concerns; empty where it did. */
type Refusals = { [concern in Family | "marking"]: string };

/** Takes away every rule, route and mark of ours, whichever daemon made them. */
function clearKernel(): Refusals {
  const refusalsOf = (family: Family): string => join("; ", applyPlan(emptyPlan(family)).errors);
  return { ipv4: refusalsOf("ipv4"), ipv6: refusalsOf("ipv6"), marking: applyMarking(null) ?? "" };
}

export { clearKernel };
