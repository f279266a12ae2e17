/** The error that a ucode module remembers: read once by `error()`, and not cleared by a success. */
import { errnoText, SystemError } from "../world/errno.ts";
import type { Errno } from "../world/errno.ts";

interface ErrorSlot {
  /** Result of a call of the simulated kernel, or null with the error remembered. */
  attempt<T>(call: () => T): T | null;
  fail(errno: Errno): null;
  error(): string | null;
}

function createErrorSlot(): ErrorSlot {
  let last: Errno | null = null;
  const fail = (errno: Errno): null => {
    last = errno;
    return null;
  };
  return {
    fail,
    attempt(call) {
      try {
        return call();
      } catch (problem) {
        if (problem instanceof SystemError) return fail(problem.errno);
        throw problem;
      }
    },
    error() {
      const errno = last;
      last = null;
      return errno === null ? null : errnoText(errno);
    },
  };
}

export { createErrorSlot };
