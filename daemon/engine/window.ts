/** Statistics of the latest probe results: latency, jitter and loss. */
import type { LinkQuality } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import type { ProbeResult } from "./state.ts";

/** Rounds that count: enough to smooth a single loss, few enough to follow a change. */
const windowRounds = 10;

/** Bound of the memory one window takes, whatever the configuration. */
const maxResults = 120;

/** The window with one more result, and without what no longer counts. */
function withResult(
  window: ProbeResult[],
  result: ProbeResult,
  probesPerRound: number
): ProbeResult[] {
  const size = min(maxResults, probesPerRound * windowRounds);
  const kept = length(window) >= size ? slice(window, length(window) - size + 1) : window;
  return [...kept, result];
}

/** Mean absolute difference of consecutive round trips to the same target, in µs, or null. */
function jitterUsOf(window: readonly ProbeResult[]): number | null {
  const lastRttUs: { [target: string]: number } = {};
  let sumUs = 0;
  let count = 0;
  for (let i = 0; i < length(window); i++) {
    const result = window[i] as ProbeResult;
    if (result.rttUs == null) {
      continue;
    }
    const previousUs = lastRttUs[result.target];
    if (previousUs != null) {
      sumUs += previousUs > result.rttUs ? previousUs - result.rttUs : result.rttUs - previousUs;
      count++;
    }
    lastRttUs[result.target] = result.rttUs;
  }
  return count > 0 ? ratio(sumUs, count) : null;
}

/**
 * Latency is the mean round trip (RFC 2681), loss the share of probes without a reply in time
 * (RFC 6673), jitter the mean absolute difference of consecutive round trips (RFC 3393).
 */
function qualityOf(window: readonly ProbeResult[]): LinkQuality {
  let sumUs = 0;
  let answeredCount = 0;
  for (let i = 0; i < length(window); i++) {
    const rttUs = window[i]?.rttUs;
    if (rttUs != null) {
      sumUs += rttUs;
      answeredCount++;
    }
  }
  const jitterUs = jitterUsOf(window);
  return {
    latencyMs: answeredCount > 0 ? ratio(sumUs, answeredCount * 1000) : null,
    jitterMs: jitterUs != null ? ratio(jitterUs, 1000) : null,
    lossPct:
      length(window) > 0 ? ratio(100 * (length(window) - answeredCount), length(window)) : null,
  };
}

export { withResult, qualityOf };
