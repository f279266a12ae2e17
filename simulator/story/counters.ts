/** Packet counters of a story's devices, by section: what a person's use moves, and a steady stream beside it. */
import type { PacketCounters } from "../../daemon/engine/stall.ts";

interface Stream {
  sinceMs: number;
  perS: number;
}

class Counters {
  /** Whether the devices have any. */
  exist = true;
  #packets = new Map<string, { rxPackets: number; txPackets: number }>();
  #streams = new Map<string, Stream>();

  add(section: string, rxPackets: number, txPackets: number): void {
    const before = this.#packets.get(section) ?? { rxPackets: 0, txPackets: 0 };
    this.#packets.set(section, {
      rxPackets: before.rxPackets + rxPackets,
      txPackets: before.txPackets + txPackets,
    });
  }

  /** From now on so many come in each second. */
  stream(section: string, perS: number, nowMs: number): void {
    this.add(section, this.#streamed(section, nowMs), 0);
    this.#streams.set(section, { sinceMs: nowMs, perS });
  }

  read(section: string, nowMs: number): PacketCounters[] {
    const { rxPackets, txPackets } = this.#packets.get(section) ?? { rxPackets: 0, txPackets: 0 };
    const streamed = this.#streamed(section, nowMs);
    return this.exist ? [{ atMs: nowMs, rxPackets: rxPackets + streamed, txPackets }] : [];
  }

  #streamed(section: string, nowMs: number): number {
    const { perS, sinceMs } = this.#streams.get(section) ?? { perS: 0, sinceMs: 0 };
    return Math.floor((perS * (nowMs - sinceMs)) / 1000);
  }
}

export { Counters };
