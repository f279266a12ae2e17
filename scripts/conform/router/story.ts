/** A small world around the engine: it answers probes, carries out plans and keeps time. */
import type { Family } from "../../../shared/domain.ts";
import type { Effect, Event } from "../../../daemon/engine/event.ts";
import { initialState } from "../../../daemon/engine/state.ts";
import { step } from "../../../daemon/engine/step.ts";
import { canonical } from "./canonical.ts";

/** A time in which nothing sent through an uplink is answered. */
interface Outage {
  section: string;
  /** Absent when it is of both. */
  family?: Family;
  fromMs: number;
  untilMs: number;
}

interface Story {
  /** What comes from outside, in the order of time. */
  events: Event[];
  /** Round-trip time in microseconds, by section. */
  rttUs: { [section: string]: number };
  outages: Outage[];
  untilMs: number;
  /** Why marks cannot be set; absent when they can. */
  markingFailure?: string;
}

/** Guards against an engine that asks to be woken at once for ever. */
const mostSteps = 20000;

function isOut(story: Story, section: string, family: Family, nowMs: number): boolean {
  const current = filter(
    story.outages,
    (outage) =>
      outage.section == section &&
      (outage.family ?? family) == family &&
      nowMs >= outage.fromMs &&
      nowMs < outage.untilMs
  );
  return length(current) > 0;
}

/** The world's answer to an effect, or null when there is none. */
function answerTo(effect: Effect, story: Story, nowMs: number): Event | null {
  if (effect.kind == "applyPlan") {
    return { kind: "applied", nowMs, family: effect.plan.family, failedTables: [], changeCount: 0 };
  }
  if (effect.kind == "applyMarking") {
    return { kind: "marked", nowMs, failure: story.markingFailure ?? null };
  }
  if (effect.kind == "readCounters") {
    return { kind: "counters", nowMs, section: effect.section, readings: [] };
  }
  if (effect.kind != "sendProbes") {
    return null;
  }
  const sentMs = effect.atMs;
  if (isOut(story, effect.section, effect.family, sentMs)) {
    return null;
  }
  const rttUs = story.rttUs[effect.section];
  return rttUs == null
    ? null
    : {
        kind: "replies",
        nowMs: sentMs + rttUs * 0.001,
        section: effect.section,
        family: effect.family,
        replies: map(effect.targets, (_, i) => ({ sequence: effect.sequence + i, rttUs })),
      };
}

/** Puts an event behind all that happen no later. */
function enqueue(queue: Event[], event: Event): void {
  let at = length(queue);
  while (at > 0 && (queue[at - 1] as Event).nowMs > event.nowMs) {
    at--;
  }
  splice(queue, at, 0, event);
}

/** Lives through the story and tells, line by line, what the engine asked for and where it ended. */
function tellStory(story: Story): string {
  const queue = slice(story.events);
  const lines: string[] = [];
  let state = initialState;
  let wakeAtMs: number | null = null;
  for (let count = 0; count < mostSteps; count++) {
    const first = queue[0];
    const waking: boolean = wakeAtMs != null && (first == null || wakeAtMs < first.nowMs);
    const tick: Event | null = waking ? { kind: "tick", nowMs: wakeAtMs as number } : null;
    const event = tick ?? shift(queue);
    if (event == null || event.nowMs > story.untilMs) {
      break;
    }
    const result = step(state, event);
    state = result.state;
    wakeAtMs = waking ? null : wakeAtMs;
    for (let i = 0; i < length(result.effects); i++) {
      const effect = result.effects[i] as Effect;
      wakeAtMs = effect.kind == "wakeAt" ? effect.atMs : wakeAtMs;
      const answer = answerTo(effect, story, event.nowMs);
      if (answer != null) {
        enqueue(queue, answer);
      }
      push(lines, `${canonical(event.nowMs)} ${event.kind}: ${canonical(effect)}`);
    }
  }
  push(lines, `state: ${canonical(state)}`);
  return join("\n", lines);
}

export { tellStory };
export type { Story };
