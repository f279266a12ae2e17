/** What happened, in words. Pure. */
import type { UplinkStatusReply } from "../../../shared/contract.ts";
import type { EventReply } from "../../../shared/queries.ts";
import { fill } from "./translate.ts";
import type { Translate } from "./translate.ts";
import { describeState, isState, standings } from "./words.ts";
import type { Standing } from "./words.ts";

/** So many the daemon keeps, and the page no more. */
const maxEvents = 100;

interface TimelineEntry {
  id: number;
  time: number;
  /** Null for a switch, which is neither good nor bad. */
  standing: Standing | null;
  sentence: string;
  reason: string;
}

/** What is known with what is new; all anew when the router counts from the start again. */
function mergeEvents(known: EventReply[], news: EventReply[], lastId: number): EventReply[] {
  const kept = lastId < (known.at(-1)?.id ?? 0) ? [] : known;
  const newest = kept.at(-1)?.id ?? 0;
  return [...kept, ...news.filter(({ id }) => id > newest)].slice(-maxEvents);
}

/** How good it is when a state begins; one that this page does not know is neither. */
function standingOf(state: string | null): Standing {
  if (state === null) return "neutral";
  if (isState(state)) return standings[state];
  return state === "released" ? "good" : state === "suppressed" ? "degraded" : "neutral";
}

function describeSwitch(
  _: Translate,
  from: string | null,
  to: string | null,
  family: string | null
): string {
  if (to === null) {
    const sentence = _("No uplink is left");
    return family === "ipv6" ? fill(_("%s: %s"), "IPv6", sentence) : sentence;
  }
  return from === null || from === to
    ? fill(_("%s carries the traffic"), to)
    : fill(_("%s took over from %s"), to, from);
}

function describeChange(_: Translate, name: string, state: string): string {
  if (state === "suppressed") return fill(_("%s comes and goes, so it is used last"), name);
  if (state === "released") return fill(_("%s is trusted again"), name);
  if (state === "override") return fill(_("%s: order of a person"), name);
  return fill(_("%s: %s"), name, isState(state) ? describeState(_, state) : state);
}

/** The latest first. */
function deriveTimeline(
  _: Translate,
  events: EventReply[],
  uplinks: UplinkStatusReply[]
): TimelineEntry[] {
  const nameOf = (section: string | null, family: string | null): string | null => {
    if (section === null) return null;
    const name = uplinks.find((uplink) => uplink.section === section)?.label ?? section;
    return family === "ipv6" ? fill(_("%s (IPv6)"), name) : name;
  };
  return events
    .map(({ id, time, kind, section, family, from, to, reason }) => {
      const isSwitch = kind === "switch";
      return {
        id,
        time,
        reason,
        standing: isSwitch ? null : standingOf(to),
        sentence: isSwitch
          ? describeSwitch(_, nameOf(from, family), nameOf(to, family), family)
          : describeChange(_, nameOf(section, family) ?? "", to ?? ""),
      };
    })
    .sort((a, b) => b.id - a.id);
}

export { deriveTimeline, mergeEvents };
export type { TimelineEntry };
