/** What `GET /simulator/world` gives: all that a person playing with the simulated router sees. */

interface LinkState {
  device: string;
  /** netifd's interface on that device. */
  interface: string | null;
  carrier: boolean;
  /** Swallows every packet while the carrier stays. */
  blackholed: boolean;
  delayMs: number;
  jitterMs: number;
  lossPct: number;
}

interface PacketState {
  /** Virtual monotonic time, milliseconds. */
  atMs: number;
  /** netifd's interface that carried it; null when there was no way out. */
  uplink: string | null;
  /** Null while the answer can still come. */
  answered: boolean | null;
}

interface LogEntry {
  /** Milliseconds since 1970. */
  atMs: number;
  text: string;
}

interface WorldState {
  /** Virtual monotonic time, milliseconds. */
  nowMs: number;
  /** The router's wall clock, milliseconds since 1970. */
  wallMs: number;
  links: LinkState[];
  /** netifd's interface that the client's last packet used. */
  uplink: string | null;
  /** The client's latest packets, oldest first. */
  packets: PacketState[];
  service: { running: boolean; enabledAtBoot: boolean; crashes: number };
  /** The daemon's latest lines, oldest first. */
  log: LogEntry[];
}

export type { WorldState, LinkState, PacketState, LogEntry };
