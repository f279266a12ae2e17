/** What the simulated programs write, line by line: the router's `logread`. */
import type { Clock } from "./clock.ts";

interface LogLine {
  /** Virtual wall clock, milliseconds since 1970. */
  atMs: number;
  program: string;
  stream: "stdout" | "stderr";
  text: string;
}

/** Older lines are dropped, as logd does. */
const maxLines = 2000;

class Log {
  readonly lines: LogLine[] = [];
  #clock: Clock;
  #unfinished = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes any piece of output; a line counts once its newline has come. */
  write(program: string, stream: LogLine["stream"], text: string): void {
    const key = `${program} ${stream}`;
    const pieces = ((this.#unfinished.get(key) ?? "") + text).split("\n");
    this.#unfinished.set(key, pieces.pop()!);
    for (const piece of pieces)
      this.lines.push({ atMs: this.#clock.wallMs, program, stream, text: piece });
    this.lines.splice(0, this.lines.length - maxLines);
  }

  /** Texts of one program's lines. */
  linesOf(program: string): string[] {
    return this.lines.filter((line) => line.program === program).map((line) => line.text);
  }
}

export { Log };
export type { LogLine };
