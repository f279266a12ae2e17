/** Times the engine's steps on the router's own interpreter, in a world where nothing goes wrong. */
import type { Effect, Event } from "../../daemon/engine/event.ts";
import { initialState } from "../../daemon/engine/state.ts";
import { step } from "../../daemon/engine/step.ts";
import type { Family, FamilyFacts } from "../../shared/domain.ts";
import { ratio } from "../../shared/router/number.ts";
import { parseConfig } from "../../shared/router/config.ts";
import type { RawSection } from "../../shared/router/config.ts";

/** Every probe is answered after this long. */
const rttMs = 20;

/** A reply under way to one path. */
interface Arrival {
  atMs: number;
  section: string;
  family: Family;
  sequence: number;
}

interface World {
  /** In no order. */
  arrivals: Arrival[];
  wakeAtMs: number;
}

function nowUs(): number {
  const time = clock(true);
  return time[0] * 1000000 + ratio(time[1], 1000);
}

function configOf(uplinkCount: number, sharing: boolean) {
  const sections: RawSection[] = [
    {
      ".name": "global",
      ".type": "global",
      enabled: "1",
      mode: sharing ? "multi-uplink" : "failover",
    },
  ];
  for (let i = 1; i <= uplinkCount; i++) {
    push(sections, {
      ".name": `uplink${i}`,
      ".type": "interface",
      name: `wan${i}`,
      metric: `${i}`,
    });
  }
  return parseConfig(sections).config;
}

function factsOf(uplinkCount: number): { [name: string]: FamilyFacts } {
  const facts: { [name: string]: FamilyFacts } = {};
  for (let i = 1; i <= uplinkCount; i++) {
    const address = `10.0.${i}.2`;
    facts[`wan${i}`] = {
      ipv4: {
        interface: `wan${i}`,
        up: true,
        device: `eth${i}`,
        carrier: true,
        address,
        sources: [address],
        hasDefaultRoute: true,
        gateway: `10.0.${i}.1`,
        isTunnel: false,
        hostRoutes: [],
      },
      ipv6: null,
    };
  }
  return facts;
}

/** What the world does about the effect at this time: an event that follows at once, or null. */
function follow(world: World, effect: Effect, nowMs: number): Event | null {
  switch (effect.kind) {
    case "sendProbes":
      for (let i = 0; i < length(effect.targets); i++) {
        push(world.arrivals, {
          atMs: effect.atMs + rttMs,
          section: effect.section,
          family: effect.family,
          sequence: effect.sequence + i,
        });
      }
      return null;
    case "wakeAt":
      world.wakeAtMs = effect.atMs;
      return null;
    case "applyPlan":
      return {
        kind: "applied",
        nowMs,
        family: effect.plan.family,
        failedTables: [],
        changeCount: 0,
      };
    case "readCounters":
      return { kind: "counters", nowMs, section: effect.section, readings: [] };
    case "applyMarking":
      return { kind: "marked", nowMs, failure: null };
    default:
      return null;
  }
}

/** The replies that have arrived, path by path, as the daemon collects them before a tick. */
function collect(world: World, nowMs: number): Event[] {
  const byPath: { [path: string]: Extract<Event, { kind: "replies" }> } = {};
  const events: Event[] = [];
  for (let i = 0; i < length(world.arrivals); i++) {
    const arrival = world.arrivals[i] as Arrival;
    if (arrival.atMs <= nowMs) {
      const path = `${arrival.section} ${arrival.family}`;
      let event = byPath[path];
      if (event == null) {
        event = {
          kind: "replies",
          nowMs,
          section: arrival.section,
          family: arrival.family,
          replies: [],
        };
        byPath[path] = event;
        push(events, event);
      }
      push(event.replies, { sequence: arrival.sequence, rttUs: rttMs * 1000 });
    }
  }
  world.arrivals = filter(world.arrivals, (arrival) => arrival.atMs > nowMs);
  return events;
}

/** What happens next: what follows at once, else what is heard before the tick that is due, and it. */
function nextEvents(world: World, atOnce: Event[]): Event[] {
  const event = shift(atOnce);
  return event == null
    ? [...collect(world, world.wakeAtMs), { kind: "tick", nowMs: world.wakeAtMs }]
    : [event];
}

/**
 * Lives through so many seconds with so many uplinks at default settings, after a minute that is not
 * counted. Gives the microseconds of each step; they are the same steps every time.
 */
function timeSteps(uplinkCount: number, seconds: number, sharing: boolean): number[] {
  const warmUpMs = 60000;
  const world: World = { arrivals: [], wakeAtMs: 0 };
  const atOnce: Event[] = [
    { kind: "config", nowMs: 0, config: configOf(uplinkCount, sharing), slots: {} },
    { kind: "facts", nowMs: 0, facts: factsOf(uplinkCount) },
  ];
  const tookUs: number[] = [];
  let state = initialState;
  let nowMs = 0;
  while (nowMs < warmUpMs + seconds * 1000) {
    const events = nextEvents(world, atOnce);
    for (let i = 0; i < length(events); i++) {
      const event = events[i] as Event;
      nowMs = max(nowMs, event.nowMs);
      const startedUs = nowUs();
      const result = step(state, event);
      const endedUs = nowUs();
      state = result.state;
      if (nowMs >= warmUpMs) {
        push(tookUs, endedUs - startedUs);
      }
      for (let k = 0; k < length(result.effects); k++) {
        const next = follow(world, result.effects[k] as Effect, nowMs);
        if (next != null) {
          push(atOnce, next);
        }
      }
    }
  }
  return tookUs;
}

export { timeSteps };
