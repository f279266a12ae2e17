/** What is going to happen in a story: things that the daemon does, and those that happen to it. */
interface Happening {
  atMs: number;
  isOurs: boolean;
  happens: () => void;
}

class Agenda {
  #happenings: Happening[] = [];

  add(atMs: number, isOurs: boolean, happens: () => void): void {
    this.#happenings.push({ atMs, isOurs, happens });
    this.#happenings.sort((a, b) => a.atMs - b.atMs);
  }

  /** Takes the first one out if it comes no later than this. */
  takeFirst(untilMs: number): Happening | null {
    const first = this.#happenings[0];
    if (first === undefined || first.atMs > untilMs) return null;
    this.#happenings.shift();
    return first;
  }

  /** Has those of one kind happen that come no later than this. */
  carryOut(isOurs: boolean, untilMs: number): void {
    const isDue = (one: Happening): boolean => one.isOurs === isOurs && one.atMs <= untilMs;
    const due = this.#happenings.filter(isDue);
    this.#happenings = this.#happenings.filter((one) => !isDue(one));
    for (const one of due) one.happens();
  }
}

export { Agenda };
