/** ucode's uloop module on the world's clock. The loop itself is `clock.advance`. */
import type { Appointment } from "../world/clock.ts";
import type { Process } from "../world/process.ts";
import { createErrorSlot } from "./error-slot.ts";
import { getProcess, getWorld } from "./current.ts";

type Uloop = typeof import("ucode:uloop");
type Timer = NonNullable<ReturnType<Uloop["timer"]>>;
type Handle = NonNullable<ReturnType<Uloop["handle"]>>;

/** What `handle` can watch: sockets are so made. */
interface Watchable {
  /**
   * Calls back with those of the wanted events that hold, as long as they hold, and once after an error,
   * until the function returned is called.
   */
  watch(events: number, callback: (events: number) => void): () => void;
}

const ULOOP_READ = 1;
const ULOOP_WRITE = 2;

/** Signals as `signal` takes them: by name, with or without SIG. */
const signalNames = new Set(["HUP", "INT", "QUIT", "USR1", "USR2", "PIPE", "ALRM", "TERM", "CHLD"]);

const { fail, error } = createErrorSlot();

function init(): boolean | null {
  return true;
}

/** Returns at once, with 0 as the real one: the simulator's clock drives every callback. */
function run(_timeoutMs?: number): boolean | null {
  return 0 as unknown as boolean;
}

/** Ends the calling program once its present callback has returned, as leaving the loop would. */
function end(): void {
  const process = getProcess();
  if (process !== getWorld().shell) process.requestEnd();
}

function done(): void {}

/** On 24.10 a cancelled timer cannot be set again; the stand-in keeps to that. */
class SimulatedTimer implements Timer {
  #owner: Process;
  #callback: () => void;
  #appointment: Appointment | null = null;
  #cancelled = false;
  #disown: () => void;
  #clock = getWorld().clock;

  constructor(callback: () => void) {
    this.#owner = getProcess();
    this.#callback = callback;
    this.#disown = this.#owner.own(() => this.#appointment?.cancel());
  }

  set(timeoutMs: number): boolean | null {
    if (this.#cancelled || !this.#owner.running) return fail("EINVAL");
    this.#appointment?.cancel();
    this.#appointment = this.#clock.after(Math.trunc(timeoutMs), () =>
      this.#owner.run(this.#callback)
    );
    return true;
  }

  cancel(): boolean {
    const wasPending = this.#appointment?.pending ?? false;
    this.#appointment?.cancel();
    this.#cancelled = true;
    this.#disown();
    return wasPending;
  }
}

/** A negative time makes it without arming it. */
function timer(timeoutMs: number, callback: () => void): Timer | null {
  if (typeof callback !== "function") return fail("EINVAL");
  const made = new SimulatedTimer(callback);
  if (timeoutMs >= 0) made.set(timeoutMs);
  return made;
}

function isWatchable(file: unknown): file is Watchable {
  return typeof file === "object" && file !== null && "watch" in file;
}

function handle(
  file: object | number,
  callback: (events: number) => void,
  events: number
): Handle | null {
  if (!isWatchable(file)) return fail("EBADF");
  if (typeof callback !== "function" || events === 0) return fail("EINVAL");
  const owner = getProcess();
  const unwatch = file.watch(events, (ready) => owner.run(() => callback(ready)));
  const disown = owner.own(unwatch);
  return {
    delete() {
      unwatch();
      disown();
    },
  };
}

let lastPid = 1000;

/**
 * Runs one of the world's programs; one that is not there exits with 255, as after a failed exec. The
 * exit code of a program that a signal ended is 0, as in the real module.
 */
function process(
  executable: string,
  args: string[],
  env: { [name: string]: string },
  callback: (exitCode: number) => void
): ReturnType<Uloop["process"]> {
  const owner = getProcess();
  const { clock, programs } = getWorld();
  const pid = (lastPid += 1);
  let ended = false;
  const exit = (exitCode: number): void => {
    if (!ended) clock.after(0, () => owner.run(() => callback(exitCode)));
    ended = true;
  };
  const appointment = clock.after(1, () => {
    const program = programs.get(executable);
    const exitCode = program ? program(args, { pid, env, exit }) : 255;
    if (exitCode !== null) exit(exitCode);
  });
  owner.own(() => appointment.cancel());
  return { pid: () => pid };
}

function signal(name: string, callback: () => void): ReturnType<Uloop["signal"]> {
  const bare = name.toUpperCase().replace(/^SIG/, "");
  if (!signalNames.has(bare) || typeof callback !== "function") return fail("EINVAL");
  const remove = getProcess().onSignal(bare, callback);
  return {
    delete() {
      remove();
      return true;
    },
  };
}

({
  ULOOP_READ,
  ULOOP_WRITE,
  init,
  run,
  end,
  done,
  timer,
  handle,
  process,
  signal,
  error,
}) satisfies Uloop;

export { ULOOP_READ, ULOOP_WRITE, init, run, end, done, timer, handle, process, signal, error };
export type { Watchable };
