/** Seeded pseudo-random numbers, so that a simulated story goes the same way each time. */

interface Random {
  /** At least 0, below 1. */
  next(): number;
}

/** Mulberry32, a small generator with a state of 32 bits, in the public domain. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    },
  };
}

export { createRandom };
export type { Random };
