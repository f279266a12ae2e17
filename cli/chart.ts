/** Measurements over time, gathered into stretches and drawn with characters. */
import type { Health } from "../shared/domain.ts";
import { healthByRank } from "../shared/router/history-ring.ts";
import type { HistorySample } from "../shared/router/history-ring.ts";
import { quotient, ratio } from "../shared/router/number.ts";

/** Means over the samples of a stretch of time; null where there is nothing to tell from. */
interface Stretch {
  /** Seconds since 1970 at which it begins. */
  time: number;
  latencyMs: number | null;
  jitterMs: number | null;
  lossPct: number | null;
  /** The worst one. */
  health: Health;
}

const chartHeight = 5;

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < length(values); i++) {
    if (values[i] != null) {
      sum += values[i] as number;
      count++;
    }
  }
  return count == 0 ? null : ratio(sum, count);
}

function stretchOf(timeS: number, samples: readonly HistorySample[]): Stretch {
  const ranks = map(samples, (sample) => index(healthByRank, sample.health));
  return {
    time: timeS,
    latencyMs: meanOf(map(samples, (sample) => sample.latencyMs)),
    jitterMs: meanOf(map(samples, (sample) => sample.jitterMs)),
    lossPct: meanOf(map(samples, (sample) => sample.lossPct)),
    health: healthByRank[max(0, ...ranks)] ?? "unknown",
  };
}

/**
 * The samples gathered into so many stretches of `stepS` seconds, the last of which holds `nowS`. Samples
 * older than all of them are left out.
 */
function stretchesOf(
  samples: readonly HistorySample[],
  nowS: number,
  stepS: number,
  count: number
): Stretch[] {
  const first = quotient(nowS, stepS) - count + 1;
  const groups: HistorySample[][] = [];
  for (let i = 0; i < count; i++) {
    push(groups, []);
  }
  for (let i = 0; i < length(samples); i++) {
    const sample = samples[i] as HistorySample;
    const at = quotient(sample.time, stepS) - first;
    if (at >= 0 && at < count) {
      push(groups[at] as HistorySample[], sample);
    }
  }
  return map(groups, (group, i) => stretchOf((first + i) * stepS, group));
}

/** How a stretch went in one character: nothing known, well, with loss, offline. */
function markOf(stretch: Stretch): string {
  if (stretch.health == "offline") {
    return "X";
  }
  return stretch.lossPct == null ? " " : stretch.lossPct > 0 ? "!" : ".";
}

/**
 * Latency as bars under its largest value, one column for each stretch, and below them a line of marks:
 * `.` well, `!` with loss, `X` offline.
 */
function chartLines(stretches: readonly Stretch[]): string[] {
  const top = max(1, ...map(stretches, (stretch) => stretch.latencyMs ?? 0));
  const lines: string[] = [];
  for (let row = 0; row < chartHeight; row++) {
    const level = chartHeight - row;
    const bars = map(stretches, (stretch) => {
      const part = ratio(stretch.latencyMs ?? 0, top) * chartHeight;
      return stretch.latencyMs == null || part <= level - 1 ? " " : part > level - 0.5 ? "#" : ":";
    });
    const label = level == chartHeight ? sprintf("%6.0f ms", top) : "         ";
    push(lines, `${label} |${join("", bars)}`);
  }
  push(
    lines,
    `          |${join(
      "",
      map(stretches, (stretch) => markOf(stretch))
    )}`
  );
  return lines;
}

export { stretchesOf, chartLines };
export type { Stretch };
