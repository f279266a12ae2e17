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

/** Microseconds since 1970 with fractions, to compare with the kernel's times. */
function wallUs(): number {
  const now = clock(false);
  return now[0] * 1000000 + now[1] * 0.001;
}

export { nowUs, elapsedUs, wallUs };
