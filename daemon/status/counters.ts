/** Counters of network devices, from sysfs. */
import { readfile } from "ucode:fs";
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import type { Traffic } from "../../shared/domain.ts";
import { quotient } from "../../shared/router/number.ts";
import type { PacketCounters } from "../engine/stall.ts";

/** Often enough to notice a stall of two seconds in time. */
const countEveryMs = 1000;

/** While a line answers, its counters are told of this rarely: nobody waits for them. */
const tellEveryCounts = 10;

interface TrafficWatch {
  /** Watches these devices from now on, by section; with none it rests. */
  watch(devices: { [section: string]: string }): void;
}

interface Watched {
  device: string;
  last: PacketCounters | null;
  /** Whether `last` was told. */
  lastTold: boolean;
  /** Readings since the counters were told last. */
  untoldCount: number;
  /** Whether the last reading was one of a stall. */
  stalled: boolean;
}

/** A counter of the device, or null when there is no such device. */
function readCounter(device: string, name: string): number | null {
  const text = readfile(`/sys/class/net/${device}/statistics/${name}`, 24);
  return text == null ? null : int(trim(text));
}

/** Bytes through the device since it was made, or null when there is none. */
function readTraffic(device: string): Traffic | null {
  const rxBytes = readCounter(device, "rx_bytes");
  const txBytes = readCounter(device, "tx_bytes");
  return rxBytes == null || txBytes == null ? null : { rxBytes, txBytes };
}

function readPackets(device: string): PacketCounters | null {
  const now = clock(true);
  const atMs = now[0] * 1000 + quotient(now[1], 1000000);
  const rxPackets = readCounter(device, "rx_packets");
  const txPackets = readCounter(device, "tx_packets");
  return rxPackets == null || txPackets == null ? null : { atMs, rxPackets, txPackets };
}

/** Whether packets have gone out since the last one came in. */
function isStalled(watched: Watched, counters: PacketCounters): boolean {
  const last = watched.last;
  const silent = last != null && counters.rxPackets == last.rxPackets;
  return silent && (watched.stalled || counters.txPackets != last.txPackets);
}

/**
 * Reads the packet counters of the watched devices, every second while there are any, and tells of
 * those that may matter, with the reading before them.
 */
function createTrafficWatch(
  onCounters: (section: string, readings: PacketCounters[]) => void
): TrafficWatch {
  let watched: { [section: string]: Watched } = {};
  let ticker: Timer | null = null;

  function read(section: string, one: Watched): void {
    const counters = readPackets(one.device);
    if (counters == null) {
      return;
    }
    const stalled = isStalled(one, counters);
    const due = one.last == null || one.untoldCount >= tellEveryCounts;
    const telling = due || stalled || one.stalled;
    // A stall began with the reading before.
    const before = one.last != null && !one.lastTold ? [one.last] : [];
    one.untoldCount = telling ? 0 : one.untoldCount + 1;
    one.stalled = stalled;
    one.last = counters;
    one.lastTold = telling;
    if (telling) {
      onCounters(section, [...before, counters]);
    }
  }

  ticker = timer(-1, () => {
    const sections = keys(watched);
    if (length(sections) > 0) {
      ticker?.set?.(countEveryMs);
    }
    for (let i = 0; i < length(sections); i++) {
      const one = watched[sections[i] as string];
      if (one != null) {
        read(sections[i] as string, one);
      }
    }
  });

  function watch(devices: { [section: string]: string }): void {
    const next: { [section: string]: Watched } = {};
    for (let section in devices) {
      const device = devices[section] as string;
      const known = watched[section];
      next[section] =
        known != null && known.device == device
          ? known
          : { device, last: null, lastTold: false, untoldCount: 0, stalled: false };
    }
    watched = next;
    if (length(watched) > 0) {
      ticker?.set?.(countEveryMs);
    }
  }

  return { watch };
}

export { createTrafficWatch, readTraffic };
