/**
 * Repairs: rules and routes of ours that somebody else changed or took away are put back. A program that
 * insists could make two programs run hot, so repairs are counted and bounded.
 */
import type { State } from "./state.ts";

/** So many repairs a second are made at once; the next ones wait until the second is over. */
const mostRepairs = 5;
const windowMs = 1000;

/** So long after its last change a program is said to insist. */
const saidForMs = 60000;

/** The state with one more repair counted. */
function withRepair(state: State, nowMs: number): State {
  const before = state.repairs;
  const isOver = nowMs - before.fromMs >= windowMs;
  const count = isOver ? 1 : before.count + 1;
  const contestedAtMs = count >= mostRepairs ? nowMs : before.contestedAtMs;
  return { ...state, repairs: { fromMs: isOver ? nowMs : before.fromMs, count, contestedAtMs } };
}

/** Both families' plans have to be carried out again: at once, or soon where there were too many repairs. */
function withRepairsDue(state: State, nowMs: number): State {
  const routing = state.routing;
  const repairs = state.repairs;
  const nextMs = repairs.fromMs + windowMs;
  const due =
    repairs.count >= mostRepairs && nowMs < nextMs
      ? { retryAtMs: nextMs }
      : { stage: "due" as const };
  return {
    ...state,
    routing: { ipv4: { ...routing.ipv4, ...due }, ipv6: { ...routing.ipv6, ...due } },
  };
}

/** Whether somebody keeps changing what is ours. */
function isContested(state: State, nowMs: number): boolean {
  const atMs = state.repairs.contestedAtMs;
  return atMs != null && nowMs - atMs < saidForMs;
}

export { isContested, withRepair, withRepairsDue };
