/** How the paths did over time, as the page keeps it: bounded lists of samples, oldest first. */
import type { PathReply, StatusReply } from "../../../shared/contract.ts";
import type { Family, Health } from "../../../shared/domain.ts";
import type { HistoryReply, HistorySpan, PackedRing } from "../../../shared/queries.ts";

interface Sample {
  /** Seconds since 1970. */
  time: number;
  latencyMs: number | null;
  lossPct: number | null;
  health: Health;
}

/** By `pathKey`. */
type History = Record<string, Sample[]>;

/** How long each span is, and how far apart its samples may be told apart, in seconds. */
const spanLengths: Record<HistorySpan, { lengthS: number; unitS: number }> = {
  recent: { lengthS: 600, unitS: 1 },
  day: { lengthS: 86_400, unitS: 60 },
};

function pathKey(section: string, family: Family): string {
  return `${section} ${family}`;
}

/** What the numbers in a ring's text stand for; see shared/router/history-ring.ts. */
const unitsPerBlock = 60;
const entryLength = 7;
const base = 92;
const firstDigit = 35;
const timeSteps = 38_500;
const lossSteps = 102;
const healths: Health[] = ["unknown", "online", "degraded", "offline"];

function knownBelow(step: number, unknownStep: number): number | null {
  return step === unknownStep ? null : step;
}

/** Six digits, the last one first; from the lowest: health, loss, jitter, latency. */
function unpack(entry: string, time: number): Sample {
  let rest = 0;
  for (let at = entryLength - 1; at > 0; at -= 1)
    rest = rest * base + entry.charCodeAt(at) - firstDigit;
  const latency = Math.floor(rest / (4 * lossSteps * timeSteps));
  return {
    time,
    latencyMs: latency === timeSteps - 1 ? null : latency / 10,
    lossPct: knownBelow(Math.floor(rest / 4) % lossSteps, lossSteps - 1),
    health: healths[rest % 4] as Health,
  };
}

function unpackRing({ blocks, texts }: PackedRing, unitS: number): Sample[] {
  return blocks.flatMap((block, index) =>
    Array.from(texts[index]?.match(/.{7}/g) ?? [], (entry) => {
      const unit = block * unitsPerBlock + entry.charCodeAt(0) - firstDigit;
      return unpack(entry, unit * unitS);
    })
  );
}

function historyOf({ span, paths }: HistoryReply): History {
  const { unitS } = spanLengths[span];
  return Object.fromEntries(
    paths.map(({ section, family, ring }) => [pathKey(section, family), unpackRing(ring, unitS)])
  );
}

/**
 * The last ten minutes with the path's latest check, which the list may have already, or with a change
 * that no check has brought: a pulled cable, an order.
 */
function withCheck(samples: Sample[], path: PathReply, nowS: number): Sample[] {
  const { last_check: checkedS, latency_ms: latencyMs, loss_pct: lossPct, health } = path;
  // After the router's clock was set back, what is younger than now never was.
  const from = nowS - spanLengths.recent.lengthS;
  const kept = samples.filter((sample) => sample.time > from && sample.time <= nowS);
  const last = kept.at(-1);
  const time = last && last.health !== health ? nowS : checkedS;
  if (time === null || time <= (last?.time ?? 0)) return kept;
  return [...kept, { time, latencyMs, lossPct, health }];
}

/** What is known, gone on with a status; paths that are no more are forgotten. */
function appendStatus(history: History, { uplinks, now }: StatusReply): History {
  const next: History = {};
  const append = (section: string, family: Family, path: PathReply): void => {
    const key = pathKey(section, family);
    next[key] = withCheck(history[key] ?? [], path, now);
  };
  for (const uplink of uplinks) {
    append(uplink.section, uplink.family, uplink);
    if (uplink.ipv6 !== null) append(uplink.section, "ipv6", uplink.ipv6);
  }
  return next;
}

export { appendStatus, historyOf, pathKey, spanLengths };
export type { History, Sample };
