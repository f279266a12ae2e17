/** Times at which something is due; null where nothing is. */

/** The earlier of the two. */
function sooner(a: number | null, b: number | null): number | null {
  return a == null || b == null ? (a ?? b) : min(a, b);
}

export { sooner };
