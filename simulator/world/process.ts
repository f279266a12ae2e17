/**
 * Programs of the simulated router. Whatever a program acquires while it runs (timers, sockets,
 * subscriptions, published objects) belongs to it and goes when it ends, however it ends.
 */
import type { Clock } from "./clock.ts";

/** Thrown by ucode's `exit`; ends the program that called it. */
class ExitSignal extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit(${code})`);
    this.code = code;
  }
}

/** How a program ended: by itself, by an exception nobody caught, or killed by a signal. */
interface Ending {
  exitCode: number;
  /** The exception's message, null unless one ended it. */
  exception: string | null;
  killedBy: string | null;
}

class Process {
  readonly name: string;
  running = true;
  #clock: Clock;
  #releases = new Set<() => void>();
  #signalHandlers = new Map<string, () => void>();
  #endRequested = false;
  #depth = 0;
  #onEnd: (ending: Ending) => void;

  constructor(name: string, clock: Clock, onEnd: (ending: Ending) => void) {
    this.name = name;
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** Keeps `release` for the program's end; the function returned forgets it again. */
  own(release: () => void): () => void {
    this.#releases.add(release);
    return () => this.#releases.delete(release);
  }

  /** Runs `work` as this program. An exception ends the program as it would end the real one. */
  run(work: () => void): void {
    if (!this.running) return;
    try {
      this.evaluate(work);
    } catch (error) {
      this.#endBy(error);
    }
    if (this.#endRequested && this.#depth === 0) this.end({ exitCode: 0 });
  }

  /** Runs `work` as this program and gives its result; exceptions pass through to the caller. */
  evaluate<T>(work: () => T): T {
    this.#depth += 1;
    try {
      return runAs(this, work);
    } finally {
      this.#depth -= 1;
    }
  }

  /** Ends it once the present callback has returned: uloop.end. */
  requestEnd(): void {
    this.#endRequested = true;
  }

  onSignal(name: string, handler: () => void): () => void {
    this.#signalHandlers.set(name, handler);
    return () => this.#signalHandlers.delete(name);
  }

  /** Delivers a signal by name, "TERM" for one; without a handler, or as "KILL", it ends the program. */
  signal(name: string): void {
    if (name === "KILL") return this.end({ exitCode: 137, killedBy: name });
    this.#clock.after(0, () => {
      const handler = this.#signalHandlers.get(name);
      if (handler) this.run(handler);
      else this.end({ exitCode: 143, killedBy: name });
    });
  }

  /** Drops everything it holds, with no clean-up of its own. */
  end(ending: Partial<Ending>): void {
    if (!this.running) return;
    this.running = false;
    for (const release of [...this.#releases]) release();
    this.#releases.clear();
    this.#signalHandlers.clear();
    this.#onEnd({ exitCode: 0, exception: null, killedBy: null, ...ending });
  }

  #endBy(error: unknown): void {
    if (error instanceof ExitSignal) return this.end({ exitCode: error.code });
    const exception = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.end({ exitCode: 255, exception });
  }
}

let current: Process | null = null;

function runAs<T>(process: Process, work: () => T): T {
  const caller = current;
  current = process;
  try {
    return work();
  } finally {
    current = caller;
  }
}

/** The program whose code runs now, or null outside of any. */
function currentProcess(): Process | null {
  return current;
}

export { Process, ExitSignal, currentProcess };
export type { Ending };
