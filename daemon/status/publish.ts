/** Puts the snapshot where others read it. */
import { readfile, unlink } from "ucode:fs";
import type { Snapshot } from "../../shared/domain.ts";
import {
  formatStatus,
  parseStatus,
  readerPath,
  statusPath,
} from "../../shared/router/status-file.ts";
import type { Slots } from "../engine/slots.ts";
import { replaceFile } from "./replace-file.ts";

/** Replaces the status file; readers see the old or the new one, never half. Null when done. */
function publish(snapshot: Snapshot): string | null {
  return replaceFile(statusPath, (write) => write(formatStatus(snapshot)));
}

/** Somebody who has read counts as a reader for so long; the page reads every five seconds. */
const readerStaysMs = 15000;

/**
 * Tells whether somebody has been reading the status file lately: readers who want it fresh leave an empty
 * file, which is taken away here. `nowMs` is the monotonic clock.
 */
function createReaderWatch(nowMs: () => number): () => boolean {
  let untilMs = 0;
  return () => {
    if (unlink(readerPath) == true) {
      untilMs = nowMs() + readerStaysMs;
    }
    return nowMs() < untilMs;
  };
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

export { createReaderWatch, publish, readSlots };
