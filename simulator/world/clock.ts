/** The virtual clock: nothing in the simulated world happens but by `advance`. */

/** One appointment on the clock. */
interface Appointment {
  /** Does nothing when it has run or is cancelled already. */
  cancel(): void;
  readonly pending: boolean;
}

interface Entry {
  atMs: number;
  order: number;
  callback: (() => void) | null;
}

/** So many callbacks without time moving mean that two of them wake each other for ever. */
const maxCallbacksAtOneInstant = 200_000;

class Clock {
  /** Milliseconds since the world began, with fractions; the monotonic clock. */
  nowMs = 0;
  /** Wall clock minus monotonic clock; change it to step the wall clock. */
  wallOffsetMs: number;
  #heap: Entry[] = [];
  #order = 0;

  /** @param wallStartMs what the wall clock shows at the beginning, milliseconds since 1970 */
  constructor(wallStartMs: number) {
    this.wallOffsetMs = wallStartMs;
  }

  /** Milliseconds since 1970. */
  get wallMs(): number {
    return this.nowMs + this.wallOffsetMs;
  }

  /** Has `callback` run `delayMs` from now; those due at the same time run in the order they came. */
  after(delayMs: number, callback: () => void): Appointment {
    const entry: Entry = {
      atMs: this.nowMs + Math.max(0, delayMs),
      order: this.#order++,
      callback,
    };
    this.#insert(entry);
    return {
      cancel() {
        entry.callback = null;
      },
      get pending() {
        return entry.callback !== null;
      },
    };
  }

  /** Moves time on, running what falls due on the way, including what that itself schedules. */
  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    let instantMs = this.nowMs;
    let count = 0;
    for (let entry = this.#heap[0]; entry && entry.atMs <= untilMs; entry = this.#heap[0]) {
      this.#removeFirst();
      if (entry.callback === null) continue;
      if (entry.atMs > instantMs) {
        instantMs = entry.atMs;
        count = 0;
      }
      count += 1;
      if (count > maxCallbacksAtOneInstant)
        throw new Error(
          `The virtual clock stands still at ${instantMs} ms: callbacks keep scheduling each other without delay. Look for a timer of 0 ms or a socket handler that never reads.`
        );
      this.nowMs = Math.max(this.nowMs, entry.atMs);
      const { callback } = entry;
      entry.callback = null;
      callback();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  #insert(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

export { Clock };
export type { Appointment };
