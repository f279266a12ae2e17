/** The failure that ucode's socket module remembers, of whichever socket or of the module itself. */
import { SystemError, errnoNumber, errnoText } from "../world/errno.ts";
import type { Errno } from "../world/errno.ts";

/** A call that failed, and what to say for it. */
class CallError extends Error {
  readonly errno: Errno;
  constructor(call: string, errno: Errno) {
    super(`${call}: ${errnoText(errno)}`);
    this.errno = errno;
  }
}

/** Reading it forgets it, as on 24.10; later versions keep it until the next call. */
let lastError: CallError | null = null;

function fail(call: string, errno: Errno): null {
  lastError = new CallError(call, errno);
  return null;
}

/** The value of the work, or null with the failure remembered as one of this call. */
function attempt<T>(call: string, work: () => T): T | null {
  try {
    const result = work();
    lastError = null;
    return result;
  } catch (problem) {
    if (problem instanceof SystemError) return fail(call, problem.errno);
    if (!(problem instanceof CallError)) throw problem;
    lastError = problem;
    return null;
  }
}

function error(numeric = false): string | number | null {
  const problem = lastError;
  lastError = null;
  if (problem === null) return null;
  return numeric ? errnoNumber(problem.errno) : problem.message;
}

export { CallError, attempt, error, fail };
