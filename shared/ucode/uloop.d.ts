declare module "ucode:uloop" {
  /** Re-arm with `set`; freeing the last reference of an armed one crashes before 2025-09. */
  interface Timer {
    /** Milliseconds from now. */
    set(timeoutMs: number): boolean | null;
    cancel(): boolean;
  }
  interface Handle {
    delete(): void;
  }
  interface Process {
    pid(): number;
  }
  interface Signal {
    delete(): boolean;
  }
  const ULOOP_READ: number;
  const ULOOP_WRITE: number;
  function init(): boolean | null;
  /** Runs until `end`; also ends when ubusd goes away under a registered connection. */
  function run(timeoutMs?: number): boolean | null;
  function end(): void;
  function done(): void;
  function timer(timeoutMs: number, callback: () => void): Timer | null;
  function handle(
    file: object | number,
    callback: (events: number) => void,
    events: number
  ): Handle | null;
  /**
   * Forks and executes; no shell is involved. The environment is only what is given. The exit code of
   * a process that a signal ended is 0.
   */
  function process(
    executable: string,
    args: string[],
    env: { [name: string]: string },
    callback: (exitCode: number) => void
  ): Process | null;
  function signal(name: string, callback: () => void): Signal | null;
  function error(): string | null;
}
