/** Numbers and times as people read them, in their language. Unknown is a dash, never a zero. */

const unknown = "–";

/** The page's, in which the formatters below are. */
let language: string | null = null;

/** Making a formatter takes longer than all else in an update, so each is made once. */
const formatters = new Map<string, unknown>();

function cached<T>(kind: string, make: (language: string | undefined) => T): T {
  const { lang } = document.documentElement;
  if (lang !== language) formatters.clear();
  language = lang;
  // LuCI's codes may have an underscore.
  const known = (formatters.get(kind) as T) ?? make(lang.replace("_", "-") || undefined);
  formatters.set(kind, known);
  return known;
}

/** With one decimal where that says something: nobody needs a tenth of 250. */
function formatUnit(value: number | null, unit: string): string {
  if (value === null) return unknown;
  const digits = value < 99.95 ? 1 : 0;
  const options = { style: "unit", unit, maximumFractionDigits: digits } as const;
  return cached(unit + digits, (tag) => new Intl.NumberFormat(tag, options)).format(value);
}

const sizes = ["", "kilo", "mega", "giga", "tera"];

/** In the largest of units that are each `step` times the one before; at most `largest` of them. */
function formatScaled(value: number | null, step: number, unit: string, largest: number): string {
  let scaled = value;
  let size = 0;
  // What would be rounded up to a whole step belongs to the next unit already.
  while (scaled !== null && size < largest && scaled >= (size ? step - 0.5 : step)) {
    scaled /= step;
    size += 1;
  }
  return formatUnit(scaled, sizes[size] + unit);
}

/** Steps of 1024, as the original Mini-MWAN showed them. */
function formatBytes(bytes: number | null): string {
  return formatScaled(bytes, 1024, "byte", 4);
}

/** Bytes in a second, told in bits as providers do. */
function formatRate(bytesPerS: number | null): string {
  return formatScaled(bytesPerS === null ? null : bytesPerS * 8, 1000, "bit-per-second", 3);
}

function formatMs(ms: number | null): string {
  return formatUnit(ms, "millisecond");
}

function formatPercent(percent: number | null): string {
  return formatUnit(percent, "percent");
}

const spans = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

type SpanUnit = (typeof spans)[number][0];

/** The largest unit that fits, rounded down. */
function largestUnit(seconds: number): [count: number, unit: SpanUnit] {
  const [unit, length] = spans.find((span) => seconds >= span[1]) ?? spans[3];
  return [Math.max(0, Math.floor(seconds / length)), unit];
}

/** How long something lasts. */
function formatSpan(seconds: number): string {
  return formatUnit(...largestUnit(seconds));
}

/** The time since something happened. */
function formatAge(seconds: number): string {
  const [count, unit] = largestUnit(seconds);
  const format = cached("age", (tag) => new Intl.RelativeTimeFormat(tag, { style: "short" }));
  // Minus zero is the past, too.
  return format.format(-count, unit);
}

function formatTime(atS: number, kind: string, options: Intl.DateTimeFormatOptions): string {
  return cached(kind, (tag) => new Intl.DateTimeFormat(tag, options)).format(atS * 1000);
}

/** The time of day to the second. */
function formatClock(atS: number): string {
  return formatTime(atS, "clock", { timeStyle: "medium" });
}

/**
 * A moment by the router's clock: the time of day, with the date unless it is the day of `nowS`. Both
 * in seconds since 1970.
 */
function formatMoment(atS: number, nowS: number): string {
  const day = (momentS: number): string => new Date(momentS * 1000).toDateString();
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  return day(atS) === day(nowS)
    ? formatTime(atS, "time", time)
    : formatTime(atS, "date", { day: "numeric", month: "short", ...time });
}

/** "a", "a and b", "a, b and c". */
function enumerate(names: string[]): string {
  return cached("list", (tag) => new Intl.ListFormat(tag)).format(names);
}

export { enumerate, formatAge, formatBytes, formatClock, formatMoment, formatMs };
export { formatPercent, formatRate, formatSpan, formatUnit };
