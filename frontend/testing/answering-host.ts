/**
 * Surroundings of the page that answer with given replies, for stories that the simulated router has no
 * occasion to tell: eight uplinks, a whole day, words from somewhere else.
 */
import type { Arguments, Host } from "../src/api/host.ts";

interface AnsweringHost extends Host {
  /** Methods called so far, with their arguments. */
  calls: { method: string; args: Arguments }[];
  notices: string[];
  /** The poll's next turn. */
  turn(): Promise<void>;
}

/** What each method of `mini-mwan` answers; one that throws refuses. */
type Answers = Record<string, (args: Arguments) => unknown>;

function createAnsweringHost(answers: Answers, mayWrite = true): AnsweringHost {
  const calls: AnsweringHost["calls"] = [];
  const notices: string[] = [];
  const tasks = new Set<() => Promise<void>>();
  return {
    calls,
    notices,
    mayWrite,
    configAddress: "#config",
    async call(_object, method, args = {}) {
      calls.push({ method, args });
      const answer = answers[method];
      if (!answer) throw new Error(`nobody answers ${method}`);
      return answer(args);
    },
    poll(task) {
      tasks.add(task);
      return () => tasks.delete(task);
    },
    async turn() {
      for (const task of tasks) await task();
    },
    apply: () => Promise.resolve(),
    noteStagedChanges: () => {},
    notify: (text) => void notices.push(text),
    clearNotices: () => notices.splice(0),
    translate: (text) => text,
  };
}

export { createAnsweringHost };
export type { AnsweringHost, Answers };
