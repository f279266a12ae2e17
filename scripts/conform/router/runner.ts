/** Runs test vectors and prints what came out in one form, on Node and on ucode alike. */
import type { Effect, Event } from "../../../daemon/engine/event.ts";
import { initialState } from "../../../daemon/engine/state.ts";
import { step } from "../../../daemon/engine/step.ts";
import { canonical } from "./canonical.ts";
import { tellStory } from "./story.ts";
import type { Story } from "./story.ts";

/** A call of the function under test. */
interface Case {
  args: unknown[];
  /** What it must give, or absent when only the programs are compared with each other. */
  result?: unknown;
}

/** A vector file: calls of a function, or events for the engine, or a story around the engine. */
interface Vectors {
  /** What the file is about. */
  name: string;
  /** Repository path of the module with `function`. */
  module?: string;
  function?: string;
  cases?: Case[];
  steps?: Event[];
  story?: Story;
}

type Subject = (...args: unknown[]) => unknown;

function runCase(subject: Subject, one: Case): string {
  let shown: string;
  try {
    shown = canonical(subject(...one.args));
  } catch {
    shown = "an error";
  }
  const expected = exists(one, "result") ? canonical(one.result) : shown;
  const verdict = shown == expected ? "" : `, not ${expected}`;
  return `${canonical(one.args)} gives ${shown}${verdict}`;
}

function runSteps(events: Event[]): string {
  let state = initialState;
  const lines: string[] = [];
  for (let i = 0; i < length(events); i++) {
    const event = events[i] as Event;
    const result = step(state, event);
    state = result.state;
    const effects = map(result.effects, (effect: Effect) => `\n  ${canonical(effect)}`);
    push(lines, `${canonical(event)}${join("", effects)}`);
  }
  push(lines, `state: ${canonical(state)}`);
  return join("\n", lines);
}

/** Everything in the file, one line for each result; `, not …` marks one that should be otherwise. */
function runVectors(vectors: Vectors, subject: Subject | null): string {
  const parts = [`# ${vectors.name}`];
  if (subject != null && vectors.cases != null) {
    push(parts, ...map(vectors.cases, (one) => runCase(subject, one)));
  }
  if (vectors.steps != null) {
    push(parts, runSteps(vectors.steps));
  }
  if (vectors.story != null) {
    push(parts, tellStory(vectors.story));
  }
  return `${join("\n", parts)}\n`;
}

export { runVectors };
export type { Vectors };
