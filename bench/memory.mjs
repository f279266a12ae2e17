/**
 * Resident memory of the daemon: `node bench/memory.mjs [--seconds N] [--ucode NAME]`. On a router rpcd always
 * runs beside it, with our plugin and on the same ucode, and shares the libraries' pages; so PSS is told beside
 * rpcd and, after rpcd has ended, alone. Another ucode on this machine would share them too: it is named.
 */
import { readdirSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { householdPrograms, needPrograms, readArguments, report } from "./lib/bench.mjs";
import { load } from "./lib/load.mjs";
import { mapsFile, memoryKb } from "./lib/process.mjs";
import peers from "./peers.json" with { type: "json" };

const args = readArguments();
await needPrograms(args, [...householdPrograms, "rpcd"]);
const { defaults, inHousehold } = await import("./lib/household.mjs");
/** @type {typeof import("../e2e/router/router.ts")} */
const { until } = await load("e2e/router/router.ts");

/** What answers `explain` is loaded with the question, and let go a minute after the last one. */
const forgottenMs = 65000;

/**
 * Other programs on this interpreter's library, whose pages they share.
 *
 * @param {string} library
 * @param {number[]} own
 */
function sharersOf(library, own) {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => !own.includes(pid) && mapsFile(pid, library)).length;
}

const rows = [];
for (const ucode of args.ucodes) {
  const library = realpathSync(ucode.path).replace(/bin\/[^/]*$/, "lib/libucode.so");
  for (const ipv4Only of [true, false]) {
    const row = await inHousehold(ucode.path, defaults, { ipv4Only }, async (household) => {
      const { router } = household;
      // Of this ucode, as on a router, whichever one rpcd was built with.
      const rpcd = Number(
        router.start("rpcd", "env", `LD_LIBRARY_PATH=${dirname(library)}`, "rpcd").pid
      );
      const pid = Number(household.startDaemon().pid);
      await household.settle();
      await until(() => router.run("ubus", "list").includes("mini-mwan\n"), 5000, "the plugin");
      await pause(args.seconds * 1000);
      const beside = memoryKb(pid);
      const rpcdShares = mapsFile(rpcd, library);
      await router.end("rpcd");
      await pause(1000);
      const others = sharersOf(library, [pid]);
      const alone = memoryKb(pid);
      router.run("ubus", "call", "mini-mwan.daemon", "explain", '{"dst":"192.0.2.1"}');
      const asked = memoryKb(pid);
      await pause(forgottenMs);
      const forgotten = memoryKb(pid);
      return {
        "PSS beside rpcd": rpcdShares ? beside.pss : null,
        "of its own": beside.own,
        RSS: beside.rss,
        "PSS alone": alone.pss,
        "alone, asked": asked.pss,
        "a minute later": forgotten.pss,
        "others on this ucode": others,
      };
    });
    rows.push({
      families: ipv4Only ? "IPv4" : "both",
      ucode: ucode.name,
      ...row,
      "peers' PSS": ipv4Only ? peers.pssKb.join(" ") : null,
    });
  }
}
report(
  "memory",
  `Memory in kB ${args.seconds} s after the start; "of its own" is what nobody shares. ` +
    `Without a figure beside rpcd, rpcd runs on another ucode here. Peers: ${peers.peers.join(", ")}`,
  rows
);
