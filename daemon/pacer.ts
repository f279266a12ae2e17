/** Keeps the later probes of a round until their time has come. */
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import { monotonicMs } from "./clock.ts";
import type { Effect } from "./engine/event.ts";

type SendProbes = Extract<Effect, { kind: "sendProbes" }>;

/** Those that are due within this time leave together: each wake-up costs more than a probe. */
const gatherMs = 10;

interface Pacer {
  /** Hands the probes on when their time has come, if they are still wanted then. */
  later(probes: SendProbes): void;
  /** Hands on at once what should have left by this time: a busy processor is late itself. */
  catchUp(nowMs: number): void;
  /** Drops all that wait. */
  forget(): void;
}

interface Waiting {
  atMs: number;
  probes: SendProbes;
}

/** A pacer that hands probes to `send`; `isWanted` is asked again when their time has come. */
function createPacer(
  isWanted: (probes: SendProbes) => boolean,
  send: (probes: SendProbes) => void
): Pacer {
  /** In the order of time. */
  let waiting: Waiting[] = [];
  let alarm: Timer | null = null;

  function sendDue(): void {
    const nowMs = monotonicMs();
    while (length(waiting) > 0 && (waiting[0] as Waiting).atMs <= nowMs + gatherMs) {
      const due = shift(waiting) as Waiting;
      if (isWanted(due.probes)) {
        send(due.probes);
      }
    }
    const next = waiting[0];
    if (next != null) {
      alarm?.set?.(next.atMs - nowMs);
    }
  }
  alarm = timer(-1, sendDue);

  function later(probes: SendProbes): void {
    const atMs = probes.atMs;
    let at = length(waiting);
    while (at > 0 && (waiting[at - 1] as Waiting).atMs > atMs) {
      at--;
    }
    splice(waiting, at, 0, { atMs, probes });
    if (at == 0) {
      alarm?.set?.(max(0, atMs - monotonicMs()));
    }
  }

  return {
    later,
    catchUp: (nowMs) => {
      if (length(waiting) > 0 && (waiting[0] as Waiting).atMs <= nowMs) {
        sendDue();
      }
    },
    forget: () => {
      waiting = [];
    },
  };
}

export { createPacer };
