/** Keeps the later probes of a round until their time has come. */
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import { monotonicMs } from "./clock.ts";
import type { Effect } from "./engine/event.ts";

type SendProbe = Extract<Effect, { kind: "sendProbe" }>;

/** Probes that are due within this time leave together: each wake-up costs more than a probe. */
const gatherMs = 10;

interface Pacer {
  /** Hands the probe on when its delay is over, if it is still wanted then. */
  later(probe: SendProbe): void;
  /** Drops all that wait. */
  forget(): void;
}

interface Waiting {
  atMs: number;
  probe: SendProbe;
}

/** A pacer that hands probes to `send`; `isWanted` is asked again when their time has come. */
function createPacer(
  isWanted: (probe: SendProbe) => boolean,
  send: (probe: SendProbe) => void
): Pacer {
  /** In the order of time. */
  let waiting: Waiting[] = [];
  let alarm: Timer | null = null;

  function sendDue(): void {
    const nowMs = monotonicMs();
    while (length(waiting) > 0 && (waiting[0] as Waiting).atMs <= nowMs + gatherMs) {
      const due = shift(waiting) as Waiting;
      if (isWanted(due.probe)) {
        send(due.probe);
      }
    }
    const next = waiting[0];
    if (next != null) {
      alarm?.set?.(next.atMs - nowMs);
    }
  }
  alarm = timer(-1, sendDue);

  function later(probe: SendProbe): void {
    const nowMs = monotonicMs();
    const atMs = nowMs + probe.delayMs;
    let at = length(waiting);
    while (at > 0 && (waiting[at - 1] as Waiting).atMs > atMs) {
      at--;
    }
    splice(waiting, at, 0, { atMs, probe });
    if (at == 0) {
      alarm?.set?.(probe.delayMs);
    }
  }

  return {
    later,
    forget: () => {
      waiting = [];
    },
  };
}

export { createPacer };
