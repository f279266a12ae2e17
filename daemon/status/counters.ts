/** Counters of network devices, from sysfs. */
import { readfile } from "ucode:fs";
import { timer } from "ucode:uloop";
import type { Timer } from "ucode:uloop";
import type { Traffic } from "../../shared/domain.ts";
import type { PacketCounters } from "../engine/stall.ts";

/** Often enough to notice a stall of two seconds in time. */
const countEveryMs = 1000;

interface TrafficWatch {
  /** Watches this section's device from now on; null for either watches nothing. */
  watch(section: string | null, device: string | null): void;
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
  const rxPackets = readCounter(device, "rx_packets");
  const txPackets = readCounter(device, "tx_packets");
  return rxPackets == null || txPackets == null ? null : { rxPackets, txPackets };
}

/** Reads the packet counters of one device at a time, every second while there is one to watch. */
function createTrafficWatch(
  onCounters: (section: string, counters: PacketCounters) => void
): TrafficWatch {
  let section: string | null = null;
  let device: string | null = null;
  let ticker: Timer | null = null;
  ticker = timer(-1, () => {
    if (section == null || device == null) {
      return;
    }
    ticker?.set?.(countEveryMs);
    const counters = readPackets(device);
    if (counters != null) {
      onCounters(section, counters);
    }
  });

  function watch(nextSection: string | null, nextDevice: string | null): void {
    section = nextSection;
    device = nextDevice;
    ticker?.set?.(countEveryMs);
  }

  return { watch };
}

export { createTrafficWatch, readTraffic };
