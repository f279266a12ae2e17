/** Replies that have arrived and that nobody has looked for yet, as in a socket's buffer. */
import type { Family } from "../../shared/domain.ts";
import type { Event, Reply } from "../../daemon/engine/event.ts";

interface Arrival extends Reply {
  section: string;
  family: Family;
}

class Arrivals {
  #waiting: Arrival[] = [];

  add(arrival: Arrival): void {
    this.#waiting.push(arrival);
  }

  /** Takes them out, as one event for each path. */
  take(nowMs: number): Event[] {
    const paths = new Map<string, Arrival[]>();
    for (const arrival of this.#waiting) {
      const path = `${arrival.section} ${arrival.family}`;
      paths.set(path, [...(paths.get(path) ?? []), arrival]);
    }
    this.#waiting = [];
    return [...paths.values()].map((replies) => {
      const { section, family } = replies[0] as Arrival;
      return { kind: "replies", nowMs, section, family, replies };
    });
  }
}

export { Arrivals };
