/** The probes that have a socket of their own and are still waited for. */
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import { closeExchange, startExchange } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import type { RandomBytes } from "./random.ts";
import type { AnswerHandler, FailureHandler, ProbeRequest } from "./request.ts";
import { nowUs } from "./time.ts";

/**
 * Sockets open at once: a quarter of what a process may have. When there are more, the longest open one
 * gives way, which is a lost one unless a round trip takes longer than to start so many.
 */
const maxExchanges = 256;

/** Least time between two looks for exchanges whose time is up, so that a dead line costs little. */
const expiryPauseUs = 100000;

interface Exchanges {
  /** Null when the probe to this target of the request, with this number, is on its way, else why not. */
  start(request: ProbeRequest, target: string, sequence: number): string | null;
  /** Closes the sockets of all sections but these. */
  keepOnly(sections: readonly string[]): void;
}

/** When nobody waits for it any more. */
function deadlineUs(exchange: Exchange): number {
  return exchange.startedUs + exchange.request.timeoutMs * 1000;
}

/** No exchange yet. Their answers go to `onAnswers`, their early failures to `onFailure`. */
function createExchanges(
  randomBytes: RandomBytes,
  onAnswers: AnswerHandler,
  onFailure: FailureHandler
): Exchanges {
  /** By number, in the order of their start. */
  const open: { [number: string]: Exchange } = {};
  let started = 0;
  /** Assigned below: what it calls sets it again. */
  let expiry: Timer | null = null;
  let expiryUs: number | null = null;

  function close(number: string): void {
    const exchange = open[number] as Exchange;
    delete open[number];
    closeExchange(exchange);
  }

  function wakeAt(atUs: number): void {
    if (expiryUs == null || atUs < expiryUs) {
      expiryUs = atUs;
      // Rounded up: earlier than asked for would be too early.
      expiry?.set?.(max(0, int((atUs - nowUs()) * 0.001) + 1));
    }
  }

  function closeExpired(): void {
    expiryUs = null;
    const now = nowUs();
    const numbers = keys(open);
    for (let i = 0; i < length(numbers); i++) {
      const number = numbers[i] as string;
      const endUs = deadlineUs(open[number] as Exchange);
      if (endUs <= now) {
        close(number);
      } else {
        wakeAt(max(endUs, now + expiryPauseUs));
      }
    }
  }

  expiry = timer(-1, closeExpired);

  function start(request: ProbeRequest, target: string, sequence: number): string | null {
    if (length(open) >= maxExchanges) {
      close(keys(open)[0] as string);
    }
    started++;
    const number = `${started}`;
    const begun = startExchange(request, target, randomBytes, (rttUs, reason) => {
      delete open[number];
      if (rttUs == null) {
        onFailure(request.section, request.family, sequence, reason);
      } else {
        onAnswers(request.section, request.family, [{ sequence, rttUs }]);
      }
    });
    if (type(begun) == "string") {
      return begun as string;
    }
    open[number] = begun as Exchange;
    wakeAt(deadlineUs(begun as Exchange));
    return null;
  }

  function keepOnly(sections: readonly string[]): void {
    const numbers = keys(open);
    for (let i = 0; i < length(numbers); i++) {
      const number = numbers[i] as string;
      if (index(sections, (open[number] as Exchange).request.section) < 0) {
        close(number);
      }
    }
  }

  return { start, keepOnly };
}

export { createExchanges };
export type { Exchanges };
