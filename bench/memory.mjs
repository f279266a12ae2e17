/** Resident memory of the daemon: `node bench/memory.mjs [--seconds N] [--ucode NAME]`. */
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { memoryKb } from "./lib/process.mjs";
import peers from "./peers.json" with { type: "json" };

const args = readArguments();
await needPrograms(args, householdPrograms);
const { defaults, inHousehold } = await import("./lib/household.mjs");

const rows = [];
for (const ucode of args.ucodes) {
  for (const ipv4Only of [true, false]) {
    const memory = await inHousehold(ucode.path, defaults, { ipv4Only }, async (household) => {
      const pid = Number(household.startDaemon().pid);
      await household.settle();
      await pause(args.seconds * 1000);
      return memoryKb(pid);
    });
    rows.push({
      families: ipv4Only ? "IPv4" : "both",
      ucode: ucode.name,
      "PSS kB": memory.pss,
      "RSS kB": memory.rss,
      "of its own kB": memory.own,
      "peers' PSS": ipv4Only ? peers.pssKb.join(" ") : null,
    });
  }
}
report(
  "memory",
  `Memory ${args.seconds} s after the start; peers: ${peers.peers.join(", ")}`,
  rows
);
