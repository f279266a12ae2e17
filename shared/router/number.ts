/**
 * The one place for divisions: ucode divides two integers as integers, JavaScript never does.
 */

import { matchLine } from "./text.ts";

/** a / b as a fraction; b must not be 0. */
function ratio(a: number, b: number): number {
  return (1.0 * a) / b;
}

/** How often b fits into a; both whole, a >= 0, b > 0. */
function quotient(a: number, b: number): number {
  return (a - (a % b)) / b;
}

/** The value of a text of decimal digits (at most nine), or null when it is anything else. */
function wholeNumberOf(text: string): number | null {
  return matchLine(text, /^[0-9]{1,9}$/) != null ? int(text) : null;
}

/** The value of a text such as `12`, `-3` or `0.25`, or null when it is anything else. */
function numberOf(text: string): number | null {
  return matchLine(text, /^-?[0-9]{1,15}(\.[0-9]{1,9})?$/) != null ? +text : null;
}

export { ratio, quotient, wholeNumberOf, numberOf };
