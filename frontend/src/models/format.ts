/** Numbers as people read them. Unknown is a dash, never a zero. */
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";

const unknown = "–";

const byteUnits = ["B", "KB", "MB", "GB", "TB"];

/** Steps of 1024 as the original Mini-MWAN showed them, one decimal from KB on. */
function formatBytes(bytes: number | null): string {
  if (bytes === null) return unknown;
  let value = bytes;
  let unit = 0;
  // What would be rounded to 1024.0 belongs to the next unit already.
  while (unit < byteUnits.length - 1 && value >= (unit === 0 ? 1024 : 1023.95)) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${byteUnits[unit]}`;
}

/** One decimal below 100 ms, none above: nobody needs a tenth of 250 ms. */
function formatMs(ms: number | null): string {
  if (ms === null) return unknown;
  return `${ms < 99.95 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function formatPercent(percent: number | null): string {
  if (percent === null) return unknown;
  return `${Number(percent.toFixed(1))} %`;
}

/** How long something lasts: the largest unit that fits, rounded down. */
function formatSpan(_: Translate, seconds: number): string {
  if (seconds < 60) return fill(_("%s s"), Math.max(0, Math.floor(seconds)));
  if (seconds < 3600) return fill(_("%s min"), Math.floor(seconds / 60));
  if (seconds < 86_400) return fill(_("%s h"), Math.floor(seconds / 3600));
  return fill(_("%s d"), Math.floor(seconds / 86_400));
}

/** The time since something happened. */
function formatAge(_: Translate, seconds: number): string {
  return fill(_("%s ago"), formatSpan(_, seconds));
}

/** Where and how times of day are shown; the browser's own unless a test says otherwise. */
interface Locale {
  language?: string;
  timeZone?: string;
}

/**
 * A moment by the router's clock: the time of day, with the date unless it is the day of `nowS`. Both
 * in seconds since 1970.
 */
function formatMoment(atS: number, nowS: number, locale: Locale = {}): string {
  const zone = locale.timeZone === undefined ? {} : { timeZone: locale.timeZone };
  const day = new Intl.DateTimeFormat(locale.language, { dateStyle: "medium", ...zone });
  const time = { hour: "2-digit", minute: "2-digit", ...zone } as const;
  const at = new Date(atS * 1000);
  const isToday = day.format(at) === day.format(new Date(nowS * 1000));
  const date = isToday ? {} : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(locale.language, { ...date, ...time }).format(at);
}

export { formatAge, formatBytes, formatMoment, formatMs, formatPercent, formatSpan };
export type { Locale };
