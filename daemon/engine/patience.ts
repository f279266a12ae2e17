/** How long to wait for a reply: as long as the line is known to need (RFC 6298). */
import type { UplinkConfig } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import type { PathState, RoundTrip } from "./state.ts";

/** A reply is never late before this, however fast the line: schedulers and radios need it. */
const minPatienceMs = 100;

/**
 * A reply later than the timeout by up to this is heard all the same: then the line is slow, not dead. It is
 * more than what buffers on the way commonly hold.
 */
const lateMs = 3000;

/** Nothing is known of a new line, and a wrong first verdict would move traffic: it gets this much longer. */
const strangerMs = 1000;

/** Smoothed round trip and its variation with one more reply (RFC 6298, section 2). */
function roundTripWith(before: RoundTrip | null, rttUs: number): RoundTrip {
  if (before == null) {
    return { srttUs: rttUs, rttvarUs: ratio(rttUs, 2) };
  }
  const srttUs = before.srttUs;
  const errorUs = rttUs > srttUs ? rttUs - srttUs : srttUs - rttUs;
  return {
    srttUs: srttUs * 0.875 + rttUs * 0.125,
    rttvarUs: before.rttvarUs * 0.75 + errorUs * 0.25,
  };
}

/** How long a reply may take before its probe counts as unanswered, in milliseconds. */
function patienceMsOf(path: PathState, config: UplinkConfig): number {
  const timeoutMs = config.pingTimeoutS * 1000;
  const roundTrip = path.roundTrip;
  if (roundTrip == null) {
    return timeoutMs + (path.health == "unknown" ? strangerMs : 0);
  }
  const expectedMs = int(ratio(roundTrip.srttUs + 4 * roundTrip.rttvarUs, 1000)) + 1;
  return min(timeoutMs + lateMs, max(minPatienceMs, expectedMs));
}

/** How long until its probe is given up: `ping_timeout`, unless the line is known to be slower. */
function limitMsOf(path: PathState, config: UplinkConfig): number {
  return max(config.pingTimeoutS * 1000, patienceMsOf(path, config));
}

export { lateMs, limitMsOf, patienceMsOf, roundTripWith };
