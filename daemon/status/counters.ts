/** Counters of network devices, from sysfs. */
import { open, readfile } from "ucode:fs";
import type { FileHandle } from "ucode:fs";
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import type { Traffic } from "../../shared/domain.ts";
import { quotient } from "../../shared/router/number.ts";
import type { PacketCounters } from "../engine/stall.ts";

/** Often enough to notice a stall of two seconds in time. */
const countEveryMs = 1000;

/** While nothing goes out: what begins meanwhile counts as a second old, and is looked at again in a second. */
const countIdleEveryMs = 2000;

/** An idle line's counters are read early, with a wake-up that comes anyway, if they are this old. */
const oldMs = 900;

/** While a line answers, its counters are told of this rarely: nobody waits for them. */
const tellEveryMs = 10000;

interface TrafficWatch {
  /** Watches these devices from now on, by section; with none it rests. */
  watch(devices: { [section: string]: string }): void;
  /** The daemon is awake: a good moment to read what would be read soon. */
  look(): void;
}

interface Watched {
  device: string;
  /** Its count of outgoing packets, read each time: opening a file costs most. */
  txFile: FileHandle | null;
  last: PacketCounters | null;
  /** Whether `last` was told. */
  lastTold: boolean;
  /** When the counters were told last. */
  toldAtMs: number;
  /** Whether packets have gone out between the last two readings. */
  busy: boolean;
  /** Whether the last reading was one of a stall. */
  stalled: boolean;
}

function nowMs(): number {
  const now = clock(true);
  return now[0] * 1000 + quotient(now[1], 1000000);
}

function pathOf(device: string, name: string): string {
  return `/sys/class/net/${device}/statistics/${name}`;
}

function valueOf(text: string | null | undefined): number | null {
  return text == null ? null : int(trim(text));
}

/** A counter of the device, or null when there is no such device. */
function readCounter(device: string, name: string): number | null {
  return valueOf(readfile(pathOf(device, name), 24));
}

/** Further than any buffer of the C library, which else would give what it has read before. */
const farAway = 65536;

/** Packets that went out; null when there is no such device, or another one since the last time. */
function readTxPackets(one: Watched): number | null {
  one.txFile ??= open(pathOf(one.device, "tx_packets"), "re");
  const file = one.txFile;
  file?.seek?.(farAway);
  file?.seek?.(0);
  const value = valueOf(file?.read?.("line"));
  if (value == null) {
    file?.close?.();
    one.txFile = null;
  }
  return value;
}

/** Bytes through the device since it was made, or null when there is none. */
function readTraffic(device: string): Traffic | null {
  const rxBytes = readCounter(device, "rx_bytes");
  const txBytes = readCounter(device, "tx_bytes");
  return rxBytes == null || txBytes == null ? null : { rxBytes, txBytes };
}

/** The device's packet counters as they are now, or null when there is none. */
function packetCountersOf(device: string): PacketCounters | null {
  const rxPackets = readCounter(device, "rx_packets");
  const txPackets = readCounter(device, "tx_packets");
  return rxPackets == null || txPackets == null ? null : { atMs: nowMs(), rxPackets, txPackets };
}

/**
 * The device's packet counters, or null when there is none. Where nothing has gone out since the reading
 * before, no stall can have begun: then its count of incoming packets is good enough. `atMs` is now.
 */
function readPackets(
  one: Watched,
  before: PacketCounters | null,
  atMs: number
): PacketCounters | null {
  const txPackets = readTxPackets(one);
  const rxPackets =
    before != null && before.txPackets == txPackets
      ? before.rxPackets
      : readCounter(one.device, "rx_packets");
  return rxPackets == null || txPackets == null ? null : { atMs, rxPackets, txPackets };
}

/** Whether packets have gone out since the last one came in. */
function isStalled(watched: Watched, counters: PacketCounters): boolean {
  const last = watched.last;
  const silent = last != null && counters.rxPackets == last.rxPackets;
  return silent && (watched.stalled || counters.txPackets != last.txPackets);
}

/**
 * The reading before this one, if it has to be told: it was not yet, or a stall began with it. Where that is
 * longer ago than a second, nobody knows when within that time.
 */
function readingBefore(one: Watched, counters: PacketCounters, stalled: boolean): PacketCounters[] {
  const last = one.last;
  const begins = stalled && !one.stalled;
  if (last == null || (one.lastTold && !begins)) {
    return [];
  }
  return [{ ...last, atMs: max(last.atMs, counters.atMs - countEveryMs) }];
}

/**
 * Reads the packet counters of the watched devices, every second or, while nothing goes out, two, and tells
 * of those that may matter, with the reading before them.
 */
function createTrafficWatch(
  onCounters: (section: string, readings: PacketCounters[]) => void
): TrafficWatch {
  let watched: { [section: string]: Watched } = {};
  let ticker: Timer | null = null;
  let readAtMs = 0;

  function read(section: string, one: Watched): void {
    const due = one.last == null || readAtMs - one.toldAtMs >= tellEveryMs;
    const counters = readPackets(one, due || one.stalled ? null : one.last, readAtMs);
    if (counters == null) {
      return;
    }
    const stalled = isStalled(one, counters);
    const telling = due || stalled || one.stalled;
    one.busy = one.last != null && counters.txPackets != one.last.txPackets;
    const before = readingBefore(one, counters, stalled);
    one.toldAtMs = telling ? counters.atMs : one.toldAtMs;
    one.stalled = stalled;
    one.last = counters;
    one.lastTold = telling;
    if (telling) {
      onCounters(section, [...before, counters]);
    }
  }

  /** Whether nothing goes out that could be left without an answer. */
  function isIdle(): boolean {
    for (let section in watched) {
      const one = watched[section] as Watched;
      if (one.last == null || one.busy || one.stalled) {
        return false;
      }
    }
    return true;
  }

  function readAll(): void {
    const sections = keys(watched);
    readAtMs = nowMs();
    for (let i = 0; i < length(sections); i++) {
      const one = watched[sections[i] as string];
      if (one != null) {
        read(sections[i] as string, one);
      }
    }
    if (length(watched) > 0) {
      ticker?.set?.(isIdle() ? countIdleEveryMs : countEveryMs);
    }
  }
  ticker = timer(-1, readAll);

  function look(): void {
    if (length(watched) > 0 && nowMs() - readAtMs >= oldMs && isIdle()) {
      readAll();
    }
  }

  function watch(devices: { [section: string]: string }): void {
    const next: { [section: string]: Watched } = {};
    for (let section in devices) {
      const device = devices[section] as string;
      const known = watched[section];
      next[section] =
        known != null && known.device == device
          ? known
          : {
              device,
              txFile: null,
              last: null,
              lastTold: false,
              toldAtMs: 0,
              busy: false,
              stalled: false,
            };
    }
    watched = next;
    if (length(watched) > 0) {
      ticker?.set?.(countEveryMs);
    }
  }

  return { watch, look };
}

export { createTrafficWatch, packetCountersOf, readTraffic };
