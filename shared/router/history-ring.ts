/**
 * Measurements over time in little memory: seven printable characters each, sixty at most in one text.
 * An object for each would take some hundred bytes. Printable, so that a ring is JSON as it stands.
 */
import type { Health } from "../domain.ts";
import { quotient, ratio } from "./number.ts";
import { matchLine } from "./text.ts";

/** What is known of a path at one time, or on average over the minute that begins then. */
interface HistorySample {
  /** Seconds since 1970. */
  time: number;
  latencyMs: number | null;
  jitterMs: number | null;
  /** 0 to 100. */
  lossPct: number | null;
  health: Health;
}

/**
 * Samples at most one to a unit of time, which is a second or a minute. Block n has units 60 n to
 * 60 n + 59; block numbers ascend, and so do the units in a block's text.
 */
interface Ring {
  blocks: number[];
  texts: string[];
}

/** One path's two rings: the last ten minutes as measured, the last day minute by minute. */
interface PathRings {
  recent: Ring;
  day: Ring;
}

/** Length of a ring in its unit, and the unit. */
interface Span {
  unitS: number;
  units: number;
}

const recentSpan: Span = { unitS: 1, units: 600 };
const daySpan: Span = { unitS: 60, units: 1440 };

const unitsPerBlock = 60;

/** A character for the unit within the block, six for the sample. */
const entryLength = 7;

/** Digits are `#` to `~`: printable, and without the quote. */
const base = 92;
const firstDigit = 35;

/** Times count in tenths of a millisecond and saturate at 3.8498 s; the last step means unknown. */
const timeSteps = 38500;

/** 0 to 100 %, and 101 for unknown. Steps of time squared, of loss and of health fit six digits. */
const lossSteps = 102;

/** From the best to the worst of a minute; what is unknown says nothing. */
const healthByRank: Health[] = ["unknown", "online", "degraded", "offline"];

function digitAt(text: string, at: number): number {
  return (ord(text, at) as number) - firstDigit;
}

/** A value as a step from 0 to `largest`, the nearest one, or the one after for unknown. */
function stepOf(value: number | null, perUnit: number, largest: number): number {
  return value == null ? largest + 1 : min(largest, int(max(0, value) * perUnit + 0.5));
}

function timeOf(step: number): number | null {
  return step == timeSteps - 1 ? null : ratio(step, 10);
}

/** The sample in seven characters: its unit within the block, and what it is, the last digit first. */
function packed(position: number, sample: HistorySample): string {
  const latency = stepOf(sample.latencyMs, 10, timeSteps - 2);
  const jitter = stepOf(sample.jitterMs, 10, timeSteps - 2);
  const loss = stepOf(sample.lossPct, 1, lossSteps - 2);
  const health = max(0, index(healthByRank, sample.health));
  const a = ((latency * timeSteps + jitter) * lossSteps + loss) * 4 + health;
  // Without a loop: this runs with every round of every path.
  const b = quotient(a, base);
  const c = quotient(b, base);
  const d = quotient(c, base);
  const e = quotient(d, base);
  return chr(
    position + firstDigit,
    (a % base) + firstDigit,
    (b % base) + firstDigit,
    (c % base) + firstDigit,
    (d % base) + firstDigit,
    (e % base) + firstDigit,
    quotient(e, base) + firstDigit
  );
}

function unpacked(text: string, at: number, time: number): HistorySample {
  let rest = 0;
  for (let i = entryLength - 1; i > 0; i--) {
    rest = rest * base + digitAt(text, at + i);
  }
  const health = rest % 4;
  rest = quotient(rest, 4);
  const loss = rest % lossSteps;
  rest = quotient(rest, lossSteps);
  return {
    time,
    latencyMs: timeOf(quotient(rest, timeSteps)),
    jitterMs: timeOf(rest % timeSteps),
    lossPct: loss == lossSteps - 1 ? null : loss,
    health: healthByRank[health] ?? "unknown",
  };
}

/** The beginning of a block's text, up to this unit within the block. */
function textBefore(text: string, position: number): string {
  let end = length(text);
  while (end > 0 && digitAt(text, end - entryLength) >= position) {
    end -= entryLength;
  }
  return substr(text, 0, end);
}

/** The ring without what is not before the time: its samples were never taken if the clock was set. */
function ringBefore(ring: Ring, time: number, span: Span): Ring {
  const unit = quotient(time, span.unitS);
  const block = quotient(unit, unitsPerBlock);
  let count = length(ring.blocks);
  while (count > 0 && (ring.blocks[count - 1] as number) > block) {
    count--;
  }
  const kept = { blocks: slice(ring.blocks, 0, count), texts: slice(ring.texts, 0, count) };
  if (count == 0 || kept.blocks[count - 1] != block) {
    return kept;
  }
  const text = textBefore(kept.texts[count - 1] as string, unit % unitsPerBlock);
  if (text == "") {
    pop(kept.blocks);
    pop(kept.texts);
  } else {
    kept.texts[count - 1] = text;
  }
  return kept;
}

/** The ring without blocks that are too old beside this unit. */
function ringWithin(ring: Ring, unit: number, span: Span): Ring {
  const oldestBlock = quotient(max(0, unit - span.units + 1), unitsPerBlock);
  let from = 0;
  while ((ring.blocks[from] as number) < oldestBlock) {
    from++;
  }
  return from == 0 ? ring : { blocks: slice(ring.blocks, from), texts: slice(ring.texts, from) };
}

/**
 * The ring with one more sample, in place of one of the same unit. What is younger goes: the clock
 * was set back. What is too old goes block by block.
 */
function ringWith(ring: Ring, sample: HistorySample, span: Span): Ring {
  const unit = quotient(sample.time, span.unitS);
  const block = quotient(unit, unitsPerBlock);
  const position = unit % unitsPerBlock;
  const entry = packed(position, sample);
  const last = length(ring.blocks) - 1;
  const text = ring.blocks[last] == block ? (ring.texts[last] as string) : "";
  // The usual case on its own, for speed: a later unit in the last block.
  if (text != "" && digitAt(text, length(text) - entryLength) < position) {
    const texts = slice(ring.texts);
    texts[last] = `${text}${entry}`;
    return { blocks: ring.blocks, texts };
  }
  const next = ringBefore(ring, sample.time, span);
  const at = length(next.blocks) - 1;
  if (next.blocks[at] == block) {
    next.texts[at] = `${next.texts[at]}${entry}`;
  } else {
    push(next.blocks, block);
    push(next.texts, entry);
  }
  return ringWithin(next, unit, span);
}

/** The ring's samples, oldest first: those within its span of the youngest one. */
function samplesOf(ring: Ring, span: Span): HistorySample[] {
  const last = length(ring.blocks) - 1;
  const samples: HistorySample[] = [];
  if (last < 0) {
    return samples;
  }
  const lastText = ring.texts[last] as string;
  const lastPosition = digitAt(lastText, length(lastText) - entryLength);
  const before = (ring.blocks[last] as number) * unitsPerBlock + lastPosition - span.units;
  for (let i = 0; i <= last; i++) {
    const text = ring.texts[i] as string;
    const first = (ring.blocks[i] as number) * unitsPerBlock;
    for (let at = 0; at < length(text); at += entryLength) {
      const unit = first + digitAt(text, at);
      if (unit > before) {
        push(samples, unpacked(text, at, unit * span.unitS));
      }
    }
  }
  return samples;
}

/** The last ten minutes, oldest first, at most one sample a second. */
function recentOf(rings: PathRings): HistorySample[] {
  return samplesOf(rings.recent, recentSpan);
}

/** The last day, oldest first, one sample a minute at most, with the time at which the minute began. */
function dayOf(rings: PathRings): HistorySample[] {
  return samplesOf(rings.day, daySpan);
}

/** Whether a text from a file is a block's: complete entries, their units ascending. */
function isBlockText(text: unknown): boolean {
  if (type(text) != "string" || text == "" || length(text as string) % entryLength != 0) {
    return false;
  }
  let previous = -1;
  for (let at = 0; at < length(text as string); at += entryLength) {
    const position = digitAt(text as string, at);
    if (position <= previous || position >= unitsPerBlock) {
      return false;
    }
    previous = position;
  }
  return matchLine(text as string, /^[#-~]*$/) != null;
}

/** A ring from a file, without blocks that are none and without samples younger than `nowS`. */
function ringFrom(value: unknown, nowS: number, span: Span): Ring {
  const given = (type(value) == "object" ? value : {}) as Partial<Ring>;
  const ring: Ring = { blocks: [], texts: [] };
  if (type(given.blocks) != "array" || type(given.texts) != "array") {
    return ring;
  }
  const blocks = given.blocks as unknown[];
  let previous = -1;
  for (let i = 0; i < length(blocks); i++) {
    const text = given.texts?.[i];
    if (type(blocks[i]) == "int" && (blocks[i] as number) > previous && isBlockText(text)) {
      previous = blocks[i] as number;
      push(ring.blocks, previous);
      push(ring.texts, text as string);
    }
  }
  return ringBefore(ring, nowS + span.unitS, span);
}

export { ringWith, ringBefore, ringFrom, recentOf, dayOf, recentSpan, daySpan, healthByRank };
export type { HistorySample, Ring, PathRings };
