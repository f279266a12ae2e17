/** The clocks, in the daemon's units. */

/** An offset that moved by more than this is a clock that was set, not noise of reading twice. */
const clockSetMs = 500;

/** Monotonic time in whole milliseconds. */
function monotonicMs(): number {
  const now = clock(true);
  return now[0] * 1000 + int(now[1] * 0.000001);
}

/**
 * Gives wall clock minus monotonic clock in milliseconds, the same figure until the clock is set: so
 * that a time shown twice is the same time.
 */
function createWallOffset(): () => number {
  let offsetMs: number | null = null;
  return () => {
    const now = clock(false);
    const freshMs = now[0] * 1000 + int(now[1] * 0.000001) - monotonicMs();
    const drift = offsetMs == null ? clockSetMs + 1 : freshMs - offsetMs;
    if (drift > clockSetMs || drift < -clockSetMs) {
      offsetMs = freshMs;
    }
    return offsetMs as number;
  };
}

/** A moment on the wall for people: the time of day, with the date unless it is today. */
function clockText(wallMs: number): string {
  const then = localtime(int(wallMs * 0.001));
  const today = localtime();
  const hour = sprintf("%02d:%02d", then.hour, then.min);
  return then.mday == today.mday && then.mon == today.mon && then.year == today.year
    ? hour
    : sprintf("%04d-%02d-%02d %s", then.year, then.mon, then.mday, hour);
}

export { clockText, monotonicMs, createWallOffset };
