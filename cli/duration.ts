/** Times as people write and read them. */
import { quotient } from "../shared/router/number.ts";
import { matchLine } from "../shared/router/text.ts";

const unitSeconds: { [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of a text such as `90`, `15m`, `1h30m` or `2d`; null for any other. */
function secondsOf(text: string): number | null {
  if (matchLine(text, /^[0-9]{1,7}$/) != null) {
    return int(text);
  }
  let rest = text;
  let seconds = 0;
  while (rest != "") {
    const found = matchLine(rest, /^([0-9]{1,7})([smhd])/);
    if (found == null) {
      return null;
    }
    seconds += int(found[1]) * (unitSeconds[found[2] as string] as number);
    rest = substr(rest, length(found[0] as string));
  }
  return text == "" ? null : seconds;
}

/** A length of time in its two largest units, `3 h 12 min`; a negative one, of a clock set back, is 0. */
function durationText(seconds: number): string {
  const s = max(0, int(seconds));
  if (s < 60) {
    return `${s} s`;
  }
  const minutes = quotient(s, 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = quotient(minutes, 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${quotient(hours, 24)} d ${hours % 24} h`;
}

/** A moment on the router's clock: `12:03:20`, and before it the day when that is not today. */
function momentText(timeS: number, nowS: number): string {
  const then = localtime(timeS);
  const today = localtime(nowS);
  const clock = sprintf("%02d:%02d:%02d", then.hour, then.min, then.sec);
  const isToday = then.mday == today.mday && then.mon == today.mon && then.year == today.year;
  return isToday ? clock : sprintf("%04d-%02d-%02d %s", then.year, then.mon, then.mday, clock);
}

export { secondsOf, durationText, momentText };
