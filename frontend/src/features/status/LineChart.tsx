/** The course of a path: round trips as a line, outages and losses as bars, each step to be asked. */
import { useSignal } from "@preact/signals";
import type { HistorySpan } from "../../../../shared/queries.ts";
import { deriveChart, isOut } from "../../models/derive-chart.ts";
import type { Chart } from "../../models/derive-chart.ts";
import {
  formatAge,
  formatClock,
  formatMs,
  formatPercent,
  formatSpan,
} from "../../models/format.ts";
import { spanLengths } from "../../models/history.ts";
import type { Sample } from "../../models/history.ts";
import { fill, useTranslate } from "../../models/translate.ts";
import type { Translate } from "../../models/translate.ts";

interface LineChartProps {
  id: string;
  /** Of the uplink, and of the family where there are two. */
  name: string;
  samples: Sample[];
  span: HistorySpan;
  /** Of the status: the chart moves with it. */
  nowS: number;
  checkS: number | null;
}

const height = 100;

/** A column of the chart; its width in steps. */
function bar(step: number, width: number, tall: number): string {
  return `M${step} ${height}v${-tall}h${width}v${tall}z`;
}

/** Nothing while it is out: what is known then is from before. */
function latencyOf(point: Sample | null | undefined): number | null {
  return point && !isOut(point) ? point.latencyMs : null;
}

/** Shapes of the round trips, from the ground up, of losses and of outages. */
function drawChart(chart: Chart): [latencies: string, losses: string, outages: string] {
  const { points, fromS, stepS, lowestMs, highestMs } = chart;
  // A steady line is to look steady: the scale reaches from zero to twice the lowest at least.
  const topMs = Math.max((highestMs ?? 0) * 1.15, (lowestMs ?? 0) * 2, 1);
  let [latencies, losses, outages] = ["", "", ""];
  let isOpen = false;
  for (const [step, point] of points.entries()) {
    const ms = latencyOf(point);
    if (ms !== null) {
      if (!isOpen) latencies += `M${step} ${height}`;
      latencies += `V${Math.round(height * (1 - ms / topMs))}h1`;
    } else if (isOpen) latencies += `V${height}`;
    isOpen = ms !== null;
    if (point?.lossPct && !isOut(point)) losses += bar(step, 1, point.lossPct);
  }
  if (isOpen) latencies += `V${height}`;
  for (const { fromS: startS, toS } of chart.outages)
    outages += bar((startS - fromS) / stepS, (toS - startS) / stepS, height);
  return [latencies, losses, outages];
}

/** What the chart shows, in a sentence. */
function describeChart(_: Translate, { outages, lowestMs, highestMs }: Chart): string {
  const outS = outages.reduce((sum, { fromS, toS }) => sum + toS - fromS, 0);
  if (outages.length > 1) return fill(_("%s outages, %s in all"), outages.length, formatSpan(outS));
  if (outages.length === 1) return fill(_("One outage, about %s"), formatSpan(outS));
  return highestMs === null
    ? _("Nothing measured yet")
    : fill(_("%s to %s, no outage"), formatMs(lowestMs), formatMs(highestMs));
}

/** What was measured at a step; it names its own time, which may be a little earlier. */
function describePoint(_: Translate, { points, fromS, stepS }: Chart, step: number): string {
  const point = points[step];
  if (!point) return fill(_("%s: not measured"), formatClock(fromS + step * stepS));
  const when = formatClock(point.time);
  return isOut(point)
    ? fill(_("%s: no answer"), when)
    : fill(_("%s: %s, %s loss"), when, formatMs(point.latencyMs), formatPercent(point.lossPct));
}

function LineChart({ id, name, samples, span, nowS, checkS }: LineChartProps) {
  const _ = useTranslate();
  const cursor = useSignal<number | null>(null);
  const step = cursor.value;
  const chart = deriveChart(samples, span, nowS, checkS);
  const last = chart.points.length - 1;
  const [latencies, losses, outages] = drawChart(chart);
  const text = step === null ? describeChart(_, chart) : describePoint(_, chart, step);
  const leave = (): void => {
    cursor.value = null;
  };
  return (
    // Time runs to the right, whatever the language does.
    <div dir="ltr">
      <div class="mm-chart">
        <svg viewBox={`0 0 ${last + 1} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <path class="mm-outages" d={outages} />
          <path class="mm-losses" d={losses} />
          <path class="mm-latencies" d={latencies} />
          {step !== null && <path class="mm-cursor" d={`M${step + 0.5} 0v${height}`} />}
        </svg>
        <input
          type="range"
          aria-label={fill(_("Course of %s"), name)}
          aria-describedby={id}
          aria-valuetext={text}
          max={last}
          value={step ?? last}
          onInput={({ currentTarget }) => {
            cursor.value = currentTarget.valueAsNumber;
          }}
          onPointerMove={({ currentTarget, offsetX }) => {
            const part = offsetX / currentTarget.offsetWidth;
            cursor.value = Math.max(0, Math.min(last, Math.floor(part * (last + 1))));
          }}
          onFocus={() => {
            cursor.value ??= last;
          }}
          onPointerLeave={leave}
          onBlur={leave}
        />
      </div>
      <p class="mm-caption mm-muted">
        <bdi>{formatAge(spanLengths[span].lengthS)}</bdi>
        <bdi id={id}>{text}</bdi>
        <bdi>{_("now")}</bdi>
      </p>
    </div>
  );
}

export { LineChart };
