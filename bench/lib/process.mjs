/** What the kernel tells of a running process. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Nanoseconds that the process has run on a processor, in itself and in the kernel on its behalf
 * (proc(5), schedstat: exact, where utime and stime count ticks of 10 ms).
 *
 * @param {number} pid
 */
function cpuNs(pid) {
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]);
}

/**
 * CPU seconds that the process would use in an hour, going by this long.
 *
 * @param {number} pid
 * @param {number} seconds
 */
async function cpuSecondsPerHour(pid, seconds) {
  const startedMs = performance.now();
  const before = cpuNs(pid);
  await pause(seconds * 1000);
  const used = (cpuNs(pid) - before) / 1e9;
  return (used / ((performance.now() - startedMs) / 1000)) * 3600;
}

/**
 * Resident memory in kB: PSS counts pages shared with other processes by their share.
 *
 * @param {number} pid
 * @returns {{ pss: number, rss: number, own: number }}
 */
function memoryKb(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const read = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
  return { pss: read("Pss"), rss: read("Rss"), own: read("Private_Clean") + read("Private_Dirty") };
}

/**
 * Whether the process has a file mapped whose path begins so.
 *
 * @param {number} pid
 * @param {string} path
 */
function mapsFile(pid, path) {
  try {
    return readFileSync(`/proc/${pid}/maps`, "utf8").includes(` ${path}`);
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

export { cpuSecondsPerHour, mapsFile, memoryKb };
