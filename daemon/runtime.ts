/** Runs the engine: takes events in order and has carried out what it asks for. */
import { createEffects } from "./effects.ts";
import type { Audience } from "./effects.ts";
import type { Effect, Event } from "./engine/event.ts";
import { initialState } from "./engine/state.ts";
import type { State } from "./engine/state.ts";
import { step } from "./engine/step.ts";

interface Runtime {
  /** Handles the event and all that follows from it before it returns. */
  dispatch(event: Event): void;
  /** The engine's state now. */
  state(): State;
  /**
   * Publishes no more and takes away every rule, route and mark of ours; calls back when all is gone, once,
   * while the loop still runs.
   */
  withdraw(onDone: () => void): void;
}

/** A runtime with the engine in its initial state; it does nothing until events come. */
function createRuntime(audience: Audience): Runtime {
  let state = initialState;
  let busy = false;
  let withdrawn = false;
  /** What has arrived, and when probes have left: other events may judge by that. */
  const news: Event[] = [];
  const queue: Event[] = [];
  let looked = false;
  /** What is done when no route is waited for any more. */
  const words: Effect[] = [];
  // Assigned below: what it calls leads back to it.
  let dispatch: (event: Event) => void;
  const effects = createEffects(
    (event) => dispatch(event),
    () => state,
    audience
  );

  function handle(event: Event): void {
    const result = step(state, event);
    state = result.state;
    if (event.kind == "config") {
      effects.keepOnly(keys(state.uplinks));
    }
    for (let i = 0; i < length(result.effects); i++) {
      const effect = result.effects[i] as Effect;
      if (effect.kind == "applyPlan") {
        effects.perform(effect);
      } else {
        push(words, effect);
      }
    }
  }

  /** The next event; before each that may judge, what should have been sent is, and what has arrived is read. */
  function nextEvent(): Event | null {
    const first = queue[0];
    if (length(news) == 0 && first != null && !looked) {
      looked = true;
      effects.catchUp(first.nowMs);
      effects.collect();
    }
    const event = shift(news);
    if (event != null) {
      return event;
    }
    looked = false;
    return shift(queue) ?? null;
  }

  dispatch = (event) => {
    if (event.kind == "applied") {
      // Probes wait for it.
      splice(news, 0, 0, event);
    } else {
      push(event.kind == "replies" || event.kind == "sent" ? news : queue, event);
    }
    if (busy || withdrawn) {
      return;
    }
    busy = true;
    let next = nextEvent();
    while (next != null || length(words) > 0) {
      if (next != null) {
        handle(next);
      } else {
        effects.perform(shift(words) as Effect);
      }
      next = nextEvent();
    }
    busy = false;
  };

  function withdraw(onDone: () => void): void {
    if (!withdrawn) {
      withdrawn = true;
      effects.withdraw(onDone);
    }
  }

  return { dispatch, state: () => state, withdraw };
}

export { createRuntime };
export type { Runtime };
