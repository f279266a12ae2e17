/** The course of a path as a chart of equal steps. Pure. */
import type { HistorySpan } from "../../../shared/queries.ts";
import { spanLengths } from "./history.ts";
import type { Sample } from "./history.ts";

/** How many steps a chart has: five seconds each, or ten minutes. */
const chartSteps: Record<HistorySpan, number> = { recent: 120, day: 144 };

/** The path is out for a while; the last outage may not be over. */
interface Outage {
  fromS: number;
  toS: number;
}

interface Chart {
  /** From the oldest to now: the worst that is known of each step, or null. */
  points: (Sample | null)[];
  /** Of all points; null when nothing is known. */
  lowestMs: number | null;
  highestMs: number | null;
  outages: Outage[];
  /** When the first step begins, and how long each is. */
  fromS: number;
  stepS: number;
}

/** The daemon puts its history down once a minute, so its last minute may be missing. */
const holdS = 65;

function isOut({ health, lossPct }: Sample): boolean {
  return health === "offline" || lossPct === 100;
}

/** Of two samples of one step the one that says more: an outage, or the slower one. */
function worseOf(a: Sample | null, b: Sample): Sample {
  if (a === null || isOut(b)) return b;
  if (isOut(a)) return a;
  return (a.lossPct ?? 0) > (b.lossPct ?? 0) || (a.latencyMs ?? 0) > (b.latencyMs ?? 0) ? a : b;
}

/** Each step without a sample of its own goes on from the last one, as long as that is not too old. */
function fillSteps(points: (Sample | null)[], stepS: number, checkS: number): void {
  const most = Math.ceil(Math.max(holdS, 2.5 * checkS) / stepS);
  let last = -1;
  for (let step = 0; step < points.length; step += 1) {
    if (points[step]) last = step;
    else if (last >= 0 && step - last <= most) points[step] = points[last] ?? null;
  }
}

function outagesOf(points: Chart["points"], fromS: number, stepS: number): Outage[] {
  const outages: Outage[] = [];
  for (const [step, point] of points.entries()) {
    if (point === null || !isOut(point)) continue;
    const startS = fromS + step * stepS;
    const last = outages.at(-1);
    if (last?.toS === startS) last.toS += stepS;
    else outages.push({ fromS: startS, toS: startS + stepS });
  }
  return outages;
}

/** `checkS` is the time between two checks, null when it is not known. */
function deriveChart(
  samples: Sample[],
  span: HistorySpan,
  nowS: number,
  checkS: number | null
): Chart {
  const count = chartSteps[span];
  const stepS = spanLengths[span].lengthS / count;
  // In whole steps, so that a chart moves to the side and does not change its shape.
  const fromS = (Math.floor(nowS / stepS) + 1 - count) * stepS;
  const points = Array.from<Sample | null>({ length: count }).fill(null);
  for (const sample of samples) {
    const step = Math.floor((sample.time - fromS) / stepS);
    if (step >= 0 && step < count) points[step] = worseOf(points[step] ?? null, sample);
  }
  fillSteps(points, stepS, checkS ?? 0);
  const known = points.flatMap((point) => point?.latencyMs ?? []);
  return {
    points,
    lowestMs: known.length > 0 ? Math.min(...known) : null,
    highestMs: known.length > 0 ? Math.max(...known) : null,
    outages: outagesOf(points, fromS, stepS),
    fromS,
    stepS,
  };
}

export { deriveChart, isOut };
export type { Chart };
