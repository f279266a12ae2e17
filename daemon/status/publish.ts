/** Puts the snapshot where others read it, and reads the counters that belong in it. */
import { error, readfile, rename, writefile } from "ucode:fs";
import type { Snapshot, Traffic } from "../../shared/domain.ts";
import { formatStatus, parseStatus, statusPath } from "../../shared/router/status-file.ts";
import type { Slots } from "../engine/slots.ts";

/** A counter of sysfs; larger than nine digits, so read as a plain number. */
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

/** Packets through the device since it was made, or null when there is none. */
function readPackets(device: string): { rxPackets: number; txPackets: number } | null {
  const rxPackets = readCounter(device, "rx_packets");
  const txPackets = readCounter(device, "tx_packets");
  return rxPackets == null || txPackets == null ? null : { rxPackets, txPackets };
}

/** Replaces the status file; readers see the old or the new one, never half. Null when done. */
function publish(snapshot: Snapshot): string | null {
  const next = `${statusPath}.new`;
  const done = writefile(next, formatStatus(snapshot)) != null && rename(next, statusPath);
  return done ? null : `cannot write ${statusPath}: ${error()}`;
}

/** The slots that a predecessor had given out since the router started. */
function readSlots(): Slots {
  const snapshot = parseStatus(readfile(statusPath) ?? "");
  const slots: Slots = {};
  for (let i = 0; i < length(snapshot?.uplinks ?? []); i++) {
    const uplink = snapshot?.uplinks?.[i];
    if (uplink?.slot != null) {
      slots[uplink.section] = uplink.slot;
    }
  }
  return slots;
}

export { publish, readPackets, readSlots, readTraffic };
