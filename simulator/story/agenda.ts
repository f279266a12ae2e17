/** What is going to happen in a story: things that the daemon does, and those that happen to it. */
interface Happening {
  atMs: number;
  isOurs: boolean;
  happens: () => void;
}

class Agenda {
  #happenings: Happening[] = [];

  add(atMs: number, isOurs: boolean, happens: () => void): void {
    let at = this.#happenings.length;
    while (at > 0 && (this.#happenings[at - 1] as Happening).atMs > atMs) at--;
    this.#happenings.splice(at, 0, { atMs, isOurs, happens });
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
    if (due.length === 0) return;
    this.#happenings = this.#happenings.filter((one) => !isDue(one));
    for (const one of due) one.happens();
  }
}

export { Agenda };
