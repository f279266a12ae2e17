/** Ranges of ports as texts. */
import type { PortRange } from "../domain.ts";
import { wholeNumberOf } from "./number.ts";

/** The kernel's rules know no port 65535 (fib_rule_port_range_valid). */
const lastPort = 65534;

/** The range in a text such as `443` or `8000-8100`, of 1 to 65534; null for every other text. */
function portRangeOf(text: string): PortRange | null {
  const ends = map(split(text, "-"), (end) => wholeNumberOf(end));
  const from = ends[0];
  const to = ends[length(ends) - 1];
  const valid =
    length(ends) <= 2 && from != null && to != null && from >= 1 && from <= to && to <= lastPort;
  return valid ? { from, to } : null;
}

/** The range as a text. */
function portsText(range: PortRange): string {
  return range.from == range.to ? `${range.from}` : `${range.from}-${range.to}`;
}

export { portRangeOf, portsText };
