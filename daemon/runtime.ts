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
  const queue: Event[] = [];
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
      effects.perform(result.effects[i] as Effect);
    }
  }

  dispatch = (event) => {
    if (!busy && !withdrawn && event.kind != "replies") {
      // What has arrived comes first: other events may judge what has not.
      effects.collect();
    }
    push(queue, event);
    if (busy || withdrawn) {
      return;
    }
    busy = true;
    let next = shift(queue);
    while (next != null) {
      handle(next);
      next = shift(queue);
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
