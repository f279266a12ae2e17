/**
 * Processes that the daemon starts in steady state, itself or through others:
 * `node bench/forks.mjs [--seconds N] [--ucode NAME]`. The daemon runs in a PID namespace of its own,
 * whose numbers go up by one with each process; the kernel tells the last one in /proc/loadavg.
 */
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import peers from "./peers.json" with { type: "json" };

const args = readArguments();
await needPrograms(args, [...householdPrograms, "unshare", "nsenter"]);
const { countProcesses, defaults, inHousehold, inOwnPids } = await import("./lib/household.mjs");

/** Past the start, which may load tables with a program. */
const warmUpMs = 12000;

const rows = [];
for (const ucode of args.ucodes) {
  const forks = await inHousehold(ucode.path, defaults, {}, async (household) => {
    const wrapper = household.startDaemon(inOwnPids);
    await household.settle();
    await pause(warmUpMs);
    const before = countProcesses(wrapper);
    await pause(args.seconds * 1000);
    // The one that asked the first time is none of the daemon's.
    return countProcesses(wrapper) - before - 1;
  });
  rows.push({
    ucode: ucode.name,
    [`in ${args.seconds} s`]: forks,
    "per hour": Math.round((forks / args.seconds) * 3600),
    peers: peers.forksPerHour.join(" "),
  });
}
report("forks", `Processes started at defaults; peers: ${peers.peers.join(", ")}`, rows);
