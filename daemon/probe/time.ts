/** The prober's clock. */

/** Monotonic microseconds with fractions, for differences. */
function nowUs(): number {
  const now = clock(true);
  return now[0] * 1000000 + now[1] * 0.001;
}

/** Whole microseconds since an earlier `nowUs`. */
function elapsedUs(sinceUs: number): number {
  return int(nowUs() - sinceUs);
}

export { nowUs, elapsedUs };
