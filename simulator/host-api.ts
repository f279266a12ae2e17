/** What the simulated router answers over HTTP, without any web server's types. */

interface HostAnswer {
  status: number;
  /** To be sent as JSON. */
  data: unknown;
}

interface Host {
  /** Null when nothing is at that method and path. */
  answer(method: string, path: string, body: string): HostAnswer | null;
  /** Moves the virtual clock on. */
  advance(ms: number): void;
}

export type { Host, HostAnswer };
