/**
 * CPU time of the daemon in steady state: `node bench/cpu.mjs [--seconds N] [--ucode NAME] [case …]`. Echoes cross
 * the simulated Internet in the daemon's time, for veth delivers in the sender's context: less than a tenth of
 * the figure, which is told as it is.
 */
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { cpuSecondsPerHour } from "./lib/process.mjs";
import peers from "./peers.json" with { type: "json" };

const args = readArguments();
await needPrograms(args, householdPrograms);
const { defaults, fast, inHousehold } = await import("./lib/household.mjs");

/** Peers were measured with IPv4 only. */
const cases = [
  { name: "defaults", settings: defaults, ipv4Only: true, peers: peers.cpuSecondsPerHour.defaults },
  { name: "fast", settings: fast, ipv4Only: true, peers: peers.cpuSecondsPerHour.fast },
  { name: "defaults-dual", settings: defaults, ipv4Only: false, peers: null },
  { name: "fast-dual", settings: fast, ipv4Only: false, peers: null },
].filter(({ name }) => args.names.length === 0 || args.names.includes(name));

/** Past the start, in which everything is read and judged for the first time. */
const warmUpMs = 12000;

const rows = [];
for (const ucode of args.ucodes) {
  for (const { name, settings, ipv4Only, peers: others } of cases) {
    const seconds = await inHousehold(ucode.path, settings, { ipv4Only }, async (household) => {
      const pid = Number(household.startDaemon().pid);
      await household.settle();
      await pause(warmUpMs);
      return cpuSecondsPerHour(pid, args.seconds);
    });
    rows.push({
      case: name,
      ucode: ucode.name,
      "CPU s/h": seconds.toFixed(2),
      peers: others?.join(" ") ?? null,
    });
  }
}
report("cpu", `CPU seconds per hour; peers: ${peers.peers.join(", ")}`, rows);
